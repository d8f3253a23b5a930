"""The one conversation that a case was opened from, for whoever works that case on the line."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from amparo.guard.accounts import queries as accounts
from amparo.kernel.authority import Actor, Power, reading
from amparo.kernel.rooms import room
from amparo.reach.messaging.models import Conversation, Message, Translation
from amparo.reach.messaging.queries.opening import held_message, held_translation, open_texts
from amparo.reach.messaging.queries.thread import Read, line_of
from amparo.reach.messaging.queue_rows import Line


@dataclass(frozen=True, slots=True)
class Told:
    """What she and the line said to each other, and whether she said that it helped."""

    messages: tuple[Line, ...]
    helped: str
    question: str


def of_case(viewer: Actor, ref: UUID, *, case: UUID, reader: str = "en") -> Told | None:
    """The messages of this case's conversation, what was merged into it too; None if it is not.

    Only in the line's own scope, with the power to read its cases. Each conversation is read in
    a room that shows this one and no other, and lets nothing be written.
    """
    viewer = viewer.within(Power.READ_CASES)
    family = _family(viewer, ref)
    one = next((row for row in family if row.id == ref and row.case_id == case), None)
    if one is None:
        return None
    messages: list[Message] = []
    translations: list[Translation] = []
    for row in family:
        with room("reach", reading(viewer, row.id)):
            messages += Message.objects.filter(conversation_id=row.id)
            said = Translation.objects.filter(message__conversation_id=row.id)
            translations += said.filter(message__taken_back_at=None).order_by("at")
    messages.sort(key=lambda m: (m.at, m.direction, m.part_number or 0, m.id))
    whose = {message.id: message.conversation_id for message in messages}
    held = [held_message(message) for message in messages if message.taken_back_at is None]
    held += [held_translation(said, whose[said.message_id]) for said in translations]
    texts, _sealed = open_texts(held, "case", viewer)
    read = Read(one, [row for row in family if row is not one], messages, translations, [], [])
    names = accounts.colleague_names()
    lines = tuple(line_of(message, read, texts, names, reader) for message in messages)
    return Told(lines, one.helped, one.question)


def _family(viewer: Actor, ref: UUID) -> list[Conversation]:
    """The conversation and what was merged into it: which they are, and no word of them."""
    with room("reach", viewer):
        found = Conversation.objects.filter(Q(id=ref) | Q(merged_into_id=ref))
        mine = found.filter(scope_id__in=viewer.scopes).order_by("opened_at")
        return list(mine.only("id", "reference", "case_id", "helped", "question"))
