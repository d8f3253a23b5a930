"""Opening a page's texts in one call, and a conversation as one row."""

import re
from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from amparo.guard.firewall import actions as firewall
from amparo.guard.vault.held import Held
from amparo.kernel.authority import Actor, Power
from amparo.kernel.errors import SealedAwayError
from amparo.kernel.purposes import Purpose
from amparo.reach.messaging import notes as notebook
from amparo.reach.messaging import rules
from amparo.reach.messaging.models import Conversation, Message, Translation
from amparo.reach.messaging.notes import Notes
from amparo.reach.messaging.queue_rows import (
    Row,
)

READER = "en"  # what most officers can read, where nobody wrote it in their own language

# Seven digits or more, however they are grouped: what names or reaches a person.
_LONG_NUMBER = re.compile(r"[+(]{0,2}\d(?:[\s().\-/]{0,3}\d){6,}")
HIDDEN = "▒▒▒▒▒▒▒"


def held_message(message: Message) -> Held:
    place = f"message:{message.id}"
    return Held(message.conversation_id, place, bytes(message.sealed_text))


def held_translation(one: Translation, conversation: UUID) -> Held:
    place = f"translation:{one.message_id}:{one.language}"
    return Held(conversation, place, bytes(one.sealed_text))


def open_texts(
    held: Sequence[Held], reason: str, viewer: Actor
) -> tuple[dict[str, str | None], bool]:
    """Each text by the place it was sealed for, and whether the keys are sealed away.

    Whoever only translates reads no number.
    """
    try:
        texts = firewall.reveal(what=held, purpose=Purpose.ASSIST, reason=reason, actor=viewer)
    except SealedAwayError:
        return {}, True
    if not answers(viewer):
        texts = [hide_numbers(text) if text else text for text in texts]
    return {one.place: text for one, text in zip(held, texts, strict=True)}, False


def answers(viewer: Actor) -> bool:
    """Whether the viewer answers wherever she reads: only then are numbers shown."""
    if not viewer.can(Power.WORK_QUEUE):
        return False
    return set(viewer.scopes) <= set(viewer.within(Power.WORK_QUEUE).scopes)


def hide_numbers(text: str) -> str:
    """The text with its telephone numbers and other long numbers covered."""
    return _LONG_NUMBER.sub(HIDDEN, text)


def best_for(reader: str, translations: Iterable[Translation]) -> Translation | None:
    """The translation for this reader: in her language, else in English, else the newest."""
    ranked = sorted(
        translations,
        key=lambda one: (one.language == reader, one.language == READER, one.at),
        reverse=True,
    )
    return ranked[0] if ranked else None


def row_of(
    one: Conversation,
    message: Message | None,
    translations: dict[UUID, Translation],
    texts: dict[str, str | None],
    names: dict[UUID, str],
    trouble: Collection[UUID],
) -> Row:
    notes = notes_of(one, texts)
    translation = translations.get(message.id) if message else None
    said = held_translation(translation, one.id).place if translation else ""
    since = one.waiting_since
    return Row(
        id=one.id,
        reference=one.reference,
        channel=one.channel,
        state=one.state,
        language=one.language,
        language_sure=one.language_sure,
        needs=tuple(one.needs),
        needs_decided=one.needs_decided,
        urgency=one.urgency,
        urgency_decided=one.urgency_decided,
        place=notes.place,
        place_decided=one.place_decided,
        people=one.people,
        waiting_since=since,
        due_at=rules.due_at(one.urgency, since) if since else None,
        last_in_at=one.last_in_at,
        taken_by=names.get(one.taken_by_id, "a colleague") if one.taken_by_id else "",
        taken_by_id=one.taken_by_id,
        taken_at=one.taken_at,
        messages_in=one.messages_in,
        case_id=one.case_id,
        text=texts.get(f"message:{message.id}") if message else "",
        text_language=message.language if message else one.language,
        translation=(texts.get(said) or "") if said else "",
        translation_language=translation.language if translation else "",
        translator=names.get(translation.author_id, "") if translation else "",
        reasons=tuple(notes.urgency),
        delivery_trouble=one.id in trouble,
        kind=one.kind,
        for_other=one.for_other,
        scope=one.scope_id,
    )


def notes_of(one: Conversation, texts: dict[str, str | None]) -> Notes:
    return notebook.read(texts.get(notebook.place_of(one.id)) or "")
