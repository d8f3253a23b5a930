"""What left, to whom and why: for those who may take it out as a file, and for the person."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from amparo.commons.directory import queries as directory
from amparo.guard.firewall.models import Disclosure
from amparo.kernel.authority import Actor, Power
from amparo.kernel.outgoing import Page, Source, Wanted, after, columns, page_of
from amparo.kernel.rooms import room

COLUMNS = columns("""
    id: The line of the ledger
    at: When, UTC
    receiver: Organisation that asked or was asked
    receiver_kind: What kind of organisation that is
    purpose: What for
    basis: On what ground
    fields: Which kinds of facts, never the facts themselves
    passed: Whether the firewall let it through
    reason: Why not, if it did not
    made_by: Colleague who asked, as a reference
""")


def _wanted(wanted: Wanted) -> QuerySet[Disclosure]:
    rows = Disclosure.objects.filter(at__lt=wanted.before)
    return rows.filter(at__gte=wanted.since) if wanted.since else rows


def _count(viewer: Actor, wanted: Wanted) -> int:
    with room("guard", viewer.within(Power.EXPORT_ROWS)):
        return _wanted(wanted).count()


def _page(viewer: Actor, wanted: Wanted, cursor: str, limit: int) -> Page:
    names = ("id", "at", "receiver_id", "receiver_kind", "purpose", "basis", "fields")
    with room("guard", viewer.within(Power.EXPORT_ROWS)):
        rows = _wanted(wanted).filter(**after(cursor)).order_by("id")
        found = list(rows.values_list(*names, "passed", "reason", "made_by_id")[:limit])
    known = directory.receiver_names()
    return page_of(
        [(row[0], (*row[:2], known.get(row[2], str(row[2])), *row[3:])) for row in found], limit
    )


DISCLOSURES = Source("disclosures", Power.EXPORT_ROWS, COLUMNS, ("since", "to"), _count, _page)


@dataclass(frozen=True, slots=True)
class Passed:
    """One disclosure that passed: to whom, which fields, when."""

    id: UUID
    scope: UUID
    receiver: UUID
    fields: tuple[str, ...]
    at: datetime


def passed(her: Actor, limit: int = 100) -> tuple[Passed, ...]:
    """Everything that was passed on about this person, the newest first, for herself."""
    if her.subject is None:
        return ()
    with room("guard", her):
        rows = list(
            Disclosure.objects.filter(subject_id=her.subject, passed=True).order_by("-at")[:limit]
        )
    return tuple(
        Passed(one.id, one.scope_id, one.receiver_id, tuple(one.fields), one.at) for one in rows
    )
