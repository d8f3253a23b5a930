"""Who answers a line together, and after how many minutes who is rung."""

from dataclasses import asdict
from datetime import date
from uuid import UUID

from amparo.commons.directory import queries as directory
from amparo.commons.directory.states import STATE_BODIES
from amparo.guard.accounts import queries as accounts
from amparo.guard.roster import rules
from amparo.guard.roster.models import Escalation, LineMember
from amparo.guard.roster.planned import planner
from amparo.kernel import audit, clock, refs
from amparo.kernel.authority import Actor, Power
from amparo.kernel.errors import DeniedError, NotFoundError, WrongStateError
from amparo.kernel.rooms import room


def set_steps(*, scope: UUID, steps: rules.Steps, by: Actor) -> None:
    """From now on these minutes count on this line."""
    by = planner(by, scope)
    rules.check_steps(steps)
    with room("guard", by):
        Escalation.objects.update_or_create(
            scope_id=scope,
            defaults={**asdict(steps), "changed_at": clock.now(), "changed_by_id": by.id},
        )
        audit.write(by=by, verb="set_steps", about=scope, detail=asdict(steps))


def add_member(*, line: UUID, organisation: UUID, joined_on: date, by: Actor) -> UUID:
    """The organisation answers the line together with the others, from that day on."""
    if by.kind != "machine":
        by = by.within(Power.MANAGE_STAFF)
    kinds = directory.kinds({organisation})
    if not kinds:
        raise NotFoundError("There is no such organisation in the directory.")
    if kinds[organisation] in STATE_BODIES:
        raise DeniedError(
            "State bodies and consulates never read a line: they see what is referred to them."
        )
    if line not in accounts.controllers() or (by.kind != "machine" and line not in by.scopes):
        raise NotFoundError("There is no such line.")
    with room("guard", by):
        row = LineMember(
            id=refs.new_ref(), line_id=line, organisation_id=organisation, joined_on=joined_on
        )
        if LineMember.objects.filter(line_id=line, organisation_id=organisation).exists():
            raise WrongStateError("This organisation is on the list already.")
        row.save(force_insert=True)
        audit.write(by=by, verb="add_member", about=organisation)
    return row.id


def remove_member(*, line: UUID, organisation: UUID, by: Actor) -> None:
    """The organisation is no longer on the list. Its people's accounts stay to be looked at."""
    if by.kind != "machine":
        by = by.within(Power.MANAGE_STAFF)
        if line not in by.scopes:
            raise NotFoundError("There is no such line.")
    with room("guard", by):
        found = LineMember.objects.filter(line_id=line, organisation_id=organisation)
        if not found.delete()[0]:
            return  # it is so already: whoever says it twice means it once
        audit.write(by=by, verb="remove_member", about=organisation)
