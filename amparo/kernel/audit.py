"""The audit line: who did what to which reference, why, and whether it was let through.

Holds references and reasons, never a text, a name or a number.
"""

from collections.abc import Mapping
from uuid import UUID

from amparo.kernel import clock, refs
from amparo.kernel.authority import Actor, Power
from amparo.kernel.models import AuditLine
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
