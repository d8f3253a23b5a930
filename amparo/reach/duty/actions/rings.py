"""SMS that ring colleagues go out through the gateway: no word in them about anybody."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Min

from amparo.guard.accounts import queries as accounts
from amparo.guard.firewall import actions as firewall
from amparo.kernel import audit, clock
from amparo.kernel.authority import Actor, Power, machine
from amparo.kernel.errors import SealedAwayError
from amparo.kernel.rooms import room
from amparo.reach.duty import sealing
from amparo.reach.duty.models import Alarm, DutyPhone, Ring
from amparo.reach.duty.ringing_words import ring_text
from amparo.reach.duty.states import Kind, Sent
from amparo.reach.messaging.actions.outbox import Outgoing, Send

BATCH = 50
# A ring that could not go for so long rings nobody any more: the next step does.
TOO_LATE = timedelta(minutes=10)
LOST = timedelta(minutes=2)

_AFTER = {"accepted": Sent.SENT, "again": Sent.QUEUED, "refused": Sent.FAILED}


def send_rings(*, send: Send, by: Actor) -> int:
    """How many rings the gateway took. One it did not answer is never sent twice."""
    by.check(Power.MACHINE)
    now = clock.now()
    rows = _claim(now)
    if not rows:
        return 0
    with room("reach", machine()):
        phones = dict(DutyPhone.objects.values_list("staff_id", "sealed_number"))
    known = [one for one in rows if one.staff_id in phones]
    held = [sealing.phone(one.staff_id, phones[one.staff_id]) for one in known]
    try:
        numbers = firewall.deliver(what=held, actor=machine())
    except SealedAwayError:
        _wait_again(rows)
        raise
    done, people = 0, accounts.known(one.staff_id for one in known)
    for one, number in zip(known, numbers, strict=True):
        who = people.get(one.staff_id)
        text = _text_of(one, who.languages if who else (), now)
        outgoing = Outgoing(one.id, "kannel", number or "", text, False)
        sent = send(outgoing)
        done += sent.outcome == "accepted"
        _settle(one.id, _AFTER.get(sent.outcome, Sent.UNKNOWN), sent.reason)
    return done


def _claim(now: datetime) -> list[Ring]:
    with room("reach", machine()):
        late = Ring.objects.filter(delivery=Sent.QUEUED, made_at__lt=now - TOO_LATE)
        late.update(delivery=Sent.FAILED, delivery_at=now, reason="it could not go in time")
        lost = Ring.objects.filter(delivery=Sent.SENDING, delivery_at__lt=now - LOST)
        lost.update(delivery=Sent.UNKNOWN, delivery_at=now, reason="we stopped before an answer")
        free = Ring.objects.select_for_update(skip_locked=True).filter(delivery=Sent.QUEUED)
        ids = [one.id for one in free.order_by("made_at")[:BATCH]]
        Ring.objects.filter(id__in=ids).update(delivery=Sent.SENDING, delivery_at=now)
    return _with_alarms(ids)


def _with_alarms(ids: list[UUID]) -> list[Ring]:
    """The rings with what they are about; an alarm is read in its own line's name."""
    with room("reach", machine()):
        rows = list(Ring.objects.filter(id__in=ids).order_by("made_at"))
    with room("reach", machine({one.scope_id for one in rows})):
        alarms = Alarm.objects.in_bulk([one.alarm_id for one in rows])
    for one in rows:
        one.alarm = alarms[one.alarm_id]
    return rows


def _text_of(one: Ring, languages: tuple[str, ...], now: datetime) -> str:
    """The SMS in the colleague's own language: how many wait and how long, nothing else."""
    if one.alarm.kind != Kind.WAITING:
        return ring_text(one.alarm.kind, languages)
    with room("reach", machine([one.scope_id])):
        rows = Alarm.objects.filter(kind=Kind.WAITING, ended_at=None, taken_at=None)
        count, first = rows.count(), rows.aggregate(first=Min("since"))["first"]
    minutes = int((now - (first or one.alarm.since)).total_seconds() // 60)
    return ring_text(one.alarm.kind, languages, count=count, minutes=minutes)


def _wait_again(rows: list[Ring]) -> None:
    with room("reach", machine()):
        waiting = Ring.objects.filter(id__in=[one.id for one in rows], delivery=Sent.SENDING)
        waiting.update(delivery=Sent.QUEUED, delivery_at=clock.now())


def _settle(ring: UUID, state: str, reason: str) -> None:
    with room("reach", machine()):
        Ring.objects.filter(id=ring, delivery=Sent.SENDING).update(
            delivery=state, delivery_at=clock.now(), reason=reason[:120]
        )
        audit.write(by=machine(), verb="ring", about=ring, outcome=state)
