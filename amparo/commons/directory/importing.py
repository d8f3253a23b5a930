"""Writing drafts: in bulk, and so that a second time changes what the first time made.

Runs inside a room that `actions` has opened.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Model, Q

from amparo.commons.directory.candidates import cell_of
from amparo.commons.directory.facts import Draft, OrganisationFacts, ServiceFacts
from amparo.commons.directory.models import Organisation, Service
from amparo.kernel import refs

AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Counted:
    """How many rows a file made and changed."""

    organisations_new: int = 0
    organisations_changed: int = 0
    services_new: int = 0
    services_changed: int = 0


def organisation_columns(facts: OrganisationFacts) -> dict[str, Any]:
    """The columns of an organisation but for its name at the source."""
    return {name: value for name, value in asdict(facts).items() if name not in ("source", "ref")}


def service_columns(facts: ServiceFacts) -> dict[str, Any]:
    """The columns of a service but for its name at the source; the cell follows from the place."""
    found = {name: getattr(facts, name) for name in ServiceFacts.__slots__}
    for name in ("source", "ref"):
        del found[name]
    found["hours"] = [asdict(slot) for slot in facts.hours]
    found |= {name: list(found[name]) for name in ("needs", "languages")}
    found["cell"] = None
    if facts.lat is not None and facts.lon is not None:
        found["cell"] = cell_of(facts.lat, facts.lon)
    return found


def put(row: Model, columns: Mapping[str, Any]) -> None:
    """The row holds the columns."""
    for name, value in columns.items():
        setattr(row, name, value)


def write(drafts: Iterable[Draft], now: datetime) -> Counted:
    """The drafts are in the tables."""
    kept = list(drafts)
    known = _organisations(kept)
    new, changed = _write_organisations(kept, known, now)
    services_new, services_changed = _write_services(kept, known, now)
    return Counted(new, changed, services_new, services_changed)


def _key(facts: OrganisationFacts | ServiceFacts) -> tuple[str, str]:
    return facts.source, facts.ref


def _organisations(drafts: list[Draft]) -> dict[tuple[str, str], UUID]:
    """The ids of those that are there already, by source and reference."""
    refs_of: dict[str, set[str]] = defaultdict(set)
    for draft in drafts:
        refs_of[draft.organisation.source].add(draft.organisation.ref)
    found: dict[tuple[str, str], UUID] = {}
    for source, names in refs_of.items():
        rows = Organisation.objects.filter(source=source, ref__in=list(names))
        found |= {(one.source, one.ref): one.id for one in rows}
    return found


def _write_organisations(
    drafts: list[Draft], known: dict[tuple[str, str], UUID], now: datetime
) -> tuple[int, int]:
    """Each once, with what its rows say together: the first that says something counts."""
    merged: dict[tuple[str, str], dict[str, Any]] = {}
    given: dict[tuple[str, str], frozenset[str]] = {}
    for draft in drafts:
        said, key = organisation_columns(draft.organisation), _key(draft.organisation)
        before = merged.setdefault(key, said)
        before |= {name: said[name] for name, value in before.items() if value in ("", None)}
        given[key] = given.get(key, frozenset()) | draft.organisation_given
    there = len(known)
    groups: dict[frozenset[str], list[Organisation]] = defaultdict(list)
    for key, said in merged.items():
        id = known.setdefault(key, refs.new_ref())
        row = Organisation(id=id, source=key[0], ref=key[1], updated_at=now, **said)
        groups[given[key]].append(row)
    for fields, rows in groups.items():
        _upsert(rows, sorted(fields | {"updated_at"}))
    return len(merged) - there, there


def _write_services(
    drafts: list[Draft], organisations: dict[tuple[str, str], UUID], now: datetime
) -> tuple[int, int]:
    ids = _services(drafts)
    groups: dict[frozenset[str], list[Service]] = defaultdict(list)
    for draft in drafts:
        row = Service(
            id=ids.get(_key(draft.service)) or refs.new_ref(),
            organisation_id=organisations[_key(draft.organisation)],
            source=draft.service.source,
            ref=draft.service.ref,
            updated_at=now,
            **service_columns(draft.service),
        )
        groups[draft.given].append(row)
    for given, rows in groups.items():
        placed = {"cell"} if "lat" in given else set()
        _upsert(rows, sorted(given | placed | {"organisation", "updated_at"}))
    return len(drafts) - len(ids), len(ids)


def _services(drafts: list[Draft]) -> dict[tuple[str, str], UUID]:
    wanted = [_key(draft.service) for draft in drafts]
    found: dict[tuple[str, str], UUID] = {}
    for source in {source for source, _ in wanted}:
        names = [ref for its, ref in wanted if its == source]
        rows = Service.objects.filter(Q(source=source), Q(ref__in=names))
        found |= {(one, ref): id for one, ref, id in rows.values_list("source", "ref", "id")}
    return found


def _upsert(rows: list[Any], columns: list[str]) -> None:
    """Rows of one table: new, or those columns changed where source and reference are known."""
    type(rows[0]).objects.bulk_create(
        rows,
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["source", "ref"],
        update_fields=columns,
    )
