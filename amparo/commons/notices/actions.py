"""Notices: written, published, confirmed, withdrawn. Nothing is deleted; withdrawing undoes."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from amparo.commons.directory.queries import read_hours
from amparo.commons.notices import rules
from amparo.commons.notices.models import Advice, Number
from amparo.commons.notices.states import Cost, State
from amparo.kernel import audit, clock, refs
from amparo.kernel.authority import Actor, Power
from amparo.kernel.errors import InvalidError, NotFoundError, WrongStateError
from amparo.kernel.rooms import room

Kind = Literal["number", "advice"]
_MODELS: dict[str, type[Number] | type[Advice]] = {"number": Number, "advice": Advice}
_DAYS = {"number": rules.NUMBER_DAYS, "advice": rules.ADVICE_DAYS}


@dataclass(frozen=True, slots=True)
class NumberFacts:
    """A number as an editor tells it. `hours` in words, as the directory reads them."""

    labels: Mapping[str, str]
    number: str
    source: str
    notes: Mapping[str, str] = field(default_factory=dict)
    texts: bool = False
    cost: str = Cost.UNKNOWN.value
    hours: str = ""
    languages: tuple[str, ...] = ()
    source_on: date | None = None
    review_by: date | None = None
    crisis: UUID | None = None
    order: int = 0


@dataclass(frozen=True, slots=True)
class AdviceFacts:
    """Advice as an editor tells it. `steps` by language, one on each line."""

    titles: Mapping[str, str]
    steps: Mapping[str, str]
    source: str
    picture: str = ""
    place: UUID | None = None
    source_on: date | None = None
    review_by: date | None = None
    crisis: UUID | None = None
    order: int = 0


def save_number(
    *, facts: NumberFacts, by: Actor, id: UUID | None = None, seen: datetime | None = None
) -> UUID:
    """The number stands as told, a draft when it is new; `seen` is the state it was opened in."""
    by = _may(by)
    hours = _hours(facts.hours)
    if facts.cost not in Cost.values:
        raise InvalidError("cost", "Choose what a call costs.")
    told = {
        "labels": rules.texts_of(facts.labels, "label", rules.LABEL),
        "notes": rules.texts_of(facts.notes, "note", rules.NOTE, needed=False),
        "number": rules.check_number(facts.number),
        "texts": facts.texts,
        "cost": facts.cost,
        "languages": list(dict.fromkeys(facts.languages)),
        **hours,
        **_shared(facts),
    }
    return _save("number", told, by, id, seen)


def save_advice(
    *, facts: AdviceFacts, by: Actor, id: UUID | None = None, seen: datetime | None = None
) -> UUID:
    """The advice stands as told, a draft when it is new."""
    by = _may(by)
    told = {
        "titles": rules.texts_of(facts.titles, "title", rules.LABEL),
        "steps": rules.steps_of(facts.steps),
        "picture": facts.picture,
        "place_id": facts.place,
        **_shared(facts),
    }
    return _save("advice", told, by, id, seen)


def publish(*, kind: Kind, id: UUID, by: Actor) -> None:
    """Everyone sees it. Who publishes has just confirmed it."""
    by = _may(by)
    with room("commons", by):
        row = _row(kind, id)
        if not row.source.strip():
            raise WrongStateError("Nothing is published without its source.")
        _confirm(row, kind, by)
        row.state = State.PUBLISHED
        row.save()
        audit.write(by=by, verb=f"notices.publish_{kind}", about=id)


def withdraw(*, kind: Kind, id: UUID, by: Actor) -> None:
    """Nobody but staff sees it; it can be published again."""
    by = _may(by)
    with room("commons", by):
        row = _row(kind, id)
        row.state, row.updated_at = State.WITHDRAWN, clock.now()
        row.save()
        audit.write(by=by, verb=f"notices.withdraw_{kind}", about=id)


def confirm(*, kind: Kind, id: UUID, by: Actor) -> None:
    """Someone has just found out that it is still true."""
    by = _may(by)
    with room("commons", by):
        row = _row(kind, id)
        _confirm(row, kind, by)
        row.save()
        audit.write(by=by, verb=f"notices.confirm_{kind}", about=id)


def _may(by: Actor) -> Actor:
    return by if by.kind == "machine" else by.within(Power.EDIT_CRISIS)


def _confirm(row: Number | Advice, kind: Kind, by: Actor) -> None:
    now = clock.now()
    row.confirmed_at, row.confirmed_by_id, row.updated_at = now, by.id, now
    # A day that the editor chose and that is still to come stays.
    if rules.old(row.review_by, now.date()):
        row.review_by = rules.next_review(now.date(), _DAYS[kind])


def _row(kind: Kind, id: UUID) -> Number | Advice:
    row = _MODELS[kind]._default_manager.select_for_update().filter(id=id).first()
    if row is None:
        raise NotFoundError("There is no such notice.")
    return row


def _save(
    kind: Kind, told: Mapping[str, object], by: Actor, id: UUID | None, seen: datetime | None
) -> UUID:
    with room("commons", by):
        row = _row(kind, id) if id else _MODELS[kind](id=refs.new_ref())
        if id and seen and row.updated_at != seen:
            raise WrongStateError(
                "A colleague changed this meanwhile. Nothing of theirs was overwritten: "
                "look at it again, then write."
            )
        for name, value in told.items():
            setattr(row, name, value)
        row.updated_at = clock.now()
        row.save(force_insert=id is None)
        audit.write(by=by, verb=f"notices.save_{kind}", about=row.id)
    return row.id


def _shared(facts: NumberFacts | AdviceFacts) -> dict[str, object]:
    source = facts.source.strip()
    if not source:
        raise InvalidError("source", "Say where this is from: people must be able to check it.")
    if len(source) > 240:
        raise InvalidError("source", "At most %(most)s letters.", most=240)
    if not 0 <= facts.order <= 32_000:
        raise InvalidError("order", "The order is a number from 0 to 32000.")
    return {
        "source": source,
        "source_on": facts.source_on,
        "review_by": facts.review_by,
        "crisis_id": facts.crisis,
        "order": facts.order,
    }


def _hours(text: str) -> dict[str, object]:
    try:
        found = read_hours(text)
    except ValueError as wrong:
        raise InvalidError("hours", str(wrong)) from None
    return {"hours": [asdict(one) for one in found.slots], "always_open": found.always}
