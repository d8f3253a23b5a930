"""The audit line: who did what to which reference, why, and whether it was let through.

Holds references and reasons, never a text, a name or a number.
"""

from collections.abc import Mapping
from uuid import UUID

from django.db.models import QuerySet

from amparo.kernel import clock, refs
from amparo.kernel.authority import Actor, Power
from amparo.kernel.models import AuditLine
from amparo.kernel.outgoing import Page, Source, Wanted, after, columns, page_of
from amparo.kernel.rooms import room


def write(
    *,
    by: Actor,
    verb: str,
    about: UUID | None = None,
    purpose: str = "",
    outcome: str = "done",
    detail: Mapping[str, object] | None = None,
) -> UUID:
    """The new line's id. It stands or falls with the transaction of the deed it tells of."""
    line = AuditLine(
        id=refs.new_ref(),
        at=clock.now(),
        actor_id=by.id,
        actor_kind=by.kind,
        verb=verb,
        about_id=about,
        purpose=purpose,
        outcome=outcome,
        detail=dict(detail or {}),
    )
    AuditLine.objects.bulk_create([line])
    return line.id


def newest(viewer: Actor, *, about: UUID | None = None, limit: int = 200) -> list[AuditLine]:
    """The newest lines, of one reference if it is named. Reading them is for auditors alone."""
    viewer = viewer.within(Power.READ_AUDIT)
    with room("guard", viewer):
        rows = AuditLine.objects.order_by("-at")
        return list((rows.filter(about_id=about) if about else rows)[:limit])


def _wanted(wanted: Wanted) -> QuerySet[AuditLine]:
    rows = AuditLine.objects.filter(at__lt=wanted.before)
    if since := wanted.since:
        rows = rows.filter(at__gte=since)
    if verb := wanted.get("verb"):
        rows = rows.filter(verb=verb)
    return rows


def _count(viewer: Actor, wanted: Wanted) -> int:
    with room("guard", viewer.within(Power.READ_AUDIT)):
        return _wanted(wanted).count()


def _page(viewer: Actor, wanted: Wanted, cursor: str, limit: int) -> Page:
    names = ("id", "at", "actor_kind", "actor_id", "verb", "about_id")
    with room("guard", viewer.within(Power.READ_AUDIT)):
        rows = _wanted(wanted).filter(**after(cursor)).order_by("id")
        found = list(rows.values_list(*names, "purpose", "outcome", "detail")[:limit])
    return page_of([(row[0], row) for row in found], limit)


COLUMNS = columns("""
    id: This line of the audit
    at: When, UTC
    who_kind: staff, person, machine or anyone
    who: Who did it, as a reference
    verb: What was done
    about: To which reference
    purpose: What for
    outcome: done or refused
    detail: References, counts and reasons that belong to it
""")
LINES = Source("audit", Power.READ_AUDIT, COLUMNS, ("since", "to", "verb"), _count, _page)
