"""The watch list, for protection staff alone: all of it opened in one call, as it is short."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from amparo.aid.protection import watching
from amparo.aid.protection.models import WatchEntry, WatchWarning
from amparo.aid.protection.states import WatchState
from amparo.aid.protection.watching import Reported
from amparo.guard.accounts import queries as accounts
from amparo.guard.firewall import actions as firewall
from amparo.guard.vault.held import Held
from amparo.kernel import clock
from amparo.kernel.authority import Actor, Power
from amparo.kernel.errors import NotFoundError, SealedAwayError
from amparo.kernel.purposes import Purpose
from amparo.kernel.rooms import room

MOST = 2000


@dataclass(frozen=True, slots=True)
class WatchRow:
    """One entry. `reported` is None where the keys are away."""

    id: UUID
    reported: Reported | None
    state: str
    review_on: date
    due: bool  # it counts no more until someone has looked again
    proposed_at: datetime
    proposed_by: str
    mine: bool
    confirmed_at: datetime | None
    confirmed_by: str
    reviewed_at: datetime | None
    reviewed_by: str
    withdrawn_at: datetime | None
    withdrawn_by: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class WarningRow:
    """One warning drafted from an entry."""

    id: UUID
    text: str | None
    language: str
    drafted_at: datetime
    drafted_by: str
    mine: bool
    ready_at: datetime | None
    ready_by: str


@dataclass(frozen=True, slots=True)
class WatchList:
    """The entries that were looked for."""

    rows: tuple[WatchRow, ...]
    sealed: bool


@dataclass(frozen=True, slots=True)
class WatchPage:
    """One entry, its warnings, and others that may be the same."""

    row: WatchRow
    warnings: tuple[WarningRow, ...]
    alike: tuple[WatchRow, ...]
    sealed: bool


def watch_list(viewer: Actor, words: str = "", *, withdrawn: bool = False) -> WatchList:
    """All entries that stand, or those withdrawn; narrowed to the words, misspelt or not."""
    viewer = viewer.within(Power.PROTECT)
    with room("aid", viewer):
        found = WatchEntry.objects.filter(scope_id__in=viewer.scopes)
        mark = {"state": WatchState.WITHDRAWN}
        kept = found.filter(**mark) if withdrawn else found.exclude(**mark)
        entries = list(kept.order_by("review_on", "id")[:MOST])
    texts, sealed = _open([watching.held_content(one) for one in entries], viewer)
    rows = [_row(one, texts, viewer) for one in entries]
    if words.strip():
        rows = [row for row in rows if row.reported and watching.matches(words, row.reported)]
    return WatchList(tuple(rows), sealed)


def watch_entry(viewer: Actor, entry: UUID) -> WatchPage:
    """One entry; NotFoundError for not there and for not yours."""
    viewer = viewer.within(Power.PROTECT)
    with room("aid", viewer):
        one = WatchEntry.objects.filter(id=entry, scope_id__in=viewer.scopes).first()
        if one is None:
            raise NotFoundError(NotFoundError.__doc__)
        drafts = list(one.warnings.order_by("-drafted_at", "id"))
    held = [watching.held_content(one), watching.held_reason(one)]
    texts, sealed = _open(held + [watching.held_warning(draft) for draft in drafts], viewer)
    row = _row(one, texts, viewer)
    others = watch_list(viewer).rows if row.reported else ()
    alike = tuple(
        other
        for other in others
        if other.id != row.id
        and other.reported
        and row.reported
        and watching.is_alike(other.reported.name, row.reported.name)
    )
    return WatchPage(row, tuple(_warning(draft, texts, viewer) for draft in drafts), alike, sealed)


def _open(held: list[Held], viewer: Actor) -> tuple[dict[str, str | None], bool]:
    if not held:
        return {}, False
    try:
        texts = firewall.reveal(what=held, purpose=Purpose.ASSIST, reason="watch", actor=viewer)
    except SealedAwayError:
        return {}, True
    return {one.place: text for one, text in zip(held, texts, strict=True)}, False


def _row(one: WatchEntry, texts: dict[str, str | None], viewer: Actor) -> WatchRow:
    names = accounts.colleague_names()
    text = texts.get(watching.held_content(one).place)

    def name(ref: UUID | None) -> str:
        return names.get(ref, "") if ref else ""

    return WatchRow(
        id=one.id,
        reported=Reported.from_text(text) if text else None,
        state=one.state,
        review_on=one.review_on,
        due=one.state == WatchState.CONFIRMED and one.review_on <= clock.now().date(),
        proposed_at=one.proposed_at,
        proposed_by=name(one.proposed_by_id),
        mine=one.proposed_by_id == viewer.id,
        confirmed_at=one.confirmed_at,
        confirmed_by=name(one.confirmed_by_id),
        reviewed_at=one.reviewed_at,
        reviewed_by=name(one.reviewed_by_id),
        withdrawn_at=one.withdrawn_at,
        withdrawn_by=name(one.withdrawn_by_id),
        reason=texts.get(watching.held_reason(one).place),
    )


def _warning(one: WatchWarning, texts: dict[str, str | None], viewer: Actor) -> WarningRow:
    names = accounts.colleague_names()
    return WarningRow(
        one.id,
        texts.get(watching.held_warning(one).place),
        one.language,
        one.drafted_at,
        names.get(one.drafted_by_id, ""),
        one.drafted_by_id == viewer.id,
        one.ready_at,
        names.get(one.ready_by_id, "") if one.ready_by_id else "",
    )
