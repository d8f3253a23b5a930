"""Files into the directory: looked at first, then as a whole, or only the good rows of it."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from amparo.commons.crises import queries as crises
from amparo.commons.directory import checks, history, importing
from amparo.commons.directory.columns import organisation_facts, service_facts
from amparo.commons.directory.facts import Draft, Problem, Reading, Settings
from amparo.commons.directory.hsds import read as hsds
from amparo.commons.directory.hsds.contacts import news
from amparo.commons.directory.importing import Counted
from amparo.commons.directory.models import HiddenPlace, Organisation, Upload
from amparo.commons.directory.sheets import read as sheets
from amparo.kernel import audit, clock, refs
from amparo.kernel.authority import Actor, Power
from amparo.kernel.errors import InvalidError, NotFoundError, Sentence
from amparo.kernel.rooms import room

UPLOAD_BYTES = 10_000_000


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a file. `written` is False when nothing of it was kept."""

    written: bool
    good: int
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]
    counted: Counted


@dataclass(frozen=True, slots=True)
class Line:
    """What one row of a file would do: new, changed (which fields) or the same."""

    row: str
    service: str
    organisation: str
    fate: str  # new, changed, same
    fields: tuple[str, ...] = ()
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file would do; nothing is written yet."""

    lines: tuple[Line, ...]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]

    def count(self, fate: str) -> int:
        """How many rows would be new, changed or the same."""
        return Counter(one.fate for one in self.lines)[fate]


def import_directory(
    *,
    name: str,
    content: bytes,
    source: str,
    by: Actor,
    keep_good: bool = False,
    timezone: str = "UTC",
) -> Imported:
    """The file is in the directory as a whole, or, only if asked so, its good rows, or nothing.

    The name's ending says what it is: .json is HSDS 3.0, everything else a spreadsheet. The same
    source and reference change the row that is there.
    """
    by = may(by)
    reading = read(name=name, content=content, source=source, timezone=timezone)
    if not reading.drafts or (reading.problems and not keep_good):
        notes = (*reading.notes, "Nothing was written.")
        return Imported(False, len(reading.drafts), reading.problems, notes, Counted())
    with room("commons", by):
        drafts = importing.ours(reading.drafts)
        owners = importing.organisations_there(one.organisation for one in drafts)
        kept = _kinds_kept(drafts, owners)
        counted = importing.write(drafts, clock.now(), by)
        detail = {"source": source, "services": len(reading.drafts)}
        audit.write(by=by, verb="directory.import", detail=detail)
    notes = (*reading.notes, *kept)
    return Imported(True, len(reading.drafts), reading.problems, notes, counted)


def _kinds_kept(
    drafts: list[Draft], owners: dict[importing.Key, Organisation]
) -> tuple[Sentence, ...]:
    names = importing.kinds_kept(drafts, owners)
    if not names:
        return ()
    return (
        Sentence(
            "Whether these are State bodies stays as it is, change it by hand: %(names)s.",
            names=", ".join(names),
        ),
    )


def upload(*, name: str, content: bytes, source: str, by: Actor, timezone: str = "UTC") -> UUID:
    """The file waits to be looked through; older ones that nobody took in are forgotten."""
    by, now = may(by), clock.now()
    if len(content) > UPLOAD_BYTES:
        most = UPLOAD_BYTES // 1_000_000
        raise InvalidError(
            "file", "At most %(most)s MB here; larger files: «amparo import».", most=most
        )
    if not checks.timezone_known(timezone):
        raise InvalidError("timezone", "«%(said)s» is no time zone.", said=timezone)
    row = Upload(
        id=refs.new_ref(),
        name=name[:200],
        source=(source.strip() or name.rsplit(".", 1)[0])[:48],
        timezone=timezone,
        content=content,
        uploaded_at=now,
        uploaded_by_id=by.id,
    )
    with room("commons", by):
        Upload.objects.filter(uploaded_at__lt=now - timedelta(days=1)).delete()
        row.save(force_insert=True)
        audit.write(by=by, verb="directory.upload", about=row.id)
    return row.id


def take_in(*, upload: UUID, by: Actor, keep_good: bool = False) -> Imported:
    """The file that waited is in the directory, or only its good rows, or nothing of it."""
    by = may(by)
    name, content, source, timezone = _waiting(upload, by)
    done = import_directory(
        name=name, content=content, source=source, timezone=timezone, keep_good=keep_good, by=by
    )
    if done.written:
        with room("commons", by):
            Upload.objects.filter(id=upload).delete()
    return done


def preview_upload(*, upload: UUID, by: Actor) -> tuple[str, str, Preview]:
    """The name, the source and what the file that waits would do."""
    by = may(by)
    name, content, source, timezone = _waiting(upload, by)
    found = preview(name=name, content=content, source=source, timezone=timezone, by=by)
    return name, source, found


def _waiting(upload: UUID, by: Actor) -> tuple[str, bytes, str, str]:
    with room("commons", by):
        row = Upload.objects.filter(id=upload).first()
    if row is None:
        raise NotFoundError("This file is gone: it was taken in, or a day has passed.")
    return row.name, bytes(row.content), row.source, row.timezone


def preview(*, name: str, content: bytes, source: str, by: Actor, timezone: str = "UTC") -> Preview:
    """What the file would do, row by row."""
    by = may(by)
    reading = read(name=name, content=content, source=source, timezone=timezone)
    with room("commons", by):
        drafts = importing.ours(reading.drafts)
        there = importing.services_there(one.service for one in drafts)
        owners = importing.organisations_there(one.organisation for one in drafts)
        hidden = HiddenPlace.objects.in_bulk([row.id for row in there.values()])
        kept = _kinds_kept(drafts, owners)
        contacts = importing.contacts_there(row.id for row in owners.values())
        lines = []
        for draft in drafts:
            row = there.get((draft.service.source, draft.service.ref))
            owner = owners.get((draft.organisation.source, draft.organisation.ref))
            was = service_facts(row, hidden.get(row.id)) if row else None
            changed = _changed(was, draft.service, draft.given)
            if owner:
                theirs = organisation_facts(owner)
                found = _changed(theirs, draft.organisation, draft.organisation_given)
                found += ("contacts",) if news(contacts[owner.id], draft.contacts) else ()
                changed += tuple(f"organisation.{one}" for one in found)
            fate = "new" if row is None else "changed" if changed else "same"
            names = (draft.row, draft.service.name, draft.organisation.name)
            lines.append(Line(*names, fate, changed if row else (), row.id if row else None))
    return Preview(tuple(lines), reading.problems, (*reading.notes, *kept))


def _changed(
    was: history.Facts | None, told: history.Facts, given: frozenset[str]
) -> tuple[str, ...]:
    if was is None:
        return ()
    before, after = history.plain(was), history.plain(importing.mixed(was, told, given))
    return tuple(name for name in after if before[name] != after[name])


def read(*, name: str, content: bytes, source: str, timezone: str = "UTC") -> Reading:
    """What a file says, checked; nothing is written."""
    if not checks.timezone_known(timezone):
        raise InvalidError("timezone", "«%(said)s» is no time zone.", said=timezone)
    settings = Settings(source, need_keys(), clock.now(), timezone)
    if name.lower().endswith(".json"):
        return hsds.read(content, settings)
    return sheets.read(name, content, settings)


def need_keys() -> frozenset[str]:
    """The keys of all needs there are; InvalidError while the list is still empty."""
    found = frozenset(one.key for one in crises.needs("en"))
    if not found:
        raise InvalidError("needs", "The list of needs is empty: run «amparo import needs» first.")
    return found


def may(by: Actor) -> Actor:
    """The actor, if it keeps the directory; the machine does."""
    return by if by.kind == "machine" else by.within(Power.EDIT_DIRECTORY)
