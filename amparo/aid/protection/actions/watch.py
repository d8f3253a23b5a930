"""The watch list: proposed by one, confirmed by another, looked at again in time, withdrawn."""

from datetime import timedelta
from uuid import UUID

from amparo.aid.protection import watching
from amparo.aid.protection.models import WatchEntry, WatchWarning
from amparo.aid.protection.states import WATCH_MOVES, WatchState
from amparo.aid.protection.watching import Reported
from amparo.guard.firewall import actions as firewall
from amparo.guard.vault import actions as vault
from amparo.kernel import audit, clock, refs
from amparo.kernel.authority import Actor, Power
from amparo.kernel.errors import (
    DeniedError,
    InvalidError,
    NotFoundError,
    SealedAwayError,
    WrongStateError,
)
from amparo.kernel.purposes import Purpose
from amparo.kernel.rooms import room

REVIEW_DAYS = 180


def propose(*, reported: Reported, scope: UUID, by: Actor) -> UUID:
    """The new entry's id. It counts once a second colleague has confirmed it."""
    by = by.within(Power.PROTECT)
    if scope not in by.scopes:
        raise NotFoundError(NotFoundError.__doc__)
    reported, ref, now = watching.check_reported(reported), refs.new_ref(), clock.now()
    vault.make_keys(refs_=[ref], kind="watch")
    row = WatchEntry(
        id=ref,
        scope_id=scope,
        sealed_content=firewall.seal(what=[watching.clear_content(ref, reported)], actor=by)[0],
        review_on=(now + timedelta(days=REVIEW_DAYS)).date(),
        proposed_at=now,
        proposed_by_id=by.id,
    )
    with room("aid", by):
        row.save(force_insert=True)
        audit.write(by=by, verb="propose_watch", about=ref)
    return ref


def confirm(*, entry: UUID, by: Actor) -> None:
    """It counts from now on. Who proposed it can't confirm it; the database would refuse, too."""
    by = by.within(Power.PROTECT)
    with room("aid", by):
        row = _get(entry, WatchState.CONFIRMED)
        if row.proposed_by_id == by.id:
            raise DeniedError("You proposed this. A second colleague must confirm it.")
        row.state, row.confirmed_at, row.confirmed_by_id = (
            WatchState.CONFIRMED,
            clock.now(),
            by.id,
        )
        row.save(force_update=True)
        audit.write(by=by, verb="confirm_watch", about=entry)


def review(*, entry: UUID, by: Actor) -> None:
    """Someone has looked at it again and it still holds: it counts for half a year more."""
    by = by.within(Power.PROTECT)
    now = clock.now()
    with room("aid", by):
        row = _get(entry)
        if row.state != WatchState.CONFIRMED:
            raise WrongStateError("Only what is confirmed can be looked at again.")
        row.review_on = (now + timedelta(days=REVIEW_DAYS)).date()
        row.reviewed_at, row.reviewed_by_id = now, by.id
        row.save(force_update=True)
        audit.write(by=by, verb="review_watch", about=entry)


def withdraw(*, entry: UUID, reason: str, by: Actor) -> None:
    """It counts no more; why stays with it."""
    by = by.within(Power.PROTECT)
    if not reason.strip():
        raise InvalidError("reason", "Say in a few words why. Nothing was changed.")
    with room("aid", by):
        _get(entry, WatchState.WITHDRAWN)
    what = [watching.clear_reason(entry, reason.strip()[: watching.LONGEST_TEXT])]
    blob = firewall.seal(what=what, actor=by)[0]
    with room("aid", by):
        row = _get(entry, WatchState.WITHDRAWN)
        row.state, row.sealed_reason = WatchState.WITHDRAWN, blob
        row.withdrawn_at, row.withdrawn_by_id = clock.now(), by.id
        row.save(force_update=True)
        audit.write(by=by, verb="withdraw_watch", about=entry)


def draft_warning(*, entry: UUID, text: str, language: str, by: Actor) -> UUID:
    """The draft's id: what to beware of, in general words, from an entry that counts."""
    by = by.within(Power.PROTECT)
    with room("aid", by):
        row = _get(entry)
        if row.state != WatchState.CONFIRMED:
            raise WrongStateError("Only from what is confirmed may a warning be drafted.")
    opened = firewall.reveal(
        what=[watching.held_content(row)], purpose=Purpose.ASSIST, reason="warning", actor=by
    )[0]
    if opened is None:
        raise SealedAwayError("This entry can't be read, so nothing was drafted.")
    text = watching.check_warning(text, Reported.from_text(opened))
    ref = refs.new_ref()
    blob = firewall.seal(what=[watching.clear_warning(entry, ref, text)], actor=by)[0]
    with room("aid", by):
        WatchWarning(
            id=ref,
            scope_id=_get(entry).scope_id,
            entry_id=entry,
            sealed_text=blob,
            language=language[:12],
            drafted_at=clock.now(),
            drafted_by_id=by.id,
        ).save(force_insert=True)
        audit.write(by=by, verb="draft_warning", about=entry)
    return ref


def mark_ready(*, warning: UUID, by: Actor) -> UUID:
    """The entry's id. A second colleague has read the draft over; it may be copied and used."""
    by = by.within(Power.PROTECT)
    with room("aid", by):
        row = WatchWarning.objects.select_for_update().filter(id=warning).first()
        if row is None:
            raise NotFoundError(NotFoundError.__doc__)
        if row.ready_at is not None:
            raise WrongStateError("This warning is marked as ready already.")
        if row.drafted_by_id == by.id:
            raise DeniedError("You drafted this. A second colleague must read it over.")
        row.ready_at, row.ready_by_id = clock.now(), by.id
        row.save(force_update=True)
        audit.write(by=by, verb="warning_ready", about=row.entry_id)
    return row.entry_id


def _get(entry: UUID, then: str | None = None) -> WatchEntry:
    """The entry, inside the room; WrongStateError if it can't move there."""
    found = WatchEntry.objects.select_for_update().filter(id=entry).first()
    if found is None:
        raise NotFoundError(NotFoundError.__doc__)
    if then and then not in WATCH_MOVES[found.state]:
        raise WrongStateError("This entry has moved on since you looked. Nothing was changed.")
    return found
