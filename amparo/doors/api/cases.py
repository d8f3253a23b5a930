"""Cases: the list; one from the wish to the outcome; what is noted, proposed, decided in it."""

from typing import Annotated, Literal
from uuid import UUID

from ninja import Query, Schema
from pydantic import Field

from amparo.aid.cases import actions
from amparo.aid.cases import queries as cases
from amparo.aid.protection import queries as protection
from amparo.doors.api.fields import Code, Key, Sent, Text, YesNo
from amparo.doors.api.operations import ApiRequest, Made, Noun
from amparo.doors.api.paging import USUAL, Cursor, Limit, Page, page, place, sliced
from amparo.doors.api.problems import reader
from amparo.guard.accounts import queries as accounts
from amparo.kernel.authority import Power

noun = Noun("cases")
ONE = "/cases/{uuid:case}"
PROPOSED = f"{ONE}/proposed/{{uuid:entry}}"


class CaseFilters(Schema):
    """Which cases; without a state all that are not closed."""

    state: Literal["", "open", "referred", "closed"] = ""
    cursor: Cursor = ""
    limit: Limit = USUAL


class CasesPage(Page[cases.CaseRow]):
    """Cases, what is due first on top, and how many there are in each state."""

    counts: dict[str, int]


class Named(Schema):
    """A colleague or an organisation."""

    id: UUID
    name: str


class Note(Sent):
    """What happened, for whoever works the case."""

    text: Text


class CaseWish(Sent):
    """What the person wishes, in her words or in ours.

    `wish_kind` says what it is about: stay, leave, home, family, safe, papers, wages, medical,
    other; empty when nobody knows, and left as it is when it is not sent.
    """

    wish: Text
    language: Code
    wish_kind: Key | Literal[""] | None = None


class Closing(Sent):
    """What came of it: helped, partly, not_helped, lost_touch, withdrawn.

    `why_against`: why it is closed against the wish, if it is.
    """

    outcome: Key
    words: Annotated[str, Field(max_length=500, pattern=r"^[^\x00]*$")] = ""
    why_against: Text = ""


class Proposal(Sent):
    """Words to the person that an officer of the line may send."""

    text: Text


class Sending(Sent):
    """What is sent, as the officer leaves it; `although` the language looks like another one."""

    text: Text
    language: Code
    although: YesNo = False


@noun.get("/cases", Power.READ_CASES, gives=CasesPage)
def list_cases(request: ApiRequest, filters: Query[CaseFilters]) -> CasesPage:
    """Cases of one state, what is due first on top."""
    found = cases.cases(
        request.actor,
        state=filters.state,
        after=place(request, filters.cursor),
        limit=filters.limit,
    )
    some = page(request, found.rows, found.next)
    return CasesPage(items=some.items, next=some.next, counts=found.counts)


@noun.get("/cases/gone", Power.READ_CASES, gives=Page[cases.Gone])
def list_gone(
    request: ApiRequest, case: UUID | None = None, cursor: Cursor = "", limit: Limit = USUAL
) -> Page[cases.Gone]:
    """Cases that went to another organisation, and where they are; one of them, if it is named."""
    found = cases.gone(request.actor, case)
    return sliced(request, found, cursor, limit, key=lambda one: one.case_id)


@noun.get(ONE, Power.READ_CASES, gives=cases.CasePage)
def read_case(request: ApiRequest, case: UUID) -> cases.CasePage:
    """The whole case, opened: the wish, the story, the plan, the family, the team.

    Where one is that went to another organisation, `/cases/gone` says.
    """
    return cases.case(request.actor, case)


@noun.get(f"{ONE}/timeline", Power.READ_CASES, gives=cases.Timeline)
def read_timeline(request: ApiRequest, case: UUID) -> cases.Timeline:
    """Everything of it in the order in which it happened, with what the person wrote."""
    found = cases.case(request.actor, case)
    return cases.timeline(request.actor, found, reader(request))


@noun.get(f"{ONE}/stops", Power.READ_CASES, gives=protection.Stops)
def read_stops(request: ApiRequest, case: UUID) -> protection.Stops:
    """Which steps must not be taken now. Not asked stops as well."""
    found = cases.standing(request.actor, case)
    return protection.stops(request.actor, found.id)


@noun.get(f"{ONE}/colleagues", Power.READ_CASES, gives=list[Named])
def list_colleagues(request: ApiRequest, case: UUID) -> list[Named]:
    """Who can be given a task of this case."""
    found = cases.standing(request.actor, case)
    names = accounts.colleagues_with(found.scope_id, Power.WORK_CASES)
    return [Named(id=one, name=name) for one, name in names.items()]


@noun.post(f"{ONE}/notes", Power.WORK_CASES, gives=Made)
def add_note(request: ApiRequest, case: UUID, body: Note) -> Made:
    """One more line in the story."""
    return Made(id=actions.note(case=case, text=body.text, by=request.actor))


@noun.put(f"{ONE}/wish", Power.WORK_CASES)
def set_wish(request: ApiRequest, case: UUID, body: CaseWish) -> None:
    """The person's own wish. It stands above everything else."""
    actions.set_wish(
        case=case,
        wish=body.wish,
        language=body.language,
        kind=body.wish_kind,
        by=request.actor,
    )


@noun.post(f"{ONE}/close", Power.WORK_CASES)
def close_case(request: ApiRequest, case: UUID, body: Closing) -> None:
    """Closed, with what came of it; the person is asked whether it helped."""
    actions.close_case(
        case=case,
        outcome=body.outcome,
        words=body.words,
        why_against=body.why_against,
        by=request.actor,
    )


@noun.post(f"{ONE}/reopen", Power.WORK_CASES)
def reopen_case(request: ApiRequest, case: UUID) -> None:
    """Open again, with its whole story."""
    actions.reopen_case(case=case, by=request.actor)


@noun.post(f"{ONE}/proposed", Power.WORK_CASES, gives=Made)
def propose_message(request: ApiRequest, case: UUID, body: Proposal) -> Made:
    """A message to the person that waits for an officer of the line."""
    return Made(id=actions.propose_message(case=case, text=body.text, by=request.actor))


@noun.post(f"{PROPOSED}/send", Power.WORK_CASES, gives=Made)
def send_proposed(request: ApiRequest, case: UUID, entry: UUID, body: Sending) -> Made:
    """It goes to the person, in the name of the officer who sends it."""
    cases.check_part(request.actor, case, "message", entry)
    message = actions.send_proposed(
        entry=entry,
        text=body.text,
        language=body.language,
        although=body.although,
        by=request.actor,
    )
    return Made(id=message)


@noun.post(f"{PROPOSED}/drop", Power.WORK_CASES)
def drop_proposed(request: ApiRequest, case: UUID, entry: UUID) -> None:
    """It is not sent; the story keeps that it was proposed."""
    cases.check_part(request.actor, case, "message", entry)
    actions.drop_proposed(entry=entry, by=request.actor)
