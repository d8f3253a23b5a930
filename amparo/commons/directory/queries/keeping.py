"""What who keeps the directory sees: hidden places, the history, what should be asked again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count

from amparo.commons.directory.cards import ServiceCard
from amparo.commons.directory.columns import Where, organisation_facts, service_facts
from amparo.commons.directory.facts import OrganisationFacts, ServiceFacts
from amparo.commons.directory.models import Change, HiddenPlace, Organisation, Service
from amparo.commons.directory.queries.reading import card
from amparo.commons.directory.queries.searching import stale_since
from amparo.commons.directory.states import Verb
from amparo.kernel import clock
from amparo.kernel.authority import Actor, Power
from amparo.kernel.errors import NotFoundError
from amparo.kernel.rooms import room

HISTORY = 100


@dataclass(frozen=True, slots=True)
class Opened:
    """A service as an editor opens it: `seen` says which state it is."""

    facts: ServiceFacts
    organisation: UUID
    seen: datetime


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One line of the history: each field as name, before and after."""

    id: UUID
    verb: str
    words: str
    at: datetime
    by: UUID
    fields: tuple[tuple[str, Any, Any], ...]
    can_revert: bool


@dataclass(frozen=True, slots=True)
class Stale:
    """A service that should be asked again, and how often it was asked for in the last weeks."""

    card: ServiceCard
    asked: int


def service_for_editing(viewer: Actor, id: UUID) -> Opened:
    """All that is held of a service, a hidden address too; for those who keep the directory."""
    viewer = viewer.within(Power.EDIT_DIRECTORY)
    with room("commons", viewer):
        row = Service.objects.filter(id=id).first()
        hidden = HiddenPlace.objects.filter(service_id=id).first()
    if row is None:
        raise NotFoundError("There is no such service in the directory.")
    return Opened(service_facts(row, hidden), row.organisation_id, row.updated_at)


def organisation_for_editing(viewer: Actor, id: UUID) -> tuple[OrganisationFacts, datetime]:
    """All that is held of an organisation and its state, for those who keep the directory."""
    viewer = viewer.within(Power.EDIT_DIRECTORY)
    with room("commons", viewer):
        row = Organisation.objects.filter(id=id).first()
    if row is None:
        raise NotFoundError("There is no such organisation in the directory.")
    return organisation_facts(row), row.updated_at


def where(viewer: Actor, service: UUID) -> Where | None:
    """Where a hidden service is, for who keeps the directory and for its own organisation."""
    if not viewer.can(Power.EDIT_DIRECTORY):
        if not viewer.can(Power.ANSWER_REFERRALS):
            return None
        viewer = viewer.within(Power.ANSWER_REFERRALS)
    with room("commons", viewer):
        row = HiddenPlace.objects.filter(service_id=service).first()
    return Where(row.address, row.lat, row.lon) if row else None


def history(viewer: Actor, about: UUID) -> tuple[ChangeLine, ...]:
    """What was changed in this entry, the newest first."""
    viewer = viewer.within(Power.EDIT_DIRECTORY)
    with room("commons", viewer):
        rows = list(Change.objects.filter(about_id=about).order_by("-changed_at", "-id")[:HISTORY])
    return tuple(map(_line, rows))


def last_change(viewer: Actor, about: UUID) -> ChangeLine | None:
    """The last change of this entry, if it is this colleague's own and can be taken back."""
    lines = history(viewer, about)
    if lines and lines[0].by == viewer.id and lines[0].can_revert:
        return lines[0]
    return None


def stale(viewer: Actor, language: str = "en", limit: int = 50) -> tuple[tuple[Stale, ...], int]:
    """Services to ask again, those first that are asked for most; and how many there are."""
    viewer, now = viewer.within(Power.EDIT_DIRECTORY), clock.now()
    with room("commons", viewer):
        found = Service.objects.filter(stale_since(now.date()), active=True)
        # Whom nobody reached today waits until tomorrow; who was never asked comes first.
        found = found.exclude(unreached_on=now.date())
        total = found.count()
        counted = found.annotate(asked=Count("askings")).select_related("organisation")
        order = ("-asked", "unreached_on", "confirmed_on", "id")
        rows = list(counted.order_by(*order)[:limit])
    return tuple(Stale(card(row, now, language), row.asked) for row in rows), total


def _line(row: Change) -> ChangeLine:
    names = [*row.after, *(name for name in row.before if name not in row.after)]
    fields = tuple((name, row.before.get(name), row.after.get(name)) for name in names)
    can = bool(row.before) and row.verb not in (Verb.MERGED, Verb.UNREACHED)
    words = str(Verb(row.verb).label)
    return ChangeLine(row.id, row.verb, words, row.changed_at, row.changed_by_id, fields, can)
