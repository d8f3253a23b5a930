"""Writing drafts: in bulk, and so that a second time changes what the first time made.

Runs inside a room that `actions` has opened.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Q

from amparo.commons.directory import history
from amparo.commons.directory.columns import (
    PLACED,
    Where,
    organisation_columns,
    organisation_facts,
    refold,
    service_columns,
    service_facts,
    where_of,
)
from amparo.commons.directory.facts import (
    ContactFacts,
    Draft,
    OrganisationFacts,
    ServiceFacts,
)
from amparo.commons.directory.hsds.contacts import news
from amparo.commons.directory.models import Change, Contact, HiddenPlace, Organisation, Service
from amparo.commons.directory.rules import crosses
from amparo.commons.directory.states import How, Verb
from amparo.kernel import refs
from amparo.kernel.authority import Actor

AT_ONCE: Final = 500
_A_REF: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Counted:
    """How many rows a file made and changed."""

    organisations_new: int = 0
    organisations_changed: int = 0
    services_new: int = 0
    services_changed: int = 0


def write(drafts: Iterable[Draft], now: datetime, by: Actor) -> Counted:
    """The drafts are in the tables."""
    kept = list(drafts)
    there = organisations_there(one.organisation for one in kept)
    known = {key: row.id for key, row in there.items()}
    names = _write_organisations(kept, there, known, now, by)
    # An organisation that was merged into another stays so: what it offers is the other's.
    owners = known | {key: row.merged_into_id for key, row in there.items() if row.merged_into_id}
    new, changed = _write_services(kept, owners, names, now, by)
    _write_contacts(kept, owners)
    return Counted(len(known) - len(there), len(there), new, changed)


def _key(facts: OrganisationFacts | ServiceFacts) -> Key:
    return facts.source, facts.ref


def ours(drafts: Iterable[Draft]) -> list[Draft]:
    """The drafts, each under the name that our own row has if the file came out of here.

    Files that we give out name each row by our id: brought back, they change it, and double none.
    """
    kept = list(drafts)
    services = _by_id(Service, (one.service.ref for one in kept))
    owners = _by_id(Organisation, (one.organisation.ref for one in kept))
    return [
        replace(
            one,
            service=_as(services.get(one.service.ref), one.service),
            organisation=_as(owners.get(one.organisation.ref), one.organisation),
        )
        for one in kept
    ]


def _by_id(model: Any, told: Iterable[str]) -> dict[str, Key]:
    ids = {UUID(one) for one in told if _A_REF.fullmatch(one)}
    rows = model.objects.filter(id__in=ids).values_list("id", "source", "ref")
    return {str(id): (source, ref) for id, source, ref in rows}


def _as(key: Key | None, facts: Any) -> Any:
    return replace(facts, source=key[0], ref=key[1]) if key else facts


def organisations_there(told: Iterable[OrganisationFacts]) -> dict[Key, Organisation]:
    """Those that are there already, by source and reference."""
    return {(row.source, row.ref): row for row in _there(Organisation, map(_key, told))}


def services_there(told: Iterable[ServiceFacts]) -> dict[Key, Service]:
    """Those that are there already, by source and reference."""
    return {(row.source, row.ref): row for row in _there(Service, map(_key, told))}


def _there(model: Any, keys: Iterable[Key]) -> list[Any]:
    names: dict[str, set[str]] = defaultdict(set)
    for source, ref in keys:
        names[source].add(ref)
    found: list[Any] = []
    for source, some in names.items():
        found += list(model.objects.filter(Q(source=source), Q(ref__in=list(some))))
    return found


def _write_organisations(
    drafts: list[Draft],
    there: dict[Key, Organisation],
    known: dict[Key, UUID],
    now: datetime,
    by: Actor,
) -> dict[Key, str]:
    """Each once, with what its rows say together: the first that says something counts."""
    merged: dict[Key, dict[str, Any]] = {}
    given: dict[Key, frozenset[str]] = {}
    for draft in drafts:
        said, key = asdict(draft.organisation), _key(draft.organisation)
        before = merged.setdefault(key, said)
        before |= {name: said[name] for name, value in before.items() if value in ("", None)}
        given[key] = given.get(key, frozenset()) | draft.organisation_given
    groups: dict[frozenset[str], list[Organisation]] = defaultdict(list)
    lines: list[Change | None] = []
    for key, said in merged.items():
        id = known.setdefault(key, refs.new_ref())
        told = OrganisationFacts(**said)
        was = organisation_facts(there[key]) if key in there else None
        told = mixed(was, told, given[key]) if was else told
        lines.append(history.change(id, Verb.IMPORTED if was else Verb.ADDED, was, told, by))
        row = Organisation(id=id, source=key[0], ref=key[1], updated_at=now)
        for name, value in organisation_columns(told).items():
            setattr(row, name, value)
        groups[given[key]].append(row)
        if was and was.name != told.name:
            refold(row)
    for names, rows in groups.items():
        _upsert(rows, sorted(names | {"folded", "updated_at"}))
    history.keep(lines)
    return {key: str(said["name"]) for key, said in merged.items()}


def contacts_there(owners: Iterable[UUID]) -> dict[UUID, list[ContactFacts]]:
    """Whom to call at these organisations, as it stands."""
    found: dict[UUID, list[ContactFacts]] = defaultdict(list)
    rows = Contact.objects.filter(organisation_id__in=set(owners)).order_by("order")
    for owner, *told in rows.values_list("organisation_id", *ContactFacts.__slots__):
        found[owner].append(ContactFacts(*told))
    return found


def _write_contacts(drafts: list[Draft], owners: dict[Key, UUID]) -> None:
    """Contacts that are news stand behind those that were there."""
    told = [(owners[_key(one.organisation)], one.contacts) for one in drafts if one.contacts]
    there = contacts_there(owner for owner, _ in told)
    rows = []
    for owner, contacts in told:
        for one in news(there[owner], contacts):
            order = len(there[owner])
            there[owner].append(one)
            rows.append(
                Contact(id=refs.new_ref(), organisation_id=owner, order=order, **asdict(one))
            )
    Contact.objects.bulk_create(rows, batch_size=AT_ONCE)


def mixed(was: Any, told: Any, given: frozenset[str]) -> Any:
    """What stands, with what a file speaks of in its place.

    A file that says nothing of where a hidden place is does not make it forgotten, and no file
    makes a State body of an organisation, nor something else of a State body.
    """
    found = replace(was, **{name: getattr(told, name) for name in given if name in _names(was)})
    if isinstance(found, ServiceFacts) and found.address_hidden and not where_of(told).known:
        found = replace(found, address=was.address, lat=was.lat, lon=was.lon)
    if isinstance(found, OrganisationFacts) and crosses(was.kind, found.kind):
        found = replace(found, kind=was.kind)
    return found


def kinds_kept(drafts: Iterable[Draft], owners: dict[Key, Organisation]) -> list[str]:
    """Whom a file would make a State body, or no longer one: that is done by hand only."""
    found = {}
    for one in drafts:
        owner = owners.get(_key(one.organisation))
        if (
            owner
            and "kind" in one.organisation_given
            and crosses(owner.kind, one.organisation.kind)
        ):
            found[owner.id] = owner.name
    return sorted(found.values())


def _names(facts: Any) -> set[str]:
    return {one.name for one in fields(facts)}


def _write_services(
    drafts: list[Draft],
    organisations: dict[Key, UUID],
    names: dict[Key, str],
    now: datetime,
    by: Actor,
) -> tuple[int, int]:
    there = services_there(one.service for one in drafts)
    hidden = HiddenPlace.objects.in_bulk([one.id for one in there.values() if one.address_hidden])
    groups: dict[frozenset[str], list[Service]] = defaultdict(list)
    places: list[tuple[Service, Where]] = []
    lines: list[Change | None] = []
    for draft in drafts:
        key, told, given = _key(draft.service), draft.service, draft.given
        known = there.get(key)
        was = service_facts(known, hidden.get(known.id)) if known else None
        told = mixed(was, told, given) if was else told
        if known and known.merged_into_id:
            told = replace(told, active=False)
        owner = _key(draft.organisation)
        id = known.id if known else refs.new_ref()
        lines.append(history.change(id, Verb.IMPORTED if was else Verb.ADDED, was, told, by))
        row = Service(id=id, organisation_id=organisations[owner], source=key[0], ref=key[1])
        for name, value in service_columns(told, names[owner]).items():
            setattr(row, name, value)
        row.updated_at = now
        if told.confirmed_on and (was is None or was.confirmed_on != told.confirmed_on):
            row.confirmed_how = How.FILE
            given |= {"confirmed_how"}
        groups[given].append(row)
        if row.address_hidden or (known and known.address_hidden):
            places.append((row, where_of(told)))
    for given, rows in groups.items():
        more = PLACED | {"address_hidden", "folded", "organisation", "updated_at"}
        _upsert(rows, sorted(given | more))
    _hide(places)
    history.keep(lines)
    return len(drafts) - len(there), len(there)


def _hide(places: list[tuple[Service, Where]]) -> None:
    HiddenPlace.objects.filter(service_id__in=[row.id for row, _ in places]).delete()
    HiddenPlace.objects.bulk_create(
        HiddenPlace(service_id=row.id, organisation_id=row.organisation_id, **asdict(where))
        for row, where in places
        if row.address_hidden
    )


def _upsert(rows: list[Any], columns: list[str]) -> None:
    """Rows of one table: new, or those columns changed where source and reference are known."""
    type(rows[0]).objects.bulk_create(
        rows,
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["source", "ref"],
        update_fields=columns,
    )
