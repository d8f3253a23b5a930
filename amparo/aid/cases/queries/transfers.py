"""Cases that went to another organisation: the line that the old one keeps."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from amparo.aid.cases.models import Transfer
from amparo.commons.directory import queries as directory
from amparo.guard.accounts import queries as accounts
from amparo.kernel.authority import Actor, Power
from amparo.kernel.rooms import room


@dataclass(frozen=True, slots=True)
class Gone:
    """A case that was ours: where it is, since when."""

    case_id: UUID
    reference: str
    receiver: str
    made_at: datetime
    made_by: str


def gone(viewer: Actor, case: UUID | None = None, limit: int = 100) -> tuple[Gone, ...]:
    """The cases that went away, the newest first; of one case if it is named."""
    viewer = viewer.within(Power.READ_CASES)
    with room("aid", viewer):
        found = Transfer.objects.filter(scope_id__in=viewer.scopes, moved=True)
        if case is not None:
            found = found.filter(case_id=case)
        rows = list(found.order_by("-made_at")[:limit])
    names = accounts.colleague_names()
    organisations = directory.organisation_names({one.receiver_id for one in rows})
    return tuple(
        Gone(
            one.case_id,
            one.reference,
            organisations.get(one.receiver_id, ""),
            one.made_at,
            names.get(one.made_by_id, ""),
        )
        for one in rows
    )
