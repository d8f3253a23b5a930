"""What was referred to us: accepted or declined, asked about, reported on, done; free places."""

from uuid import UUID

from amparo.aid.cases import actions
from amparo.aid.cases import queries as cases
from amparo.commons.directory import actions as directory_actions
from amparo.commons.directory import queries as directory
from amparo.doors.api.fields import Sent, Whole, YesNo
from amparo.doors.api.operations import ApiRequest, Made, Noun
from amparo.doors.api.paging import USUAL, Cursor, Limit, Page, sliced
from amparo.doors.api.plans import Words
from amparo.doors.api.problems import reader
from amparo.kernel.authority import Power

noun = Noun("received")
ONE = "/received/{uuid:received}"


class ReceivedAnswer(Sent):
    """Yes or no; a no has a reason."""

    accept: YesNo
    reason: Words = ""


class Finish(Sent):
    """Done, or not; what could not be done has a reason."""

    done: YesNo
    reason: Words = ""


class Saying(Sent):
    """A few words, for the sender to read."""

    words: Words


class Free(Sent):
    """How many places are free right now; null when nobody knows."""

    free: Whole | None


@noun.get("/received", Power.ANSWER_REFERRALS, gives=Page[cases.ReceivedRow])
def list_received(
    request: ApiRequest, open_only: bool = True, cursor: Cursor = "", limit: Limit = USUAL
) -> Page[cases.ReceivedRow]:
    """The referrals that wait for us, what must be answered first on top; or all."""
    found = cases.received(request.actor, open_only=open_only)
    return sliced(request, found, cursor, limit)


@noun.get("/received/places", Power.ANSWER_REFERRALS, gives=list[directory.ServiceCard])
def list_own_services(request: ApiRequest) -> list[directory.ServiceCard]:
    """The services of the organisations at which I answer referrals."""
    scopes = request.actor.within(Power.ANSWER_REFERRALS).scopes
    wanted = (directory.SearchFilter(organisation=one) for one in scopes)
    language = reader(request)
    return [card for one in wanted for card in directory.services(one, language=language).cards]


@noun.put("/received/places/{uuid:service}", Power.ANSWER_REFERRALS)
def tell_free(request: ApiRequest, service: UUID, body: Free) -> None:
    """How many places are free, told by the organisation itself."""
    directory_actions.tell_free(service=service, free=body.free, by=request.actor)


@noun.get(ONE, Power.ANSWER_REFERRALS, gives=cases.ReceivedPage)
def read_received(request: ApiRequest, received: UUID) -> cases.ReceivedPage:
    """The slip exactly as it was let through, and what was said since."""
    return cases.received_one(request.actor, received)


@noun.post(f"{ONE}/answer", Power.ANSWER_REFERRALS)
def answer_referral(request: ApiRequest, received: UUID, body: ReceivedAnswer) -> None:
    """Accepted, or declined with a reason."""
    actions.answer_referral(
        received=received, accept=body.accept, reason=body.reason, by=request.actor
    )


@noun.post(f"{ONE}/ask", Power.ANSWER_REFERRALS, gives=Made)
def ask_sender(request: ApiRequest, received: UUID, body: Saying) -> Made:
    """A question to the sender; the clock runs on."""
    word = actions.ask_sender(received=received, words=body.words, by=request.actor)
    return Made(id=word)


@noun.post(f"{ONE}/report", Power.ANSWER_REFERRALS, gives=Made)
def report_progress(request: ApiRequest, received: UUID, body: Saying) -> Made:
    """How it goes, for the sender to read."""
    word = actions.report_progress(received=received, words=body.words, by=request.actor)
    return Made(id=word)


@noun.post(f"{ONE}/finish", Power.ANSWER_REFERRALS)
def finish_referral(request: ApiRequest, received: UUID, body: Finish) -> None:
    """Done, or could not be done, with a reason."""
    actions.finish_referral(received=received, done=body.done, reason=body.reason, by=request.actor)
