"""What is true today: asked, not reached, free places, no longer offered."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from amparo.commons.directory import checks, history
from amparo.commons.directory.actions.files import may
from amparo.commons.directory.actions.saving import one
from amparo.commons.directory.models import Asking, Organisation, Service
from amparo.commons.directory.states import Entry, How, Verb
from amparo.kernel import audit, clock
from amparo.kernel.authority import Actor
from amparo.kernel.errors import InvalidError
from amparo.kernel.rooms import room

KEEP_ASKINGS = timedelta(days=90)
_SPACE = UUID("0d3b4f0e-5f0e-4c5f-8d6e-0d8a7c1a4c11")


def confirm_service(*, service: UUID, by: Actor, on: date | None = None, how: str = "") -> None:
    """Someone has asked, and what the directory says of the service is true."""
    told = _asked(on, how, by)
    _change(service, by, "directory.confirm_service", Verb.CONFIRMED, **told, unreached_on=None)


def confirm_organisation(
    *, organisation: UUID, by: Actor, on: date | None = None, how: str = ""
) -> None:
    """Someone has asked, and what the directory says of the organisation is true."""
    told, by = _asked(on, how, by), may(by)
    with room("commons", by):
        row = one(Organisation.objects.select_for_update().filter(id=organisation).first())
        _write(row, Entry.ORGANISATION, Verb.CONFIRMED, by, told)
        audit.write(by=by, verb="directory.confirm_organisation", about=organisation)


def unreached(*, service: UUID, by: Actor) -> None:
    """Someone has tried today and nobody answered; what was confirmed stays confirmed."""
    today = clock.now().date()
    _change(service, by, "directory.unreached", Verb.UNREACHED, unreached_on=today)


def set_free(*, service: UUID, free: int | None, by: Actor, at: datetime | None = None) -> None:
    """The service has this many free places since `at`; None: nobody knows."""
    if free is not None and not 0 <= free <= checks.MANY:
        raise InvalidError("free", "%(count)s is no number of places.", count=free)
    moment = None if free is None else at or clock.now()
    _change(service, by, "directory.set_free", Verb.CHANGED, free=free, free_at=moment)


def set_active(*, service: UUID, active: bool, by: Actor) -> None:
    """The service is offered, or no longer; it is never deleted, cases point to it."""
    _change(service, by, "directory.set_active", Verb.CHANGED, active=active)


def set_organisation_active(*, organisation: UUID, active: bool, by: Actor) -> None:
    """The organisation can be sent people, or no longer; what it offers is left as it is."""
    by = may(by)
    with room("commons", by):
        row = one(Organisation.objects.select_for_update().filter(id=organisation).first())
        if active and row.merged_into_id:
            raise InvalidError("active", "It was merged into another entry: change that one.")
        _write(row, Entry.ORGANISATION, Verb.CHANGED, by, {"active": active})
        audit.write(by=by, verb="directory.set_organisation_active", about=organisation)


def count_asking(*, service: UUID, once: UUID, by: Actor) -> None:
    """That the service was asked is counted, once for what happened; old counts are forgotten."""
    today = clock.now().date()
    with room("commons", may(by)):
        known = Service.objects.filter(id=service).exists()
        rows = [Asking(id=uuid5(_SPACE, str(once)), service_id=service, asked_on=today)]
        Asking.objects.bulk_create(rows if known else [], ignore_conflicts=True)
        Asking.objects.filter(asked_on__lt=today - KEEP_ASKINGS).delete()


def _asked(on: date | None, how: str, by: Actor) -> dict[str, Any]:
    day = on or clock.now().date()
    if day > clock.now().date():
        raise InvalidError("confirmed_on", "%(day)s has not come yet.", day=day.isoformat())
    if how and how not in How.values:
        raise InvalidError(
            "how",
            "«%(said)s» is not one of: %(known)s.",
            said=how[:20],
            known=", ".join(How.values),
        )
    who = by.id if by.kind == "staff" else None
    return {"confirmed_on": day, "confirmed_how": how, "confirmed_by_id": who}


def _change(service: UUID, by: Actor, deed: str, verb: Verb, **told: Any) -> None:
    by = may(by)
    with room("commons", by):
        row = one(Service.objects.select_for_update().filter(id=service).first())
        if told.get("active") and row.merged_into_id:
            raise InvalidError("active", "It was merged into another entry: change that one.")
        _write(row, Entry.SERVICE, verb, by, told)
        audit.write(by=by, verb=deed, about=service)


def _write(
    row: Organisation | Service, kind: Entry, verb: Verb, by: Actor, told: dict[str, Any]
) -> None:
    """The fields stand as told, and the history says what they were."""
    plain = {name: value for name, value in told.items() if not name.endswith("_by_id")}
    before = history.stored({name: getattr(row, name) for name in plain})
    for name, value in told.items():
        setattr(row, name, value)
    row.updated_at = clock.now()
    row.save(update_fields=[*told, "updated_at"])
    history.keep([history.line(row.id, kind, verb, before, history.stored(plain), by)])
