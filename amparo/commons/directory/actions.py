"""Keeping the directory true: by hand, one at a time, or from a file, all or only the good rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from amparo.commons.crises import queries as crises
from amparo.commons.directory import checks, importing
from amparo.commons.directory.facts import (
    OrganisationFacts,
    Problem,
    Reading,
    ServiceFacts,
    Settings,
)
from amparo.commons.directory.hsds import read as hsds
from amparo.commons.directory.importing import Counted
from amparo.commons.directory.models import Organisation, Service
from amparo.commons.directory.sheets import read as sheets
from amparo.kernel import audit, clock, refs
from amparo.kernel.authority import Actor, Power
from amparo.kernel.errors import InvalidError, NotFoundError
from amparo.kernel.rooms import room

__all__ = ["Counted", "Imported", "OrganisationFacts", "Problem", "ServiceFacts"]

_Row = TypeVar("_Row", Organisation, Service)


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a file. `written` is False when nothing of it was kept."""

    written: bool
    good: int
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]
    counted: Counted


def save_organisation(*, facts: OrganisationFacts, by: Actor, id: UUID | None = None) -> UUID:
    """The organisation stands as told; with an `id` it is changed, without one it is new."""
    _may(by)
    _refuse(checks.organisation(facts))
    with room("commons", by):
        row = _one(Organisation.objects.filter(id=id).first()) if id else None
        known = row or Organisation(id=refs.new_ref())
        importing.put(known, importing.organisation_columns(facts))
        known.source, known.ref = _named(facts, row, known.id)
        known.updated_at = clock.now()
        known.save(force_insert=row is None)
        audit.write(by=by, verb="directory.save_organisation", about=known.id)
    return known.id


def save_service(
    *, organisation: UUID, facts: ServiceFacts, by: Actor, id: UUID | None = None
) -> UUID:
    """The service stands as told; with an `id` it is changed, without one it is new."""
    _may(by)
    _refuse(checks.service(facts, need_keys()))
    with room("commons", by):
        owner = _one(Organisation.objects.filter(id=organisation).first())
        row = _one(Service.objects.filter(id=id).first()) if id else None
        known = row or Service(id=refs.new_ref())
        importing.put(known, importing.service_columns(facts))
        known.organisation = owner
        known.source, known.ref = _named(facts, row, known.id)
        known.updated_at = clock.now()
        known.save(force_insert=row is None)
        audit.write(by=by, verb="directory.save_service", about=known.id)
    return known.id


def confirm_service(*, service: UUID, by: Actor, on: date | None = None) -> None:
    """Someone has asked, and what the directory says of the service is true."""
    day = on or clock.now().date()
    if day > clock.now().date():
        raise InvalidError("confirmed_on", f"{day.isoformat()} has not come yet.")
    _change(service, by, "directory.confirm_service", confirmed_on=day)


def set_free(*, service: UUID, free: int | None, by: Actor, at: datetime | None = None) -> None:
    """The service has this many free places since `at`; None: nobody knows."""
    if free is not None and not 0 <= free <= checks.MANY:
        raise InvalidError("free", f"{free} is no number of places.")
    moment = None if free is None else at or clock.now()
    _change(service, by, "directory.set_free", free=free, free_at=moment)


def set_active(*, service: UUID, active: bool, by: Actor) -> None:
    """The service is offered, or no longer; it is never deleted, cases point to it."""
    _change(service, by, "directory.set_active", active=active)


def _change(service: UUID, by: Actor, verb: str, **values: Any) -> None:
    _may(by)
    with room("commons", by):
        if not Service.objects.filter(id=service).update(**values, updated_at=clock.now()):
            raise NotFoundError("There is no such service in the directory.")
        audit.write(by=by, verb=verb, about=service)


def import_directory(
    *,
    name: str,
    content: bytes,
    source: str,
    by: Actor,
    keep_good: bool = False,
    timezone: str = "UTC",
) -> Imported:
    """The file is in the directory as a whole, or, only if asked so, its good rows, or nothing.

    The name's ending says what it is: .json is HSDS 3.0, everything else a spreadsheet. The same
    source and reference change the row that is there.
    """
    _may(by)
    reading = read(name=name, content=content, source=source, timezone=timezone)
    if not reading.drafts or (reading.problems and not keep_good):
        notes = (*reading.notes, "Nothing was written.")
        return Imported(False, len(reading.drafts), reading.problems, notes, Counted())
    with room("commons", by):
        counted = importing.write(reading.drafts, clock.now())
        detail = {"source": source, "services": len(reading.drafts)}
        audit.write(by=by, verb="directory.import", detail=detail)
    return Imported(True, len(reading.drafts), reading.problems, reading.notes, counted)


def read(*, name: str, content: bytes, source: str, timezone: str = "UTC") -> Reading:
    """What a file says, checked; nothing is written."""
    if not checks.timezone_known(timezone):
        raise InvalidError("timezone", f"«{timezone}» is no time zone.")
    settings = Settings(source, need_keys(), clock.now(), timezone)
    if name.lower().endswith(".json"):
        return hsds.read(content, settings)
    return sheets.read(name, content, settings)


def need_keys() -> frozenset[str]:
    """The keys of all needs there are; InvalidError while the list is still empty."""
    found = frozenset(one.key for one in crises.needs("en"))
    if not found:
        raise InvalidError("needs", "The list of needs is empty: run «amparo import needs» first.")
    return found


def _may(by: Actor) -> None:
    if by.kind != "machine":
        by = by.within(Power.EDIT_DIRECTORY)


def _refuse(faults: Iterable[checks.Fault]) -> None:
    for field, reason in faults:
        raise InvalidError(field, reason)


def _one(row: _Row | None) -> _Row:
    if row is None:
        raise NotFoundError("There is no such row in the directory.")
    return row


def _named(
    facts: OrganisationFacts | ServiceFacts, row: Organisation | Service | None, id: UUID
) -> tuple[str, str]:
    """Source and reference: as told, as they were, or our own id for what was made by hand."""
    if facts.ref:
        return facts.source, facts.ref
    return (row.source, row.ref) if row else ("", str(id))
