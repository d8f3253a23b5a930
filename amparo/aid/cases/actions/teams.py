"""Joint teams: who keeps a case together until there is an outcome."""

from uuid import UUID

from amparo.aid.cases import rules, story
from amparo.aid.cases.actions.cases import get
from amparo.aid.cases.models import Seat
from amparo.aid.cases.states import EntryKind
from amparo.commons.directory import queries as directory
from amparo.kernel import audit, clock, refs
from amparo.kernel.authority import Actor, Power
from amparo.kernel.errors import InvalidError, NotFoundError, WrongStateError
from amparo.kernel.rooms import room


def join_team(*, case: UUID, organisation: UUID, by: Actor) -> UUID:
    """The new seat's id. The first to join leads; no State body ever sits in a team."""
    by = by.within(Power.WORK_CASES)
    if organisation not in directory.receiver_names():
        raise InvalidError("organisation", "Choose an organisation of the list.")
    with room("aid", by):
        row = get(case)
        rules.check_running(row.state)
        seats = Seat.objects.filter(case_id=case, left_at=None)
        if seats.filter(organisation_id=organisation).exists():
            raise InvalidError("organisation", "They are in the team already.")
        seat = Seat(
            id=refs.new_ref(),
            scope_id=row.scope_id,
            case_id=case,
            organisation_id=organisation,
            lead=not seats.filter(lead=True).exists(),
            joined_at=clock.now(),
            joined_by_id=by.id,
        )
        seat.save(force_insert=True)
        story.entry(row, EntryKind.TEAM, by, state="joined").save(force_insert=True)
        audit.write(by=by, verb="join_team", about=case, detail={"organisation": str(organisation)})
    return seat.id


def lead_team(*, seat: UUID, by: Actor) -> None:
    """This organisation leads from now on."""
    by = by.within(Power.WORK_CASES)
    with room("aid", by):
        row = _seated(seat)
        Seat.objects.filter(case_id=row.case_id, left_at=None, lead=True).update(lead=False)
        Seat.objects.filter(id=seat).update(lead=True)
        audit.write(by=by, verb="lead_team", about=row.case_id)


def leave_team(*, seat: UUID, by: Actor) -> None:
    """They left; whoever has sat longest leads if the lead left. A running case keeps its last."""
    by = by.within(Power.WORK_CASES)
    with room("aid", by):
        row = _seated(seat)
        case = get(row.case_id)
        others = Seat.objects.filter(case_id=case.id, left_at=None).exclude(id=seat)
        if case.state != "closed" and not others.exists():
            raise WrongStateError(
                "They are the last of the team, and the case has no outcome yet. "
                "Nothing was changed: let another organisation join first."
            )
        Seat.objects.filter(id=seat).update(left_at=clock.now(), left_by_id=by.id, lead=False)
        if row.lead and (heir := others.order_by("joined_at").first()):
            Seat.objects.filter(id=heir.id).update(lead=True)
        story.entry(case, EntryKind.TEAM, by, state="left").save(force_insert=True)
        audit.write(by=by, verb="leave_team", about=case.id)


def _seated(seat: UUID) -> Seat:
    found = Seat.objects.select_for_update().filter(id=seat).first()
    if found is None:
        raise NotFoundError(NotFoundError.__doc__)
    if found.left_at is not None:
        raise WrongStateError("They have left the team already. Nothing was changed.")
    return found
