"""Lines of a case's story, and the texts of a case, sealed."""

from uuid import UUID

from amparo.aid.cases.models import Case, Entry, Received, Referral
from amparo.aid.cases.states import EntryKind
from amparo.guard.vault.held import Clear, Held
from amparo.kernel import clock, refs
from amparo.kernel.authority import Actor


def entry(
    case: Case, kind: EntryKind, by: Actor, *, referral: UUID | None = None, state: str = ""
) -> Entry:
    """A new line of the story, not saved yet and without its text."""
    return Entry(
        id=refs.new_ref(),
        scope_id=case.scope_id,
        case_id=case.id,
        kind=kind,
        at=clock.now(),
        by_id=by.id,
        referral_id=referral,
        state=state,
    )


def clear_entry(case: UUID, one: Entry, text: str) -> Clear:
    """The text of a line, about to be sealed."""
    return Clear(case, f"entry:{one.id}", text)


def held_entry(one: Entry) -> Held:
    """The sealed text of a line."""
    return Held(one.case_id, f"entry:{one.id}", bytes(one.sealed_text))


def clear_wish(case: UUID, text: str) -> Clear:
    """The person's wish, about to be sealed."""
    return Clear(case, f"wish:{case}", text)


def held_wish(case: Case) -> Held:
    """The person's wish, sealed."""
    return Held(case.id, f"wish:{case.id}", bytes(case.sealed_wish))


def clear_slip(received: UUID, text: str) -> Clear:
    """A slip, about to be sealed under the receiver's own key."""
    return Clear(received, f"slip:{received}", text)


def held_slip(one: Received) -> Held:
    """The receiver's slip, sealed."""
    return Held(one.id, f"slip:{one.id}", bytes(one.sealed_slip))


def clear_reason(referral: Referral, text: str) -> Clear:
    """Why a receiver said no, about to be sealed under the case's key."""
    return Clear(referral.case_id, f"reason:{referral.id}", text)


def held_reason(one: Referral) -> Held:
    """Why a receiver said no, sealed."""
    return Held(one.case_id, f"reason:{one.id}", bytes(one.sealed_reason))


def clear_answer(received: UUID, text: str) -> Clear:
    """The receiver's own words, about to be sealed under the receiver's key."""
    return Clear(received, f"answer:{received}", text)


def held_answer(received: UUID, blob: bytes) -> Held:
    """The receiver's own words, sealed."""
    return Held(received, f"answer:{received}", blob)
