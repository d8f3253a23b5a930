"""Pathways: which need goes to whom, in which order, with the least data."""

from dataclasses import fields
from typing import Annotated, Any, Literal
from uuid import UUID

import h3.api.basic_int as h3
from pydantic import Field

from amparo.commons.crises import queries as crises
from amparo.commons.pathways import actions, queries
from amparo.doors.api.fields import Key, Line, Sent, Text, Whole, YesNo
from amparo.doors.api.operations import ApiRequest, Made, Noun
from amparo.doors.api.paging import USUAL, Cursor, Limit, Page, sliced
from amparo.kernel.authority import Power
from amparo.kernel.errors import InvalidError, WrongStateError

noun = Noun("pathways")
ONE = "/pathways/{uuid:pathway}"
STEP = f"{ONE}/steps/{{uuid:step}}"
TOWN = 5  # a town with its surroundings: about 250 square kilometres
_FACTS = frozenset(one.name for one in fields(actions.PathwayFacts))
Kept = Annotated[list[Key], Field(max_length=20, default_factory=lambda: ["needs", "language"])]


class PathwayEntry(Sent):
    """What is sent of a pathway. What is not sent stays as it is.

    `place` is a town of the gazetteer, empty for the whole country. `most` may be passed on,
    `least` is ticked to begin with. `minutes` to answer, by urgency (4 to 0). `call_words` is the
    number of a duty, never of a home.
    """

    title: Line = ""
    need: Key = ""
    place: Line = ""
    least: Kept
    most: Kept
    minutes: Annotated[dict[Literal["4", "3", "2", "1", "0"], Whole], Field(default_factory=dict)]
    call_name: Line = ""
    call_words: Line = ""
    same_day: YesNo = False
    notes: Text = ""
    active: YesNo = True

    def facts(self, before: queries.PathwayCard | None) -> actions.PathwayFacts:
        """The pathway as it stands from now on."""
        told = {name: getattr(self, name) for name in self.model_fields_set & _FACTS}
        for name in {"least", "most"} & set(told):
            told[name] = tuple(told[name])
        known = {name: getattr(before, name) for name in _FACTS} if before else {}
        facts = {**known, **told}
        if "place" in told and told["place"].strip() != known.get("place", ""):
            facts |= _town(told["place"].strip())
        if "need" in told and told["need"] != known.get("need"):
            _check_need(told["need"])
        return actions.PathwayFacts(**facts)


class NewPathway(PathwayEntry):
    """A new pathway. It has no receiver yet."""

    title: Line
    need: Key


class Receiver(Sent):
    """A service that is asked after the others, and how long it has, if not as usual."""

    service: UUID
    wait_minutes: Whole | None = None


class Move(Sent):
    """One place nearer to the beginning, or to the end."""

    up: YesNo


@noun.get("/pathways", "staff", gives=Page[queries.PathwayCard])
def list_pathways(
    request: ApiRequest, cursor: Cursor = "", limit: Limit = USUAL
) -> Page[queries.PathwayCard]:
    """All of them, by need and place; those that are switched off last."""
    return sliced(request, queries.pathways(request.actor), cursor, limit)


@noun.post("/pathways", Power.EDIT_DIRECTORY, gives=Made)
def add_pathway(request: ApiRequest, body: NewPathway) -> Made:
    """A new one; its receivers come next."""
    return Made(id=actions.add_pathway(facts=body.facts(None), by=request.actor))


@noun.get(ONE, "staff", gives=queries.PathwayCard)
def read_pathway(request: ApiRequest, pathway: UUID) -> queries.PathwayCard:
    """One pathway with its receivers in their order, and why one of them can't receive now."""
    return queries.pathway(request.actor, pathway)


@noun.put(ONE, Power.EDIT_DIRECTORY)
def change_pathway(request: ApiRequest, pathway: UUID, body: PathwayEntry) -> None:
    """It says what is told; what is not sent stays."""
    facts = body.facts(queries.pathway(request.actor, pathway))
    actions.change_pathway(pathway=pathway, facts=facts, by=request.actor)


@noun.post(f"{ONE}/steps", Power.EDIT_DIRECTORY, gives=Made)
def add_step(request: ApiRequest, pathway: UUID, body: Receiver) -> Made:
    """One more receiver, asked after the others. No State body can be one."""
    made = actions.add_step(
        pathway=pathway,
        service=body.service,
        wait_minutes=body.wait_minutes,
        by=request.actor,
    )
    return Made(id=made)


@noun.post(f"{STEP}/move", Power.EDIT_DIRECTORY)
def move_step(request: ApiRequest, pathway: UUID, step: UUID, body: Move) -> None:
    """A receiver one place up or down; at the edge it stays."""
    _check_step(request, pathway, step)
    actions.move_step(step=step, up=body.up, by=request.actor)


@noun.delete(STEP, Power.EDIT_DIRECTORY)
def remove_step(request: ApiRequest, pathway: UUID, step: UUID) -> None:
    """This service is no longer asked here; referrals that were made stay."""
    _check_step(request, pathway, step)
    actions.remove_step(step=step, by=request.actor)


def _check_step(request: ApiRequest, pathway: UUID, step: UUID) -> None:
    """Nothing, or WrongStateError: it does not stand on this pathway, or no more."""
    if step not in {one.id for one in queries.pathway(request.actor, pathway).steps}:
        raise WrongStateError("Someone was faster: look at the pathway again.")


def _check_need(need: str) -> None:
    if need not in {one.key for one in crises.offered("en")}:
        raise InvalidError("need", "Choose the need that it is for.")


def _town(name: str) -> dict[str, Any]:
    """The place as the gazetteer has it, and its cell."""
    if not name:
        return {"place": "", "cell": None}
    crisis = crises.current("en")
    found = crises.find_places(crisis.country, name) if crisis and len(name) > 1 else ()
    if not found:
        raise InvalidError("place", "No place of this name is on the list.")
    return {"place": found[0].name, "cell": h3.latlng_to_cell(found[0].lat, found[0].lon, TOWN)}
