"""Where each text of a batch lands, what it means there, and what the line says at once."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from amparo.kernel import refs
from amparo.reach.messaging import rules
from amparo.reach.messaging.actions.batch import OWN, SMS, Batch
from amparo.reach.messaging.actions.reading import Arrived
from amparo.reach.messaging.channels.inbound import reference_of
from amparo.reach.messaging.concerns import FACTS, GRAVE, needs_of
from amparo.reach.messaging.models import MOST_COUNTED, Contact, Conversation, Message
from amparo.reach.messaging.notes import Notes
from amparo.reach.messaging.places import cell_of
from amparo.reach.messaging.states import (
    ConversationKind,
    Delivery,
    Direction,
    Helped,
    Question,
)
from amparo.reach.messaging.understanding.understand import Understanding, understand
from amparo.reach.messaging.understanding.wishes import keyword
from amparo.reach.messaging.words import say

SURE = 0.8
# What fits the column; beyond it "very many" is all that can be said.
MOST_PEOPLE = 30_000
GRAVE_IS = 3  # today


def land_all(batch: Batch) -> None:
    """Every message of the batch has a conversation; parts of one text are read together."""
    for group in _joined(batch.arrived, batch):
        _land(batch, group)


def _joined(arrived: Sequence[Arrived], batch: Batch) -> list[list[Arrived]]:
    """Messages one by one; parts of the same text from the same sender as one group, in order."""
    groups: dict[object, list[Arrived]] = {}
    for one in arrived:
        part, sender = one.inbound.part, batch.senders.get(one.id)
        key: object = (sender and sender.key, part.ref, part.total) if part else one.id
        groups.setdefault(key, []).append(one)
    for group in groups.values():
        group.sort(key=lambda one: one.inbound.part.number if one.inbound.part else 0)
    return list(groups.values())


def _land(batch: Batch, group: list[Arrived]) -> None:
    first = group[0]
    sender = batch.senders.get(first.id)
    contact = batch.contacts[sender.key] if sender else None
    if first.inbound.channel in OWN:
        _open(batch, group, contact)
        return
    text = "".join(one.inbound.text for one in group)
    word = keyword(text)
    if contact is not None and contact.stopped_at is not None and word != "stop":
        # "Write any time to start again", we told her; anyone could have sent that STOP.
        contact.stopped_at = None
        batch.stopped.append(contact)
    known = [_known(one, batch.read_in(one)) for one in batch.conversations_of(contact)]
    landing = rules.land(word, known, first.at, is_part=first.inbound.part is not None)
    conversation = batch.conversations.get(landing.conversation) if landing.conversation else None
    if landing.where == "new" or (conversation is None and landing.where != "status"):
        conversation = _open(batch, group, contact, quiet=landing.where == "stop")
        if landing.where != "stop":
            return
    elif conversation is not None:
        _keep(batch, group, conversation)
    _answer_word(batch, landing.where, word, conversation, contact, first)


def _known(one: Conversation, head: Conversation) -> rules.Known:
    """What was merged is as open as the one that it is read in."""
    asked_at = one.question_at if one.question else None
    return rules.Known(one.id, head.state, one.last_in_at, asked_at)


def _answer_word(
    batch: Batch,
    where: rules.Where,
    word: rules.Keyword | None,
    conversation: Conversation | None,
    contact: Contact | None,
    first: Arrived,
) -> None:
    """What a command word, an answer or a plain text changes."""
    if where == "stop" and contact is not None and conversation is not None:
        # Anyone can send a STOP in her name: whoever waited keeps her place in the queue.
        if conversation.messages_in == 1 and conversation.merged_into_id is None:
            conversation.waiting_since = None
        else:
            batch.wait(conversation, first.at)
        _speak(batch, conversation, contact, "stopped", first)
        contact.stopped_at = first.at
        batch.stopped.append(contact)
    elif where == "status":
        _tell_status(batch, conversation, contact, first)
    elif where == "question" and conversation is not None:
        conversation.helped = Helped.YES if word == "yes" else Helped.NO
        conversation.question = Question.NONE
        # A "no" is read by a person: what was promised did not happen.
        if word == "no":
            batch.wait(conversation, first.at)
        _speak(batch, conversation, contact, "thanks", first)
    elif conversation is not None:
        batch.wait(conversation, first.at)


def _tell_status(
    batch: Batch, conversation: Conversation | None, contact: Contact | None, first: Arrived
) -> None:
    if conversation is None:
        # Someone who asks for the status of nothing may be in need: it goes to people as well.
        conversation = _open(batch, [first], contact, quiet=True)
        _speak(batch, conversation, contact, "nothing", first)
    else:
        _speak(batch, conversation, contact, str(conversation.state), first)


def _open(
    batch: Batch, group: list[Arrived], contact: Contact | None, *, quiet: bool = False
) -> Conversation:
    """A new conversation with these messages in it, waiting, and the line's first word."""
    first = group[0]
    conversation = Conversation(
        # The same when a worker died half-way and another begins again: the keyholder may have
        # heard already that her receipt leads here.
        id=refs.same_ref(first.id, first.at),
        scope_id=batch.scope,
        reference=reference_of(first.id),
        contact_id=contact.id if contact else None,
        channel=first.inbound.channel,
        opened_at=first.at,
        last_in_at=first.at,
        waiting_since=first.at,
    )
    batch.conversations[conversation.id] = conversation
    batch.new.add(conversation.id)
    batch.notes[conversation.id] = Notes()
    if contact is not None:
        batch.by_contact.setdefault(contact.id, []).append(conversation)
        sender = batch.senders[first.id]
        batch.notes[conversation.id].number = sender.number.reason if contact.doubtful else ""
    if first.inbound.channel in OWN:
        _take_what_she_said(batch, conversation, first)
    _keep(batch, group, conversation)
    if not quiet and first.inbound.channel not in OWN:
        _speak(batch, conversation, contact, "ack", first)
    return conversation


