"""The joint team of a case, and a case that goes to another organisation."""

from uuid import UUID

from amparo.aid.cases import actions, handover
from amparo.aid.cases import queries as cases
from amparo.commons.directory import queries as directory
from amparo.doors.api.cases import ONE, Named
from amparo.doors.api.fields import Code, Sent, YesNo
from amparo.doors.api.operations import ApiRequest, Made, Noun
from amparo.kernel.authority import Power

noun = Noun("teams")
SEAT = f"{ONE}/team/{{uuid:seat}}"


class Join(Sent):
    """An organisation of `/receivers`."""

    organisation: UUID


class Move(Sent):
    """Who takes the case, and how the person agreed. The yes is recorded."""

    receiver: UUID
    agreed: YesNo
    language: Code
    how: handover.How


class Receiver(Named):
    """An organisation that may be asked for help; `works_cases`: it can take a whole case."""

    works_cases: bool


@noun.get("/receivers", Power.WORK_CASES, gives=list[Receiver])
def list_receivers(request: ApiRequest) -> list[Receiver]:
    """Who may be asked, sit in a team, take a case. No State body is among them."""
    del request
    work = actions.receivers()
    names = directory.receiver_names()
    return [Receiver(id=one, name=name, works_cases=one in work) for one, name in names.items()]


@noun.post(f"{ONE}/team", Power.WORK_CASES, gives=Made)
def join_team(request: ApiRequest, case: UUID, body: Join) -> Made:
    """One more organisation in the team. The first one leads."""
    seat = actions.join_team(case=case, organisation=body.organisation, by=request.actor)
    return Made(id=seat)


@noun.post(f"{SEAT}/lead", Power.WORK_CASES)
def lead_team(request: ApiRequest, case: UUID, seat: UUID) -> None:
    """This organisation leads from now on."""
    cases.check_part(request.actor, case, "seat", seat)
    actions.lead_team(seat=seat, by=request.actor)


@noun.post(f"{SEAT}/leave", Power.WORK_CASES)
def leave_team(request: ApiRequest, case: UUID, seat: UUID) -> None:
    """They left. A running case keeps its last."""
    cases.check_part(request.actor, case, "seat", seat)
    actions.leave_team(seat=seat, by=request.actor)


@noun.post(f"{ONE}/transfer", Power.WORK_CASES, gives=Made)
def transfer_case(request: ApiRequest, case: UUID, body: Move) -> Made:
    """The whole case is on its way to another organisation, as the person agreed."""
    transfer = actions.transfer_case(
        case=case,
        receiver=body.receiver,
        agreed=body.agreed,
        language=body.language,
        how=body.how,
        by=request.actor,
    )
    return Made(id=transfer)
