"""How the line itself is, for who watches over it: who waits for anyone, who holds what."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from amparo.guard.accounts import queries as accounts
from amparo.kernel.authority import Actor, Power
from amparo.kernel.rooms import room
from amparo.reach.messaging import silence
from amparo.reach.messaging.models import Conversation
from amparo.reach.messaging.places import area_of
from amparo.reach.messaging.silence import Told

__all__ = ["Held", "Told", "Unanswered", "area_of", "areas", "held_by", "line_state", "unanswered"]

MOST = 500


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Someone who waits, and who took it if anybody did."""

    id: UUID
    scope: UUID
    reference: str
    urgency: int
    since: datetime
    taken_by: UUID | None


@dataclass(frozen=True, slots=True)
class Held:
    """A conversation that a colleague holds."""

    id: UUID
    reference: str
    urgency: int
    waiting_since: datetime | None
    taken_at: datetime | None
    taken_by: str = ""


@dataclass(frozen=True, slots=True)
class Open:
    """What is open on a line."""

    waiting: int
    urgent: int


def unanswered(viewer: Actor, scope: UUID, *, before: datetime) -> tuple[Unanswered, ...]:
    """Who has waited since before then for an answer «now», or to be sorted; the longest first."""
    viewer = viewer.within(Power.MACHINE)
    with room("reach", viewer):
        rows = Conversation.objects.filter(
            scope_id=scope, urgency__in=[0, 4], waiting_since__lt=before
        ).order_by("-rank", "waiting_since", "id")
        rows = rows.only(
            "scope_id", "reference", "urgency", "waiting_since", "opened_at", "taken_by_id"
        )
        return tuple(_unanswered(one) for one in rows[:MOST])


def still_waiting(viewer: Actor, ids: list[UUID]) -> dict[UUID, Unanswered]:
    """Those of these conversations that wait, as they are now."""
    viewer = viewer.within(Power.MACHINE)
    with room("reach", viewer):
        rows = Conversation.objects.filter(id__in=ids, waiting_since__isnull=False)
        return {one.id: _unanswered(one) for one in rows}


def _unanswered(one: Conversation) -> Unanswered:
    since = one.waiting_since or one.opened_at
    return Unanswered(one.id, one.scope_id, one.reference, one.urgency, since, one.taken_by_id)


def held_by(viewer: Actor, scope: UUID) -> tuple[Held, ...]:
    """What the viewer holds on this line: who waits first, the most urgent before the others."""
    viewer = viewer.within(Power.WORK_QUEUE)
    with room("reach", viewer):
        rows = Conversation.objects.filter(scope_id=scope, taken_by_id=viewer.id)
        found = list(rows.exclude(state="closed").order_by("-rank", "waiting_since", "id"))
    found.sort(key=lambda one: one.waiting_since is None)
    names = accounts.colleague_names()
    return tuple(
        Held(
            one.id,
            one.reference,
            one.urgency,
            one.waiting_since,
            one.taken_at,
            names.get(viewer.id, ""),
        )
        for one in found
    )


def open_now(viewer: Actor, scope: UUID) -> Open:
    """How many wait on this line, and how many of them «now»."""
    viewer = viewer.within(Power.READ_QUEUE)
    with room("reach", viewer):
        waiting = Conversation.objects.filter(scope_id=scope, waiting_since__isnull=False)
        found = waiting.aggregate(all=Count("id"), urgent=Count("id", filter=Q(urgency=4)))
    return Open(found["all"], found["urgent"])


def areas(viewer: Actor, scope: UUID, *, since: datetime, until: datetime) -> dict[int, int]:
    """How many conversations began in this time, by H3 cell; those without a place left out."""
    viewer = viewer.within(Power.MACHINE)
    with room("reach", viewer):
        rows = Conversation.objects.filter(
            scope_id=scope, cell__isnull=False, opened_at__gte=since, opened_at__lt=until
        )
        counted = rows.order_by().values_list("cell").annotate(count=Count("id"))
        return {cell: count for cell, count in counted if cell is not None}


def line_state() -> Told:
    """Gateways that fell silent and envelopes that could not be opened, asked anew."""
    return silence.look()
