"""One batch of messages on its way from memory to rows: whose they are, where they land."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from amparo.guard.firewall import actions as firewall
from amparo.guard.vault import actions as vault
from amparo.guard.vault.held import Clear
from amparo.kernel import refs
from amparo.kernel.purposes import Purpose
from amparo.kernel.rooms import room
from amparo.reach.messaging import notes as notebook
from amparo.reach.messaging.actions.reading import Arrived
from amparo.reach.messaging.channels.inbound import Inbound
from amparo.reach.messaging.models import Contact, Conversation, Message
from amparo.reach.messaging.notes import Notes
from amparo.reach.messaging.setting import Setting
from amparo.reach.messaging.understanding.numbers import Number, to_e164

# A conversation that was last touched before this can't be landed in any more.
REMEMBERED = timedelta(days=30)
SMS = "kannel"  # a phone number left on a web page is answered by SMS
# Entered in our own forms, by the person or by an officer on the phone: what is ticked is known.
OWN = frozenset({"web", "call"})

Key = tuple[str, str]  # channel and address


@dataclass(frozen=True, slots=True)
class Sender:
    """Whom an answer would go to: a claim of the network, never an identity."""

    key: Key
    number: Number


@dataclass(slots=True)
class Batch:
    """What is known and what will be written. Nothing here is in the database yet."""

    setting: Setting
    arrived: list[Arrived]
    senders: dict[UUID, Sender] = field(default_factory=dict)
    index: dict[Key, bytes] = field(default_factory=dict)
    contacts: dict[Key, Contact] = field(default_factory=dict)
    new_contacts: list[Contact] = field(default_factory=list)
    conversations: dict[UUID, Conversation] = field(default_factory=dict)
    as_read: dict[UUID, tuple[object, ...]] = field(default_factory=dict)
    by_contact: dict[UUID, list[Conversation]] = field(default_factory=dict)
    new: set[UUID] = field(default_factory=set)
    touched: set[UUID] = field(default_factory=set)
    notes: dict[UUID, Notes] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    texts: list[Clear] = field(default_factory=list)
    receipts: list[tuple[str, UUID]] = field(default_factory=list)
    stopped: list[Contact] = field(default_factory=list)

    @property
    def scope(self) -> UUID:
        """The line that these messages came in on."""
        assert self.setting.line is not None
        return self.setting.line

    def add_message(self, message: Message, text: str) -> None:
        """The message will be written, its text sealed under its conversation's key."""
        self.messages.append(message)
        self.texts.append(Clear(message.conversation_id, f"message:{message.id}", text))

    def read_in(self, one: Conversation) -> Conversation:
        """The conversation itself, or the one that it was merged into."""
        head = self.conversations.get(one.merged_into_id) if one.merged_into_id else None
        return head or one

    def wait(self, one: Conversation, since: datetime) -> None:
        """Someone waits for us, where officers read this conversation."""
        head = self.read_in(one)
        head.waiting_since = head.waiting_since or since
        if head is not one:
            self.touched.add(head.id)

    def conversations_of(self, contact: Contact | None) -> list[Conversation]:
        """What this contact has with us, this batch's own included."""
        return self.by_contact.get(contact.id, []) if contact else []


def state_of(conversation: Conversation) -> tuple[object, ...]:
    """Everything of its row, to tell whether anyone has changed it since."""
    values = (getattr(conversation, one.attname) for one in Conversation._meta.concrete_fields)
    return tuple(bytes(one) if isinstance(one, memoryview) else one for one in values)


def address_of(inbound: Inbound, country: str) -> Sender | None:
    """Whom to answer; None when she left no way to be reached."""
    if inbound.channel in OWN:
        given = inbound.extra.get("contact", "")
        if inbound.extra.get("contact_kind") != "phone" or not given:
            return None
        number = to_e164(given, country)
        return Sender((SMS, number.e164 or given), number)
    number = to_e164(inbound.sender, country)
    return Sender((inbound.channel, number.e164 or inbound.sender), number)


def recognise(batch: Batch) -> None:
    """Every sender has a contact, known or new, and its recent conversations are at hand."""
    for one in batch.arrived:
        sender = address_of(one.inbound, batch.setting.country)
        if sender is not None:
            batch.senders[one.id] = sender
    _compute_index(batch)
    _read_known(batch)
    numbers = {sender.key: sender.number for sender in batch.senders.values()}
    for key, number in numbers.items():
        if key not in batch.contacts:
            batch.new_contacts.append(_new_contact(batch, key, number))
    _read_notes(batch)


def _compute_index(batch: Batch) -> None:
    by_channel: dict[str, list[Key]] = {}
    for sender in batch.senders.values():
        by_channel.setdefault(sender.key[0], []).append(sender.key)
    for channel, keys in by_channel.items():
        unique = list(dict.fromkeys(keys))
        hashes = vault.index_of(channel=channel, addresses=[key[1] for key in unique])
        batch.index |= dict(zip(unique, hashes, strict=True))


def _read_known(batch: Batch) -> None:
    by_index = {(key[0], value): key for key, value in batch.index.items()}
    oldest = min(one.at for one in batch.arrived) - REMEMBERED
    with room("reach", batch.setting.actor):
        found = Contact.objects.filter(scope_id=batch.scope, index__in=batch.index.values())
        for contact in found:
            key = by_index.get((contact.channel, bytes(contact.index)))
            if key is not None:
                batch.contacts[key] = contact
        ids = [contact.id for contact in batch.contacts.values()]
        recent = Conversation.objects.filter(contact_id__in=ids, last_in_at__gte=oldest)
        for conversation in recent.order_by("last_in_at"):
            assert conversation.contact_id is not None
            batch.conversations[conversation.id] = conversation
            batch.as_read[conversation.id] = state_of(conversation)
            batch.by_contact.setdefault(conversation.contact_id, []).append(conversation)
        heads = {one.merged_into_id for one in batch.conversations.values() if one.merged_into_id}
        for head in Conversation.objects.filter(id__in=heads - set(batch.conversations)):
            batch.conversations[head.id] = head
            batch.as_read[head.id] = state_of(head)


def _new_contact(batch: Batch, key: Key, number: Number) -> Contact:
    contact = Contact(
        id=refs.new_ref(),
        scope_id=batch.scope,
        channel=key[0],
        index=batch.index[key],
        doubtful=number.doubtful,
        made_at=max(one.at for one in batch.arrived),
    )
    batch.contacts[key] = contact
    return contact


def _read_notes(batch: Batch) -> None:
    known = list(batch.conversations.values())
    held = [notebook.held(one.id, one.sealed_notes) for one in known]
    if not held:
        return
    opened = firewall.reveal(
        what=held, purpose=Purpose.UNDERSTAND, reason="", actor=batch.setting.actor
    )
    for conversation, text in zip(known, opened, strict=True):
        batch.notes[conversation.id] = notebook.read(text or "")
