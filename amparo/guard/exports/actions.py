"""Exports are asked for, written part by part, cancelled, fetched and emptied.

Whoever writes the next part has a turn: a short lease. A part and the cursor behind it are one
transaction, and it counts only if the turn is still one's own: a killed worker's file goes on
where it stood, and two hosts never both write.
"""

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.db import connections

from amparo.commons.crises import queries as crises
from amparo.guard.accounts import queries as accounts
from amparo.guard.exports import queries, writing
from amparo.guard.exports.models import ExportJob, ExportPart
from amparo.guard.exports.queries import Export
from amparo.guard.exports.states import ExportState, Failed, Shape
from amparo.kernel import audit, clock, refs
from amparo.kernel.authority import Actor, machine
from amparo.kernel.errors import DeniedError, InvalidError, NotFoundError, WrongStateError
from amparo.kernel.language import is_code, name_in
from amparo.kernel.outgoing import LONGEST_FILTER, Page, Source, Wanted, day_of
from amparo.kernel.rooms import current_room, room

WAKE = "amparo_exports"
PART_ROWS = 10_000
TURN_SECONDS = 20  # a part takes less than one
KEPT_HOURS = 24
MOST_OPEN = 5  # of one colleague, at a time
MOST_TRIES = 5
_VERB = re.compile(r"[a-z]+([._][a-z]+){0,4}")
_OPEN = (ExportState.WAITING, ExportState.RUNNING)

Sources = Mapping[str, Source]


@dataclass(frozen=True, slots=True)
class Asked:
    """What someone wants as a file."""

    what: str
    filters: Mapping[str, str]
    shape: str = Shape.CSV
    mark: bool = False


def ask(*, asked: Asked, sources: Sources, by: Actor) -> UUID:
    """The export waits for the worker, who has been woken."""
    source = sources.get(asked.what)
    if source is None:
        raise InvalidError("what", "There is nothing of that name to export.")
    scopes = reach(source, by)
    if asked.shape not in Shape.values:
        raise InvalidError("shape", "A file can be CSV or JSON lines.")
    job, now = refs.new_ref(), clock.now()
    filters = _filters(source, asked.filters)
    with room("guard", by):
        if ExportJob.objects.filter(asked_by_id=by.id, state__in=_OPEN).count() >= MOST_OPEN:
            raise WrongStateError(
                "Five of your exports are still being written. Wait, or cancel one."
            )
        ExportJob(
            id=job,
            what=source.key,
            scopes=list(scopes),
            filters=filters,
            shape=asked.shape,
            mark=asked.mark and asked.shape == Shape.CSV,
            asked_at=now,
            asked_by_id=by.id,
            free_from=now,
        ).save(force_insert=True)
        detail = {"what": source.key, "shape": asked.shape, **filters}
        audit.write(by=by, verb="ask_export", about=job, detail=detail)
        with connections[current_room()].cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, '')", [WAKE])
    return job


def _filters(source: Source, given: Mapping[str, str]) -> dict[str, str]:
    kept = {name: given.get(name, "").strip()[:LONGEST_FILTER] for name in source.filters}
    for name in ("since", "to"):
        day_of(name, kept.get(name, ""))
    filters = {name: value for name, value in kept.items() if value}
    for name, value in filters.items():
        if name not in ("since", "to") and not _is_listed(source, name, value):
            raise InvalidError(name, "This is not on the list to choose from. Nothing was asked.")
    return filters


def _is_listed(source: Source, name: str, value: str) -> bool:
    """Whether it may stand in the audit for five years: a word of ours, never one that is typed."""
    if name in source.listed:
        return value in source.listed[name]
    if name == "need":
        return value in {one.key for one in crises.needs("en")}
    if name == "language":
        return value == "und" or (is_code(value) and name_in(value) != value)
    return name == "verb" and _VERB.fullmatch(value) is not None


def cancel(*, job: UUID, by: Actor) -> None:
    """Nothing more is written and nothing is kept of it; a finished one stays as it is."""
    with room("guard", by):
        mine = ExportJob.objects.filter(id=job, asked_by_id=by.id)
        if not mine.exists():
            raise NotFoundError(NotFoundError.__doc__)
        now = clock.now()
        if not mine.filter(state__in=_OPEN).update(state=ExportState.CANCELLED, finished_at=now):
            raise WrongStateError("It is no longer being written, so there is nothing to cancel.")
        ExportPart.objects.filter(job_id=job).delete()
        audit.write(by=by, verb="cancel_export", about=job)


def fetch(*, job: UUID, sources: Sources, begins: int, by: Actor) -> Export:
    """The finished export, which is about to go out from this byte on; the audit says so.

    Its asker only, and only while the powers and scopes with which it was made still hold.
    """
    found = queries.one(by, job)
    source = sources.get(found.what)
    if source is None or not set(found.scopes) <= set(reach(source, by)):
        raise DeniedError("Your role no longer includes these rows.")
    if found.state != ExportState.DONE:
        raise WrongStateError("There is no file to fetch: it is not written, or its day is over.")
    with room("guard", by):
        detail = {"what": found.what, "rows": found.rows_done, "from": begins}
        audit.write(by=by, verb="fetch_export", about=job, detail=detail)
    return found


