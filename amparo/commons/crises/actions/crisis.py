"""Beginning a crisis, and keeping its record."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID
from zoneinfo import available_timezones

from amparo.commons.crises.actions.allowed import country_of, may
from amparo.commons.crises.models import Crisis, CrisisKind, CrisisPhase
from amparo.commons.crises.states import Phase
from amparo.kernel import audit, clock, refs
from amparo.kernel.authority import Actor
from amparo.kernel.errors import InvalidError, NotFoundError, WrongStateError
from amparo.kernel.rooms import room

_WIDTHS = {
    "name": 120,
    "area": 200,
    "scope_note": 300,
    "sms_number": 24,
    "call_number": 24,
    "emergency_number": 24,
}
LINE = 500
PEOPLE = 2_000_000_000


@dataclass(frozen=True, slots=True)
class CrisisFacts:
    """A crisis as an editor tells it. `lines`: one line of what is known, by language.

    It may be small (an `area`, few people or nobody knows how many), and it may have no line.
    `answered`: public pages, places and the line of this house are for it.
    """

    name: str
    country: str
    started_on: date
    kind: str = "sudden"
    timezone: str = "UTC"
    languages: tuple[str, ...] = ()
    lines: Mapping[str, str] = field(default_factory=dict)
    sms_number: str = ""
    call_number: str = ""
    emergency_number: str = ""
    area: str = ""
    people: int | None = None
    frozen: bool = False
    answered: bool = True
    in_scope: bool = True
    scope_note: str = ""


def add_crisis(*, facts: CrisisFacts, by: Actor, phase: str = Phase.EMERGENCY) -> UUID:
    """The new crisis's id; if this house answers it, messages are read as from its country."""
    by = may(by)
    _check(facts)
    _check_phase(phase)
    crisis = Crisis(id=refs.new_ref(), phase=phase, updated_at=clock.now())
    with room("commons", by):
        _put(crisis, facts)
        crisis.save(force_insert=True)
        _say(crisis, by)
        audit.write(by=by, verb="crises.add_crisis", about=crisis.id)
    return crisis.id


def save_crisis(
    *, crisis: UUID, facts: CrisisFacts, by: Actor, seen: datetime | None = None
) -> None:
    """The record stands as told, unless someone has saved it since it was `seen`."""
    by = may(by)
    _check(facts)
    with room("commons", by):
        row = _one(crisis)
        if seen is not None and row.updated_at != seen:
            raise WrongStateError(
                "Someone else has changed this since you opened it. Nothing was overwritten."
            )
        thawed = row.frozen != facts.frozen
        _put(row, facts)
        row.updated_at = clock.now()
        row.save()
        if thawed:
            _say(row, by)
        audit.write(by=by, verb="crises.save_crisis", about=crisis)


def set_phase(*, crisis: UUID, phase: str, by: Actor) -> None:
    """The crisis is in this phase from now on; who said so is kept."""
    by = may(by)
    _check_phase(phase)
    with room("commons", by):
        row = _one(crisis)
        if row.phase == phase:
            return
        row.phase = phase
        row.updated_at = clock.now()
        row.save(update_fields=["phase", "updated_at"])
        _say(row, by)
        audit.write(by=by, verb="crises.set_phase", about=crisis, detail={"phase": phase})


def _one(crisis: UUID) -> Crisis:
    row = Crisis.objects.select_for_update().filter(id=crisis).first()
    if row is None:
        raise NotFoundError("There is no such crisis.")
    return row


def _put(row: Crisis, facts: CrisisFacts) -> None:
    _check_kind(facts.kind, row.kind)
    for name in CrisisFacts.__slots__:
        setattr(row, name, getattr(facts, name))
    row.name = facts.name.strip()
    row.languages = list(facts.languages)
    row.lines = {language: text for language, text in facts.lines.items() if text.strip()}


def _say(row: Crisis, by: Actor) -> None:
    """The history says since when it stands so."""
    CrisisPhase(
        id=refs.new_ref(),
        crisis=row,
        phase=row.phase,
        frozen=row.frozen,
        said_at=clock.now(),
        said_by_id=by.id,
    ).save(force_insert=True)


def _check_kind(kind: str, before: str) -> None:
    """What it was may stay, also when nobody can choose it any more."""
    known = set(CrisisKind.objects.filter(active=True).values_list("key", flat=True))
    if known and kind not in known | {before}:
        raise InvalidError("kind", "«%(said)s» is not in the list of kinds.", said=kind[:32])


def _check_phase(phase: str) -> None:
    if phase not in Phase.values:
        raise InvalidError(
            "phase",
            "«%(said)s» is not one of: %(known)s.",
            said=phase[:16],
            known=", ".join(Phase.values),
        )


def _check(facts: CrisisFacts) -> None:
    if not facts.name.strip():
        raise InvalidError("name", "A crisis needs a name.")
    if facts.timezone not in available_timezones():
        raise InvalidError("timezone", "«%(said)s» is no time zone.", said=facts.timezone)
    country_of(facts.country)
    for name, width in _WIDTHS.items():
        if len(getattr(facts, name)) > width:
            raise InvalidError(name, "At most %(most)s letters.", most=width)
    for language, text in facts.lines.items():
        if len(text) > LINE:
            raise InvalidError(f"line_{language}", "At most %(most)s letters.", most=LINE)
    if facts.people is not None and not 0 <= facts.people <= PEOPLE:
        raise InvalidError("people", "%(count)s is no number of people.", count=facts.people)
