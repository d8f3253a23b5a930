"""Numbers to call and advice for the day: written, published, confirmed, withdrawn."""

from dataclasses import fields
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field, StringConstraints

from amparo.commons.crises import queries as crises
from amparo.commons.notices import actions, queries
from amparo.doors.api.fields import Code, Line, Moment, Sent, Text, Whole, Word, YesNo
from amparo.doors.api.operations import ApiRequest, Made, Noun
from amparo.doors.api.paging import USUAL, Cursor, Limit, Page, sliced
from amparo.doors.api.problems import reader
from amparo.doors.api.said import Day, Texts, Tongues, called
from amparo.kernel.authority import Power
from amparo.kernel.errors import InvalidError

noun = Noun("notices")
NUMBER = "/notices/numbers/{uuid:hotline}"
ADVICE = "/notices/advice/{uuid:advice}"
Source = Annotated[str, StringConstraints(max_length=400, pattern=r"^[^\x00]*$")]


class Notice(Sent):
    """What numbers and advice share. What is not sent stays as it is.

    `source`: where it is from, so that people can check. `here_only`: of the present crisis, not
    of all. `seen` is the state that was read: when somebody else has saved since, nothing is
    overwritten.
    """

    source: Source = ""
    source_on: Day | None = None
    review_by: Day | None = None
    here_only: YesNo = True
    order: Whole = 0
    seen: Moment | None = None

    def told(self, before: object) -> dict[str, Any]:
        """What was sent of the facts, and of which crisis it is."""
        sent = self.model_fields_set
        told = {name: getattr(self, name) for name in sent - {"seen", "here_only"}}
        crisis = getattr(before, "crisis", None)
        if before is None or "here_only" in sent:
            present = crises.current("en") if self.here_only else None
            crisis = present.id if present else None
        return {**told, "crisis": crisis}


class NumberEntry(Notice):
    """A number. `labels` say what for, by language; `hours` are in words, as in «Mon-Fri
    08:00-17:00»; `texts`: it takes an SMS, too.
    """

    labels: Texts
    notes: Texts
    number: Word = ""
    texts: YesNo = False
    cost: Literal["free", "paid", "unknown"] = "unknown"
    hours: Line = ""
    languages: Tongues

    def facts(self, before: queries.NumberRecord | None) -> actions.NumberFacts:
        """The number as it stands from now on."""
        names = [one.name for one in fields(actions.NumberFacts)]
        known = {name: getattr(before, name) for name in names} if before else {}
        facts = {**known, **self.told(before)}
        return actions.NumberFacts(**{**facts, "languages": tuple(facts.get("languages", ()))})


class NewNumber(NumberEntry):
    """A new number, a draft at first."""

    labels: dict[Code, Text]
    number: Word
    source: Source


Picture = Literal["", "shelter", "food", "doctor", "unsafe", "papers", "transit", "phone", "search"]


class AdviceEntry(Notice):
    """What to do. `titles` and `steps` by language; without a `place` it is for everywhere."""

    titles: Texts
    steps: Annotated[dict[Code, list[Line]], Field(default_factory=dict)]
    picture: Picture = ""
    place: UUID | None = None

    def facts(self, before: queries.AdviceRecord | None) -> actions.AdviceFacts:
        """The advice as it stands from now on."""
        names = [one.name for one in fields(actions.AdviceFacts)]
        known = {name: getattr(before, name) for name in names} if before else {}
        facts = {**known, **self.told(before)}
        if self.place is not None and crises.place(self.place) is None:
            raise InvalidError(
                "place", "We do not know this place: write it as the gazetteer does."
            )
        steps = {code: "\n".join(several) for code, several in facts["steps"].items()}
        return actions.AdviceFacts(**{**facts, "steps": steps})


class NewAdvice(AdviceEntry):
    """New advice, a draft at first."""

    titles: dict[Code, Text]
    steps: dict[Code, list[Line]]
    source: Source


class NumberWhole(Schema):
    """A number, whole; `seen` is sent back with a change."""

    record: queries.NumberRecord
    seen: str


class AdviceWhole(Schema):
    """Advice, whole; `seen` is sent back with a change."""

    record: queries.AdviceRecord
    seen: str


@noun.get("/notices/numbers", Power.EDIT_CRISIS, gives=Page[queries.NumberCard])
def list_numbers(
    request: ApiRequest, cursor: Cursor = "", limit: Limit = USUAL
) -> Page[queries.NumberCard]:
    """Every number, drafts too; what should be asked about again stands first."""
    return sliced(request, queries.all_numbers(request.actor, reader(request)), cursor, limit)


