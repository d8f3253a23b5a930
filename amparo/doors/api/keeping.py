"""Keeping the directory true: asked again, not reached, no longer offered, taken back."""

from typing import Any
from uuid import UUID

from ninja import Schema

from amparo.commons.directory import actions, queries
from amparo.doors.api.directory import ORGANISATION, SERVICE
from amparo.doors.api.fields import Key, Sent, YesNo
from amparo.doors.api.operations import ApiRequest, Made, Noun
from amparo.doors.api.problems import reader
from amparo.guard.accounts import queries as accounts
from amparo.kernel.authority import Power

noun = Noun("directory")


class Asked(Sent):
    """How somebody found out that all of it is true today: phone, visit, email."""

    how: Key


class Offered(Sent):
    """Whether it is offered, or may be sent people."""

    active: YesNo


class Change(Sent):
    """One line of the history."""

    change: UUID


class StaleRow(Schema):
    """A service to ask again, and how often it was asked for in the last weeks."""

    card: queries.ServiceCard
    asked: int


class Stale(Schema):
    """The fifty that are asked for most, and how many there are in all."""

    items: list[StaleRow]
    total: int


class Field(Schema):
    """One field: what it said before, and what it says since."""

    name: str
    before: Any
    after: Any


class HistoryLine(Schema):
    """Who changed what, and whether it can be taken back."""

    id: UUID
    verb: str
    at: str
    by: str
    fields: list[Field]
    can_revert: bool


@noun.get("/directory/stale", Power.EDIT_DIRECTORY, gives=Stale)
def list_stale(request: ApiRequest) -> Stale:
    """Services that nobody has confirmed for too long, those first that are asked for most."""
    found, total = queries.stale(request.actor, reader(request))
    return Stale(items=[StaleRow(card=one.card, asked=one.asked) for one in found], total=total)


@noun.post(f"{SERVICE}/confirm", Power.EDIT_DIRECTORY)
def confirm_service(request: ApiRequest, service: UUID, body: Asked) -> None:
    """Somebody has asked, and all of it is still true."""
    actions.confirm_service(service=service, by=request.actor, how=body.how)


@noun.post(f"{SERVICE}/unreached", Power.EDIT_DIRECTORY)
def not_reached(request: ApiRequest, service: UUID) -> None:
    """Somebody has tried, and nobody answered."""
    actions.unreached(service=service, by=request.actor)


@noun.put(f"{SERVICE}/active", Power.EDIT_DIRECTORY)
def set_service_active(request: ApiRequest, service: UUID, body: Offered) -> None:
    """It is offered, or no longer; nothing is deleted."""
    actions.set_active(service=service, active=body.active, by=request.actor)


@noun.get(f"{SERVICE}/history", Power.EDIT_DIRECTORY, gives=list[HistoryLine])
def read_service_history(request: ApiRequest, service: UUID) -> list[HistoryLine]:
    """Who changed what, the newest first; at most a hundred lines."""
    queries.service(service)
    return _history(request, service)


@noun.post(f"{ORGANISATION}/confirm", Power.EDIT_DIRECTORY)
def confirm_organisation(request: ApiRequest, organisation: UUID, body: Asked) -> None:
    """Somebody has asked, and what stands of the organisation is still true."""
    actions.confirm_organisation(organisation=organisation, by=request.actor, how=body.how)


@noun.put(f"{ORGANISATION}/active", Power.EDIT_DIRECTORY)
def set_organisation_active(request: ApiRequest, organisation: UUID, body: Offered) -> None:
    """It can be sent people, or no longer; what it offers is left as it is."""
    actions.set_organisation_active(organisation=organisation, active=body.active, by=request.actor)


@noun.get(f"{ORGANISATION}/history", Power.EDIT_DIRECTORY, gives=list[HistoryLine])
def read_organisation_history(request: ApiRequest, organisation: UUID) -> list[HistoryLine]:
    """Who changed what, the newest first; at most a hundred lines."""
    queries.organisation(organisation)
    return _history(request, organisation)


@noun.post("/directory/revert", Power.EDIT_DIRECTORY, gives=Made)
def revert_change(request: ApiRequest, body: Change) -> Made:
    """One change is taken back, what others changed since stays; the id is of the entry."""
    return Made(id=actions.revert(change=body.change, by=request.actor))


def _history(request: ApiRequest, about: UUID) -> list[HistoryLine]:
    names = accounts.colleague_names()
    return [
        HistoryLine(
            id=one.id,
            verb=one.verb,
            at=one.at.isoformat(),
            by=names.get(one.by, ""),
            fields=[Field(name=name, before=was, after=now) for name, was, now in one.fields],
            can_revert=one.can_revert,
        )
        for one in queries.history(request.actor, about)
    ]