def _take_what_she_said(batch: Batch, conversation: Conversation, first: Arrived) -> None:
    """What was ticked on our own page is a decision, not a suggestion."""
    extra, notes = first.inbound.extra, batch.notes[conversation.id]
    ticked = [one for one in extra.get("needs", "").split(" ") if one]
    conversation.needs, conversation.needs_decided = ticked, bool(ticked)
    if extra.get("kind") == ConversationKind.CONCERN:
        _take_concern(conversation, notes, extra.get("signs", "").split(" "))
    conversation.for_other = extra.get("for_other") == "yes"
    conversation.people = int(extra["people"]) if extra.get("people", "").isdecimal() else None
    notes.told = {name: extra[name] for name in FACTS if extra.get(name)}
    conversation.answer_language = extra.get("answer_language", "")
    conversation.cover = extra.get("cover") == "yes"
    conversation.safe_hours = [one for one in extra.get("safe_hours", "").split(" ") if one]
    notes.place = extra.get("place", "")
    batch.receipts.append((extra["code"], conversation.id))


def _take_concern(conversation: Conversation, notes: Notes, signs: Sequence[str]) -> None:
    """What somebody saw from outside is a suggestion: a person decides what it means."""
    conversation.kind = ConversationKind.CONCERN
    conversation.needs, conversation.needs_decided = list(needs_of(signs)), False
    grave = [one for one in signs if one in GRAVE]
    if grave:
        conversation.urgency = GRAVE_IS
        notes.add("urgency", [f"seen: {one.replace('_', ' ')}" for one in grave])


