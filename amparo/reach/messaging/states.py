"""States of envelopes, conversations and messages, with the moves that are allowed."""

from django.db import models


class EnvelopeState(models.TextChoices):
    """What has become of a sealed envelope."""

    NEW = "new", "stored, not read yet"
    TAKEN = "taken", "a worker is reading it"
    HANDLED = "handled", "read and emptied"
    UNREADABLE = "unreadable", "could not be opened; kept, and shown to people"


class ConversationState(models.TextChoices):
    """Where a conversation stands, in the words a person is told."""

    RECEIVED = "received", "received"
    READ = "read", "read"
    WORKED_ON = "worked_on", "worked on"
    PASSED_ON = "passed_on", "passed on"
    CLOSED = "closed", "closed"


CONVERSATION_MOVES: dict[str, frozenset[str]] = {
    ConversationState.RECEIVED: frozenset({"read", "worked_on", "passed_on", "closed"}),
    ConversationState.READ: frozenset({"worked_on", "passed_on", "closed"}),
    ConversationState.WORKED_ON: frozenset({"passed_on", "closed"}),
    ConversationState.PASSED_ON: frozenset({"worked_on", "closed"}),
    ConversationState.CLOSED: frozenset({"received", "worked_on"}),
}


class Direction(models.TextChoices):
    """Which way a message went."""

    IN = "in", "from the person"
    OUT = "out", "to the person"


class Delivery(models.TextChoices):
    """What is known of an outgoing message. An unfinished one is never resent by the machine."""

    NONE = "", "not for a gateway"
    QUEUED = "queued", "waits to be sent"
    SENDING = "sending", "handed to the gateway, no answer yet"
    SENT = "sent", "taken by the gateway"
    DELIVERED = "delivered", "arrived"
    FAILED = "failed", "did not arrive"
    UNKNOWN = "unknown", "the gateway may or may not have it"
    STOPPED = "stopped", "the person asked us to stop"


DELIVERY_MOVES: dict[str, frozenset[str]] = {
    Delivery.QUEUED: frozenset({"sending", "stopped", "failed"}),
    Delivery.SENDING: frozenset({"sent", "failed", "unknown", "delivered", "queued"}),
    Delivery.SENT: frozenset({"delivered", "failed", "unknown"}),
    Delivery.UNKNOWN: frozenset({"sent", "delivered", "failed", "queued"}),
    Delivery.FAILED: frozenset({"queued", "delivered"}),
    Delivery.DELIVERED: frozenset(),
    Delivery.STOPPED: frozenset(),
}


class ConversationKind(models.TextChoices):
    """What someone came with."""

    REQUEST = "request", "asks for help"
    CONCERN = "concern", "is worried about someone, or about a place"


class OrderKind(models.TextChoices):
    """What a page asks the worker to do to a conversation."""

    KIN = "kin", "a relative's code, which shows the status only"
    FACE = "face", "a new code for the person, who stands before an officer"
    SMS = "sms", "a new code for the person, sent to the number she gave"
    NUMBER = "number", "the right number instead of a doubtful one"


class Question(models.TextChoices):
    """The one question that a conversation may be waiting to have answered."""

    NONE = "", "none"
    HELPED = "helped", "did it help?"


class Helped(models.TextChoices):
    """The four answers to "did it help?"."""

    NONE = "", "not asked"
    YES = "yes", "yes"
    PARTLY = "partly", "partly"
    NO = "no", "no"
    NOT_YET = "not_yet", "not yet"
