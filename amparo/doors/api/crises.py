"""Crises: every record there is, small and frozen ones too; their phases."""

from dataclasses import fields
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import StringConstraints

from amparo.commons.crises import actions, queries
from amparo.doors.api.fields import Key, Line, Moment, Sent, Whole, Word, YesNo
from amparo.doors.api.operations import ApiRequest, Made, Noun
from amparo.doors.api.problems import reader
from amparo.doors.api.said import Day, Texts, Tongues, called
from amparo.guard.accounts import queries as accounts
from amparo.kernel.authority import Power

noun = Noun("crises")
ONE = "/crises/{uuid:crisis}"
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]


class CrisisEntry(Sent):
    """What is sent of a crisis. What is not sent stays as it is.

    `lines`: one line of what is known, by language. `people` is null when nobody knows. `answered`:
    the public pages and the line of this house are for it. `seen` is the state that was read: when
    somebody else has saved since, nothing is overwritten.
    """

    name: Line = ""
    kind: Key = ""
    country: Country = ""
    timezone: Word = "UTC"
    languages: Tongues
    lines: Texts
    sms_number: Word = ""
    call_number: Word = ""
    emergency_number: Word = ""
    area: Line = ""
    people: Whole | None = None
    frozen: YesNo = False
    answered: YesNo = True
    in_scope: YesNo = True
    scope_note: Line = ""
    seen: Moment | None = None

    def told(self) -> dict[str, Any]:
        """What was sent of the facts."""
        found = {name: getattr(self, name) for name in self.model_fields_set & _FACTS}
        if "languages" in found:
            found["languages"] = tuple(dict.fromkeys(found["languages"]))
        return found


_FACTS = frozenset(one.name for one in fields(actions.CrisisFacts))


class NewCrisis(CrisisEntry):
    """A new crisis. The kinds to choose from: `/crises/kinds`."""

    name: Line
    kind: Key
    country: Country
    started_on: Day
    phase: Key = "emergency"


class ChangedCrisis(CrisisEntry):
    """A record, changed."""

    started_on: Day = date(1900, 1, 1)


class MadeCrisis(Made):
    """The new crisis, and how many places of its country are known; more come in a while."""

    places: int


class NewPhase(Sent):
    """Another phase, by its key in `/crises/phases`."""

    phase: Key


class SaidPhase(Schema):
    """Since when it stood in a phase, and who said so."""

    phase: str
    frozen: bool
    at: str
    by: str


class CrisisWhole(Schema):
    """One record; `seen` is sent back with a change. The phases are for who keeps the record."""

    record: queries.CrisisRecord
    seen: str
    phases: list[SaidPhase]


@noun.get("/crises", "staff", gives=list[queries.CrisisRecord])
def list_crises(request: ApiRequest) -> list[queries.CrisisRecord]:
    """Every crisis on record, the open ones first."""
    return list(queries.crises(reader(request)))


@noun.post("/crises", Power.EDIT_CRISIS, gives=MadeCrisis)
def add_crisis(request: ApiRequest, body: NewCrisis) -> MadeCrisis:
    """A new crisis."""
    facts = actions.CrisisFacts(**body.told())
    with called(line="lines"):
        made = actions.add_crisis(facts=facts, phase=body.phase, by=request.actor)
    return MadeCrisis(id=made, places=queries.count_places(facts.country, request.actor))


@noun.get("/crises/kinds", "staff", gives=dict[str, str])
def list_kinds(request: ApiRequest) -> dict[str, str]:
    """The kinds of crises that can be chosen, in words."""
    return queries.kinds(reader(request))


@noun.get("/crises/phases", "staff", gives=dict[str, str])
def list_phases(request: ApiRequest) -> dict[str, str]:
    """The phases there are, in English words."""
    del request
    return queries.phase_words()


@noun.get(ONE, "staff", gives=CrisisWhole)
def read_crisis(request: ApiRequest, crisis: UUID) -> CrisisWhole:
    """One record."""
    record = queries.crisis(crisis, reader(request))
    names = accounts.colleague_names()
    keeps = request.actor.can(Power.EDIT_CRISIS)
    phases = queries.phases(request.actor, crisis) if keeps else ()
    said = [
        SaidPhase(
            phase=one.phase, frozen=one.frozen, at=one.at.isoformat(), by=names.get(one.by, "")
        )
        for one in phases
    ]
    return CrisisWhole(record=record, seen=record.seen.isoformat(), phases=said)


@noun.put(ONE, Power.EDIT_CRISIS)
def change_crisis(request: ApiRequest, crisis: UUID, body: ChangedCrisis) -> None:
    """The record stands as told; what is not sent stays."""
    record = queries.crisis(crisis, "en")
    known = {name: getattr(record, name) for name in _FACTS}
    facts = actions.CrisisFacts(**{**known, **body.told()})
    with called(line="lines"):
        actions.save_crisis(crisis=crisis, facts=facts, by=request.actor, seen=body.seen)


@noun.put(f"{ONE}/phase", Power.EDIT_CRISIS)
def set_phase(request: ApiRequest, crisis: UUID, body: NewPhase) -> None:
    """The crisis is in this phase from now on; who said so is kept."""
    actions.set_phase(crisis=crisis, phase=body.phase, by=request.actor)
