"""Guides: how a thing is done here, what is checked each time."""

from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import StringConstraints

from amparo.commons.crises import queries as crises
from amparo.commons.guides import actions, queries
from amparo.doors.api.fields import Code, Key, Sent, Text, YesNo
from amparo.doors.api.operations import ApiRequest, Made, Noun
from amparo.doors.api.paging import USUAL, Cursor, Limit, Page, sliced
from amparo.doors.api.problems import reader
from amparo.doors.api.said import Day
from amparo.kernel.authority import Power

noun = Noun("guides")
ONE = "/guides/{uuid:guide}"
_CLEAN = r"^[^\x00]*$"
# As wide as what keeps them.
Fee = Annotated[str, StringConstraints(max_length=120, pattern=_CLEAN)]
Office = Annotated[str, StringConstraints(max_length=160, pattern=_CLEAN)]
Source = Annotated[str, StringConstraints(max_length=240, pattern=_CLEAN)]


class GuideEntry(Sent):
    """A guide in one language; what is not sent stays as it is.

    `steps`: one on each line, perhaps with the hours after which it is due: «48 h: Ask the
    office». Kinds: procedure, standard. `here_only`: of the present crisis, not of all.
    """

    language: Code
    title: Text = ""
    steps: Text = ""
    kind: Key = "procedure"
    papers: Text = ""
    fee: Fee = ""
    office: Office = ""
    source: Source = ""
    source_on: Day | None = None
    notes: Text = ""
    here_only: YesNo = False
    active: YesNo = True

    def facts(self, before: queries.GuideCard | None) -> actions.GuideFacts:
        """The guide as it stands from now on."""
        told = {name: getattr(self, name) for name in self.model_fields_set - {"here_only"}}
        crisis = before.crisis_id if before else None
        if "here_only" in self.model_fields_set:
            present = crises.current("en") if self.here_only else None
            crisis = present.id if present else None
        known: dict[str, object] = {"title": "", "steps": ""}
        if before:
            own = before.language == self.language
            same = "kind fee office source source_on notes active".split()
            known = {
                **{name: getattr(before, name) for name in same},
                "title": before.title if own else "",
                "papers": before.papers if own else "",
                "steps": before.typed,
            }
        return actions.GuideFacts(**{**known, **told, "crisis": crisis})


class NewGuide(GuideEntry):
    """A new guide."""

    title: Text
    steps: Text


class Shipped(Schema):
    """How many of the examples were new."""

    added: int


@noun.get("/guides", "staff", gives=Page[queries.GuideCard])
def list_guides(
    request: ApiRequest, cursor: Cursor = "", limit: Limit = USUAL
) -> Page[queries.GuideCard]:
    """The guides of this crisis and of all; for who keeps them those that were put away, too."""
    crisis = crises.current("en")
    found = queries.guides(
        request.actor,
        reader(request),
        crisis.id if crisis else None,
        everything=request.actor.can(Power.EDIT_DIRECTORY),
    )
    return sliced(request, found, cursor, limit)


@noun.post("/guides", Power.EDIT_DIRECTORY, gives=Made)
def add_guide(request: ApiRequest, body: NewGuide) -> Made:
    """A new guide, in one language at first."""
    return Made(id=actions.save_guide(facts=body.facts(None), by=request.actor))


@noun.post("/guides/ship", Power.EDIT_DIRECTORY, gives=Shipped, status=200)
def ship_guides(request: ApiRequest) -> Shipped:
    """The shipped examples are there; what someone changed stays."""
    return Shipped(added=actions.ship(by=request.actor.within(Power.EDIT_DIRECTORY)))


@noun.get(ONE, "staff", gives=queries.GuideCard)
def read_guide(request: ApiRequest, guide: UUID) -> queries.GuideCard:
    """One guide, in the reader's language or in one in which there is one."""
    return queries.guide(request.actor, guide, reader(request))


@noun.put(ONE, Power.EDIT_DIRECTORY)
def change_guide(request: ApiRequest, guide: UUID, body: GuideEntry) -> None:
    """It stands as told in this language: changed, or translated."""
    before = queries.guide(request.actor, guide, body.language)
    actions.save_guide(facts=body.facts(before), by=request.actor, id=guide)
