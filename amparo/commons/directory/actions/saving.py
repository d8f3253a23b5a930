"""One organisation, one service, as an editor tells it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from amparo.commons.directory import checks, history
from amparo.commons.directory.actions.files import may, need_keys
from amparo.commons.directory.columns import (
    hide,
    organisation_columns,
    organisation_facts,
    put,
    refold,
    service_columns,
    service_facts,
    where_of,
)
from amparo.commons.directory.facts import ContactFacts, OrganisationFacts, ServiceFacts
from amparo.commons.directory.models import Contact, HiddenPlace, Organisation, Service
from amparo.commons.directory.rules import crosses
from amparo.commons.directory.states import Verb
from amparo.kernel import audit, clock, refs
from amparo.kernel.authority import Actor
from amparo.kernel.errors import InvalidError, NotFoundError, WrongStateError
from amparo.kernel.rooms import room

CROSSING = "Whether this is a State body is changed by hand, on its own page. Nothing was changed."
_Row = TypeVar("_Row", Organisation, Service)


class OvertakenError(WrongStateError):
    """Someone else has changed this since you opened it. Nothing was overwritten."""


def save_organisation(
    *,
    facts: OrganisationFacts,
    by: Actor,
    id: UUID | None = None,
    seen: datetime | None = None,
    how: str = "",
    verb: Verb = Verb.CHANGED,
    crossing: bool = False,
) -> UUID:
    """The organisation stands as told; with an `id` it is changed, without one it is new.

    `seen` is the state that the editor had before them: a later one is not overwritten. Only with
    `crossing` does it become a State body, or stop being one: the caller has then made sure that
    nobody works there and that it answers no line (`guard/roster/leaning.py`).
    """
    by = may(by)
    refuse(checks.organisation(facts))
    with room("commons", by):
        row = one(Organisation.objects.select_for_update().filter(id=id).first()) if id else None
        unchanged(row, seen)
        before = organisation_facts(row) if row else None
        if before and crosses(before.kind, facts.kind) and not crossing:
            raise WrongStateError(CROSSING)
        known = row or Organisation(id=refs.new_ref())
        put(known, organisation_columns(facts))
        _confirmed(known, facts, before, by, how)
        known.source, known.ref = _named(facts, row, known.id)
        known.updated_at = clock.now()
        known.save(force_insert=row is None)
        if before and before.name != facts.name:
            refold(known)
        history.keep([history.change(known.id, verb if row else Verb.ADDED, before, facts, by)])
        audit.write(by=by, verb="directory.save_organisation", about=known.id)
    return known.id


def save_service(
    *,
    organisation: UUID,
    facts: ServiceFacts,
    by: Actor,
    id: UUID | None = None,
    seen: datetime | None = None,
    how: str = "",
    verb: Verb = Verb.CHANGED,
) -> UUID:
    """The service stands as told; with an `id` it is changed, without one it is new."""
    by = may(by)
    refuse(checks.service(facts, need_keys()))
    with room("commons", by):
        owner = one(Organisation.objects.filter(id=organisation).first())
        row = one(Service.objects.select_for_update().filter(id=id).first()) if id else None
        unchanged(row, seen)
        before = known_facts(row) if row else None
        known = row or Service(id=refs.new_ref())
        if known.merged_into_id and facts.active:
            raise InvalidError("active", "It was merged into another entry: change that one.")
        put(known, service_columns(facts, owner.name))
        _confirmed(known, facts, before, by, how)
        known.organisation = owner
        known.source, known.ref = _named(facts, row, known.id)
        known.updated_at = clock.now()
        known.save(force_insert=row is None)
        hide(known, where_of(facts))
        history.keep([history.change(known.id, verb if row else Verb.ADDED, before, facts, by)])
        audit.write(by=by, verb="directory.save_service", about=known.id)
    return known.id


def save_contacts(*, organisation: UUID, contacts: Sequence[ContactFacts], by: Actor) -> None:
    """These are whom to call at the organisation, in this order; whoever stood there no longer."""
    by = may(by)
    refuse(checks.contacts(contacts))
    with room("commons", by):
        owner = one(Organisation.objects.select_for_update().filter(id=organisation).first())
        Contact.objects.filter(organisation=owner).delete()
        Contact.objects.bulk_create(
            Contact(
                id=refs.new_ref(),
                organisation=owner,
                order=order,
                **{name: getattr(told, name) for name in ContactFacts.__slots__},
            )
            for order, told in enumerate(contacts)
        )
        audit.write(by=by, verb="directory.save_contacts", about=organisation)


def known_facts(row: Service) -> ServiceFacts:
    """All that stands of a service, its hidden place too; inside a room of an editor's."""
    hidden = row.address_hidden and HiddenPlace.objects.filter(service_id=row.id).first()
    return service_facts(row, hidden or None)


def refuse(faults: Iterable[checks.Fault]) -> None:
    """Nothing, or InvalidError with the first fault."""
    for field, reason in faults:
        raise InvalidError(field, reason)


def one(row: _Row | None) -> _Row:
    """The row, or NotFoundError."""
    if row is None:
        raise NotFoundError("There is no such row in the directory.")
    return row


def unchanged(row: Organisation | Service | None, seen: datetime | None) -> None:
    """Nothing, or OvertakenError: someone saved after this was opened."""
    if row is not None and seen is not None and row.updated_at != seen:
        raise OvertakenError(OvertakenError.__doc__)


def _confirmed(
    row: Organisation | Service,
    facts: OrganisationFacts | ServiceFacts,
    before: OrganisationFacts | ServiceFacts | None,
    by: Actor,
    how: str,
) -> None:
    """Who asked stands beside the day; an older day keeps its own."""
    if before is not None and before.confirmed_on == facts.confirmed_on and not how:
        return
    asked = facts.confirmed_on is not None
    row.confirmed_by_id = by.id if asked and by.kind == "staff" else None
    row.confirmed_how = how if asked else ""
    if isinstance(row, Service):
        row.unreached_on = None


def _named(
    facts: OrganisationFacts | ServiceFacts, row: Organisation | Service | None, id: UUID
) -> tuple[str, str]:
    """Source and reference: as told, as they were, or our own id for what was made by hand."""
    if facts.ref:
        return facts.source, facts.ref
    return (row.source, row.ref) if row else ("", str(id))