def _keep(batch: Batch, group: list[Arrived], conversation: Conversation) -> None:
    """The messages are in the conversation, and what they say is added to what is known."""
    text = "".join(one.inbound.text for one in group)
    if group[0].inbound.channel in OWN:
        text = "\n".join(part for part in (text, group[0].inbound.extra.get("place")) if part)
    setting = batch.setting
    found = understand(
        text,
        gazetteer=setting.gazetteer,
        hint=conversation.answer_language or _language_hint(conversation),
        expected=setting.languages,
        country=setting.country,
        ticked=conversation.needs if group[0].inbound.channel in OWN else (),
    )
    _merge(conversation, batch.notes[conversation.id], found)
    for one in group:
        batch.add_message(_message(one, conversation, found.language.language), one.inbound.text)
    conversation.messages_in = min(conversation.messages_in + len(group), MOST_COUNTED)
    conversation.last_in_at = max(conversation.last_in_at, group[-1].at)
    batch.touched.add(conversation.id)
    head = batch.read_in(conversation)
    if head is not conversation:
        # Read there, and as urgent there; what was merged stays as it is, for the way back.
        head.last_in_at = max(head.last_in_at, conversation.last_in_at)
        if not head.urgency_decided:
            head.urgency = max(head.urgency, found.urgency.level)
        batch.touched.add(head.id)


def _language_hint(conversation: Conversation) -> str | None:
    return conversation.language if conversation.language != "und" else None


def _merge(conversation: Conversation, notes: Notes, found: Understanding) -> None:
    """What a person decided stays; suggestions only ever grow more urgent by themselves."""
    if found.language.language != "und" and not conversation.language_sure:
        conversation.language = found.language.language
        conversation.language_sure = found.language.confidence >= SURE
        notes.add("language", found.language.reasons)
    if not conversation.needs_decided:
        names = [*conversation.needs, *(one.need for one in found.needs)]
        conversation.needs = list(dict.fromkeys(names))
    for one in found.needs:
        notes.needs.setdefault(one.need, [])
        notes.needs[one.need] = list(dict.fromkeys([*notes.needs[one.need], *one.reasons]))[:8]
    if not conversation.urgency_decided and found.urgency.level >= conversation.urgency:
        conversation.urgency = found.urgency.level
    if found.urgency.people is not None:
        conversation.people = max(conversation.people or 0, min(found.urgency.people, MOST_PEOPLE))
    notes.add("urgency", found.urgency.reasons)
    if not conversation.place_decided and conversation.cell is None and found.places:
        best = found.places[0]
        conversation.cell = cell_of(best.lat, best.lon)
        notes.place = notes.place or best.label
        notes.add("place_reasons", best.reasons)


def _message(one: Arrived, conversation: Conversation, language: str) -> Message:
    part = one.inbound.part
    return Message(
        id=one.id,
        scope_id=conversation.scope_id,
        conversation_id=conversation.id,
        direction=Direction.IN,
        channel=one.inbound.channel,
        at=one.at,
        language=language,
        part_ref=part.ref[:24] if part else "",
        part_number=part.number if part else None,
        part_total=part.total if part else None,
    )


def _speak(
    batch: Batch, conversation: Conversation, contact: Contact | None, key: str, first: Arrived
) -> None:
    """One of the line's own texts waits to be sent, if there is a number that can be sent to."""
    if contact is None or contact.channel != SMS or contact.doubtful or contact.stopped_at:
        return
    language = conversation.answer_language or conversation.language
    if language == "und" and batch.setting.languages:
        language = batch.setting.languages[0]
    text, said_in = say(key, language, conversation.reference)
    batch.add_message(out(conversation, key, first.at, said_in), text)


def out(
    conversation: Conversation, kind: str, at: datetime, language: str, by: UUID | None = None
) -> Message:
    """An outgoing message that waits to be sent."""
    return Message(
        id=refs.new_ref(),
        scope_id=conversation.scope_id,
        conversation_id=conversation.id,
        direction=Direction.OUT,
        channel=SMS,
        kind=kind,
        at=at,
        language=language,
        author_id=by,
        delivery=Delivery.QUEUED,
    )
