"""Lines of a case's story, and the texts of a case, sealed."""

import json
from uuid import UUID

from amparo.aid.cases.models import Case, Entry, Member, Received, Referral, Task, Word
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


def clear_task(case: UUID, task: UUID, words: str) -> Clear:
    """What is to be done, about to be sealed."""
    return Clear(case, f"task:{task}", words)


def held_task(one: Task) -> Held:
    """What is to be done, sealed."""
    return Held(one.case_id, f"task:{one.id}", bytes(one.sealed_words))


def clear_member(case: UUID, member: UUID, text: str) -> Clear:
    """Who someone is, about to be sealed."""
    return Clear(case, f"member:{member}", text)


def held_member(one: Member) -> Held:
    """Who someone is, sealed."""
    return Held(one.case_id, f"member:{one.id}", bytes(one.sealed_person))


def clear_name(place: UUID, key: UUID, name: str) -> Clear:
    """The name of who answered, as typed at a link; `place` is the row it stands in."""
    return Clear(key, f"answerer:{place}", name)


def held_name(place: UUID, key: UUID, blob: bytes) -> Held:
    """The name of who answered, sealed."""
    return Held(key, f"answerer:{place}", blob)


def clear_word(word: UUID, key: UUID, name: str, text: str) -> Clear:
    """What one side says, with the name typed at a link, about to be sealed."""
    return Clear(key, f"word:{word}", json.dumps([name, text], ensure_ascii=False))


def held_word(one: Word) -> Held:
    """What one side says, sealed."""
    return Held(one.key_id, f"word:{one.id}", bytes(one.sealed_text))


def read_word(opened: str | None) -> tuple[str, str]:
    """The name and the words again; nothing where they are gone."""
    if not opened:
        return "", ""
    name, text = json.loads(opened)
    return str(name), str(text)
