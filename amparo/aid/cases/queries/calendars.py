"""Calendars: whose address it is, and what may stand in it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from amparo.aid.cases.actions.calendars import token_hash
from amparo.aid.cases.models import CalendarKey
from amparo.aid.cases.queries.days import day
from amparo.guard.accounts import queries as accounts
from amparo.kernel.authority import Actor, Power, machine
from amparo.kernel.errors import NotFoundError
from amparo.kernel.rooms import room


@dataclass(frozen=True, slots=True)
class DueMark:
    """That something is due in a case, and when: never what, because phones leak."""

    id: UUID
    reference: str
    due_at: datetime


def calendar_since(viewer: Actor) -> datetime | None:
    """Since when the viewer's present address works, or None."""
    with room("aid", viewer):
        mine = CalendarKey.objects.filter(staff_id=viewer.id, ended_at=None)
        return mine.values_list("made_at", flat=True).first()


def calendar_owner(token: str) -> Actor:
    """Whose calendar this address opens, with today's memberships.

    NotFoundError, the same, for unknown, revoked, and for who no longer works here.
    """
    with room("aid", machine()):
        key = CalendarKey.objects.filter(token_hash=token_hash(token), ended_at=None).first()
    owner = accounts.staff_actor(key.staff_id) if key else None
    if owner is None:
        raise NotFoundError(NotFoundError.__doc__)
    return owner


def due_marks(owner: Actor) -> tuple[DueMark, ...]:
    """What is due for this colleague, or for nobody in particular. Nothing sealed is opened."""
    if not owner.can(Power.READ_CASES):
        return ()
    found = day(owner, mine=True, words=False)
    return tuple(DueMark(one.id, one.reference, one.due_at) for one in found if one.due_at)
