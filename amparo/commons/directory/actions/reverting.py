"""Taking one change back."""

from dataclasses import fields, replace
from typing import Any, TypeVar
from uuid import UUID

from amparo.commons.directory import history
from amparo.commons.directory.actions.files import may
from amparo.commons.directory.actions.saving import (
    known_facts,
    one,
    save_organisation,
    save_service,
)
from amparo.commons.directory.columns import organisation_facts
from amparo.commons.directory.facts import OrganisationFacts, ServiceFacts
from amparo.commons.directory.models import Change, Organisation, Service
from amparo.commons.directory.states import Entry, Verb
from amparo.kernel.authority import Actor
from amparo.kernel.errors import InvalidError, NotFoundError
from amparo.kernel.rooms import room

_Facts = TypeVar("_Facts", OrganisationFacts, ServiceFacts)


def revert(*, change: UUID, by: Actor) -> UUID:
    """The fields of this change stand as before it; the id of the entry comes back.

    What others changed in other fields since then stays.
    """
    by = may(by)
    with room("commons", by):
        line = Change.objects.filter(id=change).first()
        if line is None:
            raise NotFoundError("There is no such change in the history.")
        if not line.before or line.verb == Verb.MERGED:
            raise InvalidError("change", "This can't be taken back here: it made the entry.")
        before = history.values(line.before)
        how = str(line.before.get("confirmed_how", ""))
        if line.kind == Entry.ORGANISATION:
            house = one(Organisation.objects.filter(id=line.about_id).first())
            theirs = _with(organisation_facts(house), before)
        else:
            row = one(Service.objects.filter(id=line.about_id).first())
            told = _with(known_facts(row), before)
    if line.kind == Entry.ORGANISATION:
        return save_organisation(
            facts=theirs, by=by, id=house.id, seen=house.updated_at, how=how, verb=Verb.REVERTED
        )
    return save_service(
        organisation=row.organisation_id,
        facts=told,
        by=by,
        id=row.id,
        seen=row.updated_at,
        how=how,
        verb=Verb.REVERTED,
    )


def _with(facts: _Facts, before: dict[str, Any]) -> _Facts:
    known = {field.name for field in fields(facts)}
    return replace(facts, **{name: value for name, value in before.items() if name in known})
