"""Referrals: who can help, the sheet before anyone is asked, and what was sent."""

from uuid import UUID

import h3
from django.urls import reverse
from django.utils.translation import get_language
from ninja import Schema

from amparo.aid.cases import actions, handover
from amparo.aid.cases import queries as cases
from amparo.commons.directory import queries as directory
from amparo.commons.pathways import queries as pathways
from amparo.doors.api.cases import ONE
from amparo.doors.api.fields import Code, Key, Sent, Text, Word, YesNo
from amparo.doors.api.operations import ApiRequest, Made, Noun
from amparo.doors.api.plans import Words
from amparo.doors.api.problems import reader
from amparo.kernel import clock
from amparo.kernel.authority import Power

noun = Noun("referrals")
SERVICE = f"{ONE}/services/{{uuid:service}}"
PATHWAY = f"{ONE}/pathways/{{uuid:pathway}}"
SENT = "/referrals/{uuid:referral}"
MOST = 8


class Refer(Sent):
    """What the person said yes to, and how. `seen` is the sheet's mark: she was asked about that.

    `reason_against_wish`: why, if this goes against her wish; it stands in the story.
    """

    fields: list[Key]
    agreed: YesNo
    language: Code
    how: handover.How
    seen: Word
    reason_against_wish: Text = ""


class ReferInOrder(Refer):
    """The same for receivers of the pathway, in the order in which they are asked."""

    services: list[UUID]


class Reply(Sent):
    """What is replied, and that the person agreed to it."""

    words: Words
    agreed: YesNo
    language: Code
    how: handover.How


class TakeBack(Sent):
    """Whether the person wished it, or we did."""

    her_wish: YesNo


class Link(Schema):
    """An address that opens this one referral, shown this once, and for how many hours."""

    address: str
    hours: int


@noun.get(f"{ONE}/services", Power.READ_CASES, gives=list[directory.Ranked])
def list_offers(request: ApiRequest, case: UUID) -> list[directory.Ranked]:
    """Services that can help, the best first, each with its reasons."""
    found = cases.case(request.actor, case)
    lat, lon = None, None
    if found.place_cell is not None:
        lat, lon = h3.cell_to_latlng(h3.int_to_str(found.place_cell))
    wanted = directory.Wanted(
        needs=found.needs,
        lat=lat,
        lon=lon,
        languages=(found.language,) if found.language != "und" else (),
        at=clock.now(),
        limit=MOST,
    )
    return list(directory.rank(wanted, language=reader(request)))


@noun.get(f"{ONE}/pathways", Power.READ_CASES, gives=list[pathways.PathwayCard])
def list_case_pathways(request: ApiRequest, case: UUID) -> list[pathways.PathwayCard]:
    """The pathways for the needs of the case, in the order of the needs."""
    found = cases.case(request.actor, case)
    return list(pathways.fitting(request.actor, found.needs, found.place_cell))


@noun.get(f"{SERVICE}/sheet", Power.WORK_CASES, gives=handover.Preview)
def read_sheet(request: ApiRequest, case: UUID, service: UUID) -> handover.Preview:
    """What could go to this service, exactly as it would be read, before anyone is asked."""
    return handover.preview(case=case, service=service, by=request.actor)


@noun.post(f"{SERVICE}/refer", Power.WORK_CASES, gives=Made)
def refer(request: ApiRequest, case: UUID, service: UUID, body: Refer) -> Made:
    """The yes is recorded, the firewall asked, and what she agreed to lies at the receiver.

    403 says why nothing left; 409 that what the sheet showed has changed since.
    """
    referral = handover.refer(
        case=case,
        service=service,
        fields=body.fields,
        agreed=body.agreed,
        language=body.language,
        how=body.how,
        seen=body.seen,
        reason_against_wish=body.reason_against_wish,
        by=request.actor,
    )
    return Made(id=referral)


@noun.get(f"{PATHWAY}/sheet", Power.WORK_CASES, gives=handover.Preview)
def read_pathway_sheet(request: ApiRequest, case: UUID, pathway: UUID) -> handover.Preview:
    """What could go on this pathway, as its first receiver would read it."""
    return handover.preview_pathway(case=case, pathway=pathway, by=request.actor)


@noun.post(f"{PATHWAY}/refer", Power.WORK_CASES, gives=Made)
def refer_in_order(request: ApiRequest, case: UUID, pathway: UUID, body: ReferInOrder) -> Made:
    """The first one is asked; each other one when the one before says no or does not answer."""
    referral = handover.refer_in_order(
        case=case,
        pathway=pathway,
        services=body.services,
        fields=body.fields,
        agreed=body.agreed,
        language=body.language,
        how=body.how,
        seen=body.seen,
        reason_against_wish=body.reason_against_wish,
        by=request.actor,
    )
    return Made(id=referral)


@noun.get(f"{ONE}/referrals", Power.READ_CASES, gives=list[cases.SentLine])
def list_sent(request: ApiRequest, case: UUID) -> list[cases.SentLine]:
    """Every referral of the case, with what was said since; those of one turn together."""
    return list(cases.sent(request.actor, case))


@noun.get(SENT, Power.WORK_CASES, gives=cases.SentLine)
def read_referral(request: ApiRequest, referral: UUID) -> cases.SentLine:
    """One referral as its sender sees it."""
    return cases.sent_one(request.actor, referral)


@noun.post(f"{SENT}/reply", Power.WORK_CASES, gives=Made)
def reply_to_receiver(request: ApiRequest, referral: UUID, body: Reply) -> Made:
    """The receiver's question is replied to, as the person agreed."""
    word = handover.reply(
        referral=referral,
        words=body.words,
        agreed=body.agreed,
        language=body.language,
        how=body.how,
        by=request.actor,
    )
    return Made(id=word)


@noun.post(f"{SENT}/link", Power.WORK_CASES, gives=Link, secret=True)
def make_referral_link(request: ApiRequest, referral: UUID) -> Link:
    """A link for a receiver without an account; the one before opens nothing any more."""
    token = actions.make_ticket(referral=referral, by=request.actor)
    path = reverse("public:slip", args=[get_language() or "en"])
    # What stands behind the number sign is never sent to a server: no log can hold it.
    return Link(address=f"{request.build_absolute_uri(path)}#{token}", hours=actions.LINK_HOURS)


@noun.post(f"{SENT}/take-back", Power.WORK_CASES)
def take_back(request: ApiRequest, referral: UUID, body: TakeBack) -> None:
    """Withdrawn: nothing of it stays readable at the receiver."""
    actions.take_back(referral=referral, her_wish=body.her_wish, by=request.actor)