def reach(source: Source, by: Actor) -> tuple[UUID, ...]:
    """The scopes of which this actor may have these rows; DeniedError without the power."""
    if not source.open_to(by):
        raise DeniedError("Your role does not include these rows.")
    return by.within(source.power).scopes if source.power else ()


def write_part(*, sources: Sources) -> bool:
    """Whether there was a part to write. One part of the export that has waited longest."""
    job = _take_turn()
    if job is None:
        return False
    source, asker = sources.get(job.what), accounts.staff_actor(job.asked_by_id)
    if source is None or asker is None:
        _fail(job, Failed.GONE if source is None else Failed.LEFT)
        return True
    wanted = Wanted(job.filters, job.asked_at)
    try:
        if not set(job.scopes) <= set(reach(source, asker)):
            raise DeniedError(DeniedError.__doc__)
        asker = replace(asker, scopes=tuple(job.scopes), granted=())
        if not job.parts:
            job.rows_expected = source.count(asker, wanted)
        page = source.page(asker, wanted, job.cursor, PART_ROWS)
    except DeniedError:
        _fail(job, Failed.DENIED)
        return True
    _keep(job, source, page)
    return True


def whole(*, source: Source, shape: str) -> bytes:
    """All that anybody may have of a source, in one piece, for the administrator's command."""
    wanted, cursor = Wanted(), ""
    pieces: list[bytes] = []
    while True:
        page = source.page(machine(), wanted, cursor, PART_ROWS)
        top = None if pieces else ""
        pieces.append(writing.encode(shape, source.columns, page.rows, top=top))
        cursor = page.next
        if not cursor:
            return b"".join(pieces)


def _take_turn() -> ExportJob | None:
    """The export whose turn it is, which is ours for some seconds."""
    now, turn = clock.now(), refs.new_ref()
    with room("guard", machine()):
        waiting = ExportJob.objects.filter(state__in=_OPEN, free_from__lte=now)
        job = waiting.select_for_update(skip_locked=True).order_by("free_from", "id").first()
        if job is None:
            return None
        job.turn_id, job.tries = turn, job.tries + 1
        job.state, job.started_at = ExportState.RUNNING, job.started_at or now
        job.free_from = now + timedelta(seconds=TURN_SECONDS)
        job.save()
    if job.tries > MOST_TRIES:
        _fail(job, Failed.TROUBLE)
        return _take_turn()
    return job


def _keep(job: ExportJob, source: Source, page: Page) -> None:
    """The part and the cursor behind it, if the turn is still ours."""
    top = None if job.parts else (writing.MARK if job.mark else "")
    content = writing.encode(job.shape, source.columns, page.rows, top=top)
    packed = zlib.compress(content, 1)
    now, done = clock.now(), not page.next
    changes: dict[str, object] = {
        "rows_done": job.rows_done + len(page.rows),
        "rows_expected": job.rows_expected,
        "bytes": job.bytes + len(content),
        "parts": job.parts + 1,
        "cursor": page.next,
        "tries": 0,
        "turn_id": None,
        "free_from": now,
    }
    if done:
        ends = now + timedelta(hours=KEPT_HOURS)
        changes |= {"state": ExportState.DONE, "finished_at": now, "expires_at": ends}
    with room("guard", machine()):
        ours = ExportJob.objects.filter(id=job.id, state=ExportState.RUNNING, turn_id=job.turn_id)
        if not ours.update(**changes):
            return  # cancelled, or another host's turn by now
        ExportPart(
            id=uuid5(job.id, str(job.parts)),
            job_id=job.id,
            asked_by_id=job.asked_by_id,
            number=job.parts,
            begins=job.bytes,
            size=len(content),
            packed=packed,
        ).save(force_insert=True)
        if done:
            _tell(job, rows=changes["rows_done"], bytes=changes["bytes"])


def _tell(job: ExportJob, outcome: str = "done", **facts: object) -> None:
    detail = {"what": job.what, "for": str(job.asked_by_id), **facts}
    audit.write(by=machine(), verb="export", about=job.id, outcome=outcome, detail=detail)


def _fail(job: ExportJob, why: Failed) -> None:
    now = clock.now()
    with room("guard", machine()):
        ours = ExportJob.objects.filter(id=job.id, state=ExportState.RUNNING, turn_id=job.turn_id)
        if ours.update(state=ExportState.FAILED, failed=why, finished_at=now):
            ExportPart.objects.filter(job_id=job.id).delete()
            _tell(job, "refused", why=why.value, rows=job.rows_done)


def expire(*, at: datetime | None = None) -> int:
    """How many files were emptied because their day was over."""
    now = at or clock.now()
    with room("guard", machine()):
        late = ExportJob.objects.filter(state=ExportState.DONE, expires_at__lte=now)
        ids = list(late.select_for_update(skip_locked=True).values_list("id", flat=True)[:100])
        if ids:
            ExportPart.objects.filter(job_id__in=ids).delete()
            ExportJob.objects.filter(id__in=ids).update(state=ExportState.EXPIRED)
            audit.write(by=machine(), verb="empty_exports", detail={"count": len(ids)})
    return len(ids)
