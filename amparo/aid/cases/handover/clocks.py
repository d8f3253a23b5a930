"""The clock of every referral: a reminder at half time, and at its end the next one's turn."""

from datetime import datetime
from uuid import UUID

from amparo.aid.cases import story
from amparo.aid.cases.handover.turns import send_next
from amparo.aid.cases.models import Alarm, Case, Received, Referral
from amparo.aid.cases.states import EntryKind, ReferralState
from amparo.kernel import audit, clock
from amparo.kernel.authority import machine
from amparo.kernel.rooms import room

AT_ONCE = 200


def look_at_clocks(*, at: datetime | None = None) -> int:
    """How many referrals were reminded of or found late. Harmless when two hosts do it at once."""
    now = at or clock.now()
    with room("aid", machine()):
        soon = list(Alarm.objects.filter(over=False, reminded=False, remind_at__lte=now)[:AT_ONCE])
        late = list(Alarm.objects.filter(over=False, due_at__lte=now)[:AT_ONCE])
    return sum(_remind(one, now) for one in soon) + sum(_late(one, now) for one in late)


def _remind(alarm: Alarm, now: datetime) -> bool:
    """The receiver's list says that the time is half over."""
    theirs = machine([alarm.receiver_id])
    with room("aid", theirs):
        done = Received.objects.filter(
            id=alarm.received_id, state=ReferralState.SENT, reminded_at=None
        ).update(reminded_at=now)
        Alarm.objects.filter(id=alarm.id).update(reminded=True)
        if done:
            audit.write(by=theirs, verb="remind_receiver", about=alarm.id)
    return bool(done)


def _late(alarm: Alarm, now: datetime) -> bool:
    """The sender's case says that nobody answered, and the next in turn is asked."""
    turn, scope, done = _mark_late(alarm, now)
    if turn is not None and scope is not None:
        send_next(turn=turn, scope=scope)
    # Last: when this host stops before it, another one does all of it again.
    with room("aid", machine()):
        Alarm.objects.filter(id=alarm.id).update(over=True)
    return done


def _mark_late(alarm: Alarm, now: datetime) -> tuple[UUID | None, UUID | None, bool]:
    ours = machine([alarm.sender_id])
    with room("aid", ours):
        row = Referral.objects.select_related("case").filter(id=alarm.id).first()
        if row is None or row.state != ReferralState.SENT:
            return None, None, False
        done = Referral.objects.filter(id=row.id, state=ReferralState.SENT, late_at=None).update(
            late_at=now
        )
        if done:
            # Since when it is due, not when a clock looked: two clocks of one thing must agree.
            Case.objects.filter(id=row.case_id).update(due_at=alarm.due_at)
            line = story.entry(row.case, EntryKind.REFERRAL, ours, referral=row.id, state="late")
            line.save(force_insert=True)
            audit.write(by=ours, verb="referral_late", about=row.id)
    return row.turn_id, row.scope_id, bool(done)


def after_answer(*, referral: UUID, receiver: UUID) -> None:
    """The next in turn is asked when the receiver before said no, or could not do it."""
    with room("aid", machine([receiver])):
        # Where the case lies now: it may have moved since the answer was given.
        found = Received.objects.filter(referral_id=referral).values_list("sender_id", flat=True)
        sender = found.first()
    if sender is None:
        return
    with room("aid", machine([sender])):
        row = Referral.objects.filter(id=referral).first()
    if row is not None and row.turn_id is not None:
        send_next(turn=row.turn_id, scope=row.scope_id)


def after_move(*, case: UUID, scope: UUID) -> None:
    """Whose turn it was while the case moved is asked now, from where the case lies."""
    with room("aid", machine([scope])):
        queued = Referral.objects.filter(case_id=case, state=ReferralState.QUEUED)
        turns = set(queued.values_list("turn_id", flat=True))
    for turn in turns:
        if turn is not None:
            send_next(turn=turn, scope=scope)