@noun.post("/notices/numbers", Power.EDIT_CRISIS, gives=Made)
def add_number(request: ApiRequest, body: NewNumber) -> Made:
    """A new number, a draft: nobody but staff sees it until it is published."""
    with called(label="labels", note="notes"):
        return Made(id=actions.save_number(facts=body.facts(None), by=request.actor))


@noun.get(NUMBER, Power.EDIT_CRISIS, gives=NumberWhole)
def read_number(request: ApiRequest, hotline: UUID) -> NumberWhole:
    """One number in all languages, to be changed."""
    record = queries.number(request.actor, hotline)
    return NumberWhole(record=record, seen=record.seen.isoformat())


@noun.put(NUMBER, Power.EDIT_CRISIS)
def change_number(request: ApiRequest, hotline: UUID, body: NumberEntry) -> None:
    """It stands as told; what is not sent stays."""
    facts = body.facts(queries.number(request.actor, hotline))
    with called(label="labels", note="notes"):
        actions.save_number(facts=facts, by=request.actor, id=hotline, seen=body.seen)


@noun.get("/notices/advice", Power.EDIT_CRISIS, gives=Page[queries.AdviceCard])
def list_advice(
    request: ApiRequest, cursor: Cursor = "", limit: Limit = USUAL
) -> Page[queries.AdviceCard]:
    """All advice, drafts too; what is old stands first."""
    return sliced(request, queries.all_advice(request.actor, reader(request)), cursor, limit)


@noun.post("/notices/advice", Power.EDIT_CRISIS, gives=Made)
def add_advice(request: ApiRequest, body: NewAdvice) -> Made:
    """New advice, a draft: nobody but staff sees it until it is published."""
    with called(title="titles"):
        return Made(id=actions.save_advice(facts=body.facts(None), by=request.actor))


@noun.get(ADVICE, Power.EDIT_CRISIS, gives=AdviceWhole)
def read_advice(request: ApiRequest, advice: UUID) -> AdviceWhole:
    """One piece of advice in all languages, to be changed."""
    record = queries.advice_record(request.actor, advice)
    return AdviceWhole(record=record, seen=record.seen.isoformat())


@noun.put(ADVICE, Power.EDIT_CRISIS)
def change_advice(request: ApiRequest, advice: UUID, body: AdviceEntry) -> None:
    """It stands as told; what is not sent stays."""
    facts = body.facts(queries.advice_record(request.actor, advice))
    with called(title="titles"):
        actions.save_advice(facts=facts, by=request.actor, id=advice, seen=body.seen)


@noun.post(f"{NUMBER}/publish", Power.EDIT_CRISIS)
def publish_number(request: ApiRequest, hotline: UUID) -> None:
    """Everyone sees it. Who publishes has just confirmed it."""
    actions.publish(kind="number", id=hotline, by=request.actor)


@noun.post(f"{NUMBER}/confirm", Power.EDIT_CRISIS)
def confirm_number(request: ApiRequest, hotline: UUID) -> None:
    """Someone has just found out that it is still true."""
    actions.confirm(kind="number", id=hotline, by=request.actor)


@noun.post(f"{NUMBER}/withdraw", Power.EDIT_CRISIS)
def withdraw_number(request: ApiRequest, hotline: UUID) -> None:
    """Nobody but staff sees it; it can be published again."""
    actions.withdraw(kind="number", id=hotline, by=request.actor)


@noun.post(f"{ADVICE}/publish", Power.EDIT_CRISIS)
def publish_advice(request: ApiRequest, advice: UUID) -> None:
    """Everyone sees it. Who publishes has just confirmed it."""
    actions.publish(kind="advice", id=advice, by=request.actor)


@noun.post(f"{ADVICE}/confirm", Power.EDIT_CRISIS)
def confirm_advice(request: ApiRequest, advice: UUID) -> None:
    """Someone has just found out that it is still true."""
    actions.confirm(kind="advice", id=advice, by=request.actor)


@noun.post(f"{ADVICE}/withdraw", Power.EDIT_CRISIS)
def withdraw_advice(request: ApiRequest, advice: UUID) -> None:
    """Nobody but staff sees it; it can be published again."""
    actions.withdraw(kind="advice", id=advice, by=request.actor)
