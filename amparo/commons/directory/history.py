"""What changed in an entry, as plain JSON, so that it can be read and taken back.

Runs inside a room that an action has opened.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, fields, is_dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from amparo.commons.directory.facts import OrganisationFacts, ServiceFacts
from amparo.commons.directory.hours import Day, Slot
from amparo.commons.directory.models import Change
from amparo.commons.directory.states import Entry, Verb
from amparo.kernel import clock, refs
from amparo.kernel.authority import Actor

Facts = OrganisationFacts | ServiceFacts
_NAMED: Final = ("source", "ref")


def plain(facts: Facts) -> dict[str, Any]:
    """The facts as JSON holds them."""
    names = (one.name for one in fields(facts) if one.name not in _NAMED)
    return {name: _json(getattr(facts, name)) for name in names}


def _json(value: Any) -> Any:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, tuple):
        return [asdict(one) if is_dataclass(one) else one for one in value]  # type: ignore[arg-type]
    return value


def stored(told: Mapping[str, Any]) -> dict[str, Any]:
    """Columns as JSON holds them."""
    return {name: _json(value) for name, value in told.items()}


def values(stored: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of facts from what is stored of them."""
    return {name: _READ.get(name, _same)(value) for name, value in stored.items()}


def _same(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


_READ: Final[dict[str, Callable[[Any], Any]]] = {
    "hours": lambda stored: tuple(Slot(**one) for one in stored),
    "exceptions": lambda stored: tuple(Day(**one) for one in stored),
    "confirmed_on": lambda stored: date.fromisoformat(stored) if stored else None,
    "free_at": lambda stored: datetime.fromisoformat(stored) if stored else None,
}


def change(about: UUID, verb: Verb, before: Facts | None, after: Facts, by: Actor) -> Change | None:
    """The line to keep, not saved yet; None when nothing changed."""
    was, now = plain(before) if before else {}, plain(after)
    names = [name for name in now if before is None or was[name] != now[name]]
    if not names:
        return None
    kind = Entry.SERVICE if isinstance(after, ServiceFacts) else Entry.ORGANISATION
    return line(
        about,
        kind,
        verb,
        {name: was[name] for name in names if name in was},
        {name: now[name] for name in names},
        by,
    )


def line(
    about: UUID,
    kind: Entry,
    verb: Verb,
    before: dict[str, Any],
    after: dict[str, Any],
    by: Actor,
) -> Change:
    """A line of history, not saved yet."""
    return Change(
        id=refs.new_ref(),
        about_id=about,
        kind=kind,
        verb=verb,
        before=before,
        after=after,
        changed_at=clock.now(),
        changed_by_id=by.id,
    )


def keep(lines: Iterable[Change | None]) -> None:
    """The lines are kept."""
    Change.objects.bulk_create([one for one in lines if one], batch_size=500)
