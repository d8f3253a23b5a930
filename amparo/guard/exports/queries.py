"""A colleague's own exports, and their bytes from any place on."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from amparo.guard.exports.models import ExportJob, ExportPart
from amparo.guard.exports.states import ExportState
from amparo.kernel import clock
from amparo.kernel.authority import Actor
from amparo.kernel.errors import NotFoundError
from amparo.kernel.rooms import room


@dataclass(frozen=True, slots=True)
class Export:
    """One export as its asker sees it."""

    id: UUID
    what: str
    scopes: tuple[UUID, ...]
    filters: dict[str, str]
    shape: str
    asked_at: datetime
    state: str
    failed: str
    rows_done: int
    rows_expected: int
    bytes: int
    started_at: datetime | None
    finished_at: datetime | None
    expires_at: datetime | None

    @property
    def under_way(self) -> bool:
        """Whether it is still to be written."""
        return self.state in (ExportState.WAITING, ExportState.RUNNING)

    @property
    def seconds(self) -> float:
        """How long it has been written, or was."""
        end = self.finished_at or clock.now()
        return (end - self.started_at).total_seconds() if self.started_at else 0.0

    @property
    def rate(self) -> int:
        """Rows a second so far."""
        return round(self.rows_done / self.seconds) if self.seconds > 0 else 0

    @property
    def seconds_left(self) -> int | None:
        """How long it will still take at this rate; None while nobody can tell."""
        left = self.rows_expected - self.rows_done
        return round(max(left, 0) / self.rate) if self.rate and self.under_way else None


def mine(viewer: Actor, *, limit: int = 50) -> tuple[Export, ...]:
    """The exports that this colleague asked for, newest first."""
    with room("guard", viewer):
        rows = ExportJob.objects.filter(asked_by_id=viewer.id).order_by("-asked_at")[:limit]
        return tuple(map(_export, rows))


def one(viewer: Actor, job: UUID) -> Export:
    """One's own export; NotFoundError for anyone else's."""
    with room("guard", viewer):
        row = ExportJob.objects.filter(id=job, asked_by_id=viewer.id).first()
    if row is None:
        raise NotFoundError(NotFoundError.__doc__)
    return _export(row)


def content(viewer: Actor, job: UUID, begins: int, ends: int) -> Iterator[bytes]:
    """The bytes of one's own file from `begins` to before `ends`, one part in memory at a time."""
    at = begins
    while at < ends:
        with room("guard", viewer):
            rows = ExportPart.objects.filter(job_id=job, asked_by_id=viewer.id, begins__lte=at)
            part = rows.order_by("-number").first()
        if part is None or at >= part.begins + part.size:
            return  # emptied in the middle: the answer is shorter than it said, and the reader sees
        clear = zlib.decompress(bytes(part.packed))
        yield clear[at - part.begins : ends - part.begins]
        at = part.begins + part.size


def _export(row: ExportJob) -> Export:
    values = {name: getattr(row, name) for name in Export.__slots__}
    return Export(**{**values, "scopes": tuple(row.scopes)})
