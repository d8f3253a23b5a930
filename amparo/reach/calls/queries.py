"""Who is to be called, and what is said: always for a viewer, already narrowed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from amparo.commons.crises import queries as crises
from amparo.guard.accounts import queries as accounts
from amparo.kernel import clock
from amparo.kernel.authority import Actor, Power
from amparo.kernel.rooms import room
from amparo.reach.calls import rules
from amparo.reach.calls.models import CallBack, ScriptStep
from amparo.reach.calls.script import STEPS, draft

MOST = 200


@dataclass(frozen=True, slots=True)
class Due:
    """A call that was promised. The number stands in none of these."""

    id: UUID
    conversation: UUID
    reference: str
    language: str
    interpreter: bool
    due_at: datetime
    promised_at: datetime
    promised_by: str
    promised_by_id: UUID
    tries: int
    tried_at: datetime | None
    outcome: str
    safe_hours: tuple[str, ...]
    safe_now: bool
    has_number: bool
    suggested_at: datetime | None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the script: the line's own words, or the draft that ships."""

    key: str
    text: str
    language: str
    own: bool
    written_by: str = ""
    written_at: datetime | None = None


def due(viewer: Actor, *, mine: bool = False, conversation: UUID | None = None) -> tuple[Due, ...]:
    """Calls that were promised and not done, whoever is to be called first at the top."""
    viewer = viewer.within(Power.WORK_QUEUE)
    with room("reach", viewer):
        rows = CallBack.objects.filter(done_at=None).order_by("due_at", "id")
        rows = rows.filter(promised_by_id=viewer.id) if mine else rows
        rows = rows.filter(conversation_id=conversation) if conversation else rows
        found = list(rows[:MOST])
    names = accounts.colleague_names()
    crisis = crises.current("en")
    zone = ZoneInfo(crisis.timezone if crisis else "UTC")
    return tuple(_due(one, names, zone) for one in found)


def _due(one: CallBack, names: dict[UUID, str], zone: ZoneInfo) -> Due:
    now, hours = clock.now().astimezone(zone), tuple(one.safe_hours)
    safe = rules.in_safe_hours(now, hours) == now
    return Due(
        one.id,
        one.conversation_id,
        one.reference,
        one.language,
        one.interpreter,
        one.due_at,
        one.promised_at,
        names.get(one.promised_by_id, ""),
        one.promised_by_id,
        one.tries,
        one.tried_at,
        one.outcome,
        hours,
        safe,
        bool(one.sealed_number),
        None if safe else rules.in_safe_hours(now, hours),
    )


def script(viewer: Actor, *, scope: UUID | None, language: str) -> tuple[Step, ...]:
    """Every step in its order, in this language or else in English."""
    viewer = viewer.within(Power.WORK_QUEUE)
    with room("reach", viewer):
        rows = ScriptStep.objects.filter(language=language).exclude(text="")
        own = {one.step: one for one in rows if one.scope_id == scope}
    names = accounts.colleague_names()
    return tuple(_step(key, own.get(key), language, names) for key in STEPS)


def _step(key: str, own: ScriptStep | None, language: str, names: dict[UUID, str]) -> Step:
    if own is None:
        text, said_in = draft(language, key)
        return Step(key, text, said_in, False)
    who = names.get(own.written_by_id, "")
    return Step(key, own.text, language, True, who, own.written_at)


def line_of(viewer: Actor) -> UUID | None:
    """The line that this colleague answers, for the script; None without one."""
    scopes = viewer.within(Power.WORK_QUEUE).scopes
    lines = accounts.line_names()
    return next((one for one in scopes if one in lines), None)
