"""Calls are promised, tried, taken over and done; the line's script is written."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from amparo.commons.crises import queries as crises
from amparo.guard.firewall import actions as firewall
from amparo.guard.vault import actions as vault
from amparo.guard.vault.held import Clear, Held
from amparo.kernel import audit, clock, refs
from amparo.kernel.authority import Actor, Power, machine
from amparo.kernel.errors import InvalidError, NotFoundError, WrongStateError
from amparo.kernel.purposes import Purpose
from amparo.kernel.rooms import room
from amparo.reach.calls import rules
from amparo.reach.calls.models import CallBack, ScriptStep
from amparo.reach.calls.script import STEPS
from amparo.reach.calls.states import Outcome

KIND = "callback"
LONGEST_STEP = 600
LONGEST_NUMBER = 64
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Promise:
    """Whom to call, and when. The number may be missing: then it is asked for first."""

    conversation: UUID
    scope: UUID
    reference: str
    due: datetime
    number: str = ""
    language: str = "und"
    interpreter: bool = False
    safe_hours: tuple[str, ...] = ()


def promise(*, call: Promise, by: Actor) -> UUID:
    """The new call-back's id. Whoever promised it is the one who may open its number."""
    by = by.within(Power.WORK_QUEUE)
    now, ref = clock.now(), refs.new_ref()
    rules.check_due(call.due, now)
    vault.make_keys(refs_=[ref], kind=KIND)
    number = call.number.strip()[:LONGEST_NUMBER]
    clear = Clear(ref, f"number:{ref}", number)
    blob = firewall.seal(what=[clear], actor=by)[0] if number else b""
    with room("reach", by):
        CallBack(
            id=ref,
            scope_id=call.scope,
            conversation_id=call.conversation,
            reference=call.reference,
            language=call.language,
            interpreter=call.interpreter,
            safe_hours=list(call.safe_hours),
            sealed_number=blob,
            due_at=max(call.due, now),
            promised_at=now,
            promised_by_id=by.id,
        ).save(force_insert=True)
        audit.write(by=by, verb="promise_call", about=call.conversation)
    return ref


def _get(callback: UUID) -> CallBack:
    found = CallBack.objects.select_for_update().filter(id=callback).first()
    if found is None:
        raise NotFoundError(NotFoundError.__doc__)
    return found


def take_over(*, callback: UUID, by: Actor) -> None:
    """The promise is yours now, and its number may be opened by you and no longer by others."""
    by = by.within(Power.WORK_QUEUE)
    with room("reach", by):
        row = _get(callback)
        if row.done_at is not None:
            raise WrongStateError("This call is done already. Nothing was changed.")
        CallBack.objects.filter(id=row.id).update(promised_by_id=by.id)
        audit.write(
            by=by,
            verb="take_over_call",
            about=row.conversation_id,
            detail={"from": str(row.promised_by_id)},
        )


def show_number(*, callback: UUID, reason: str, by: Actor) -> str:
    """The number, for whoever promised the call; written down before it is opened.

    At most thirty people's an hour: a shift on the phone, and no more.
    """
    by = by.within(Power.WORK_QUEUE)
    now = clock.now()
    with room("reach", by):
        row = _get(callback)
        lately = CallBack.objects.filter(shown_by_id=by.id, shown_at__gt=now - _HOUR)
        seen = lately.exclude(id=row.id).count()
        rules.check_may_show(row.promised_by_id == by.id, row.done_at is not None, seen, reason)
        CallBack.objects.filter(id=row.id).update(shown_at=now, shown_by_id=by.id)
        audit.write(
            by=by,
            verb="show_number",
            about=row.conversation_id,
            purpose=Purpose.ASSIST,
            detail={"reason": reason.strip()[:80]},
        )
    held = Held(row.id, f"number:{row.id}", bytes(row.sealed_number))
    opened = firewall.reveal(what=[held], purpose=Purpose.ASSIST, reason="call back", actor=by)
    return opened[0] or ""


def tried(
    *, callback: UUID, outcome: str, by: Actor, again: datetime | None = None
) -> datetime | None:
    """When to call again, or None: then it is done, and the number is forgotten."""
    by = by.within(Power.WORK_QUEUE)
    if outcome not in Outcome.values or not outcome:
        raise InvalidError("outcome", "Choose one of the four.")
    now = clock.now()
    if again:
        rules.check_due(again, now)
    local = now.astimezone(_zone())
    with room("reach", by):
        row = _get(callback)
        if row.done_at is not None:
            raise WrongStateError("This call is done already. Nothing was changed.")
        tries = row.tries + 1
        later = again or rules.next_try(outcome, tries, local, tuple(row.safe_hours))
        over = outcome in (Outcome.REACHED, Outcome.WRONG_NUMBER)
        CallBack.objects.filter(id=row.id).update(
            tries=tries,
            tried_at=now,
            tried_by_id=by.id,
            outcome=outcome,
            due_at=row.due_at if over or later is None else later,
            done_at=now if over else None,
            done_by_id=by.id if over else None,
            sealed_number=b"" if over else bytes(row.sealed_number),
        )
        audit.write(by=by, verb="try_call", about=row.conversation_id, detail={"outcome": outcome})
    return None if over else later


def forget_numbers(*, conversation: UUID, scope: UUID) -> None:
    """The person took back what she wrote: nobody is to call her, and no number of hers is kept."""
    by = machine([scope])
    with room("reach", by):
        of_her = CallBack.objects.filter(conversation_id=conversation)
        held = of_her.filter(Q(done_at=None) | ~Q(sealed_number=b""))
        ids = list(held.select_for_update().values_list("id", flat=True))
        rows = CallBack.objects.filter(id__in=ids)
        rows.update(sealed_number=b"")
        rows.filter(done_at=None).update(done_at=clock.now(), done_by_id=by.id)
        if ids:
            detail = {"count": len(ids)}
            audit.write(by=by, verb="forget_number", about=conversation, detail=detail)


def _zone() -> ZoneInfo:
    crisis = crises.current("en")
    return ZoneInfo(crisis.timezone if crisis else "UTC")


def write_step(*, scope: UUID, language: str, step: str, text: str, by: Actor) -> None:
    """This is what the line says at this step; an empty text brings the shipped draft back."""
    by = by.within(Power.WORK_QUEUE)
    if step not in STEPS:
        raise InvalidError("step", "There is no such step.")
    if scope not in by.scopes:
        raise NotFoundError(NotFoundError.__doc__)
    with room("reach", by):
        ScriptStep.objects.update_or_create(
            scope_id=scope,
            language=language[:12],
            step=step,
            defaults={
                "text": text.strip()[:LONGEST_STEP],
                "written_at": clock.now(),
                "written_by_id": by.id,
            },
            create_defaults={
                "id": refs.new_ref(),
                "text": text.strip()[:LONGEST_STEP],
                "written_at": clock.now(),
                "written_by_id": by.id,
            },
        )
        audit.write(by=by, verb="write_script", about=scope, detail={"step": step})
