"""Secret addresses of calendars: made, shown once, revoked."""

import hashlib
import secrets

from amparo.aid.cases.models import CalendarKey
from amparo.kernel import audit, clock, refs
from amparo.kernel.authority import Actor
from amparo.kernel.errors import DeniedError
from amparo.kernel.rooms import room


def token_hash(token: str) -> bytes:
    """What is stored of an address. It has 256 random bits: no salt is needed."""
    return hashlib.sha256(token.encode()).digest()


def make_calendar(*, by: Actor) -> str:
    """The new address's secret part, told this once; the one before no longer works."""
    if by.kind != "staff":
        raise DeniedError("Only colleagues have a calendar.")
    token = secrets.token_urlsafe(32)
    with room("aid", by):
        _end(by)
        CalendarKey(
            id=refs.new_ref(), staff_id=by.id, token_hash=token_hash(token), made_at=clock.now()
        ).save(force_insert=True)
        audit.write(by=by, verb="make_calendar", about=by.id)
    return token


def end_calendar(*, by: Actor) -> None:
    """The address opens nothing any more. Revoking twice changes nothing."""
    with room("aid", by):
        _end(by)
        audit.write(by=by, verb="end_calendar", about=by.id)


def _end(by: Actor) -> None:
    mine = CalendarKey.objects.filter(staff_id=by.id, ended_at=None)
    mine.update(ended_at=clock.now(), ended_by_id=by.id)
