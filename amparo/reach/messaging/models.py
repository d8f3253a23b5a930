"""Envelopes as they came, conversations, messages and contact points; texts only sealed."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Case, F, Value, When

from amparo.kernel.purposes import Keep, Sensitivity
from amparo.kernel.register import Machine, Register, Scoped, held
from amparo.reach.messaging import states

# What `messages_in` holds. A flood beyond it is still taken in, only not counted.
MOST_COUNTED = 32_767
_CLEAR = "to sort what waits, without opening anything"


class Envelope(models.Model):
    """What a door took in, sealed for the keyholder. Emptied once it is understood."""

    id = models.UUIDField(primary_key=True)
    received_at = models.DateTimeField()
    channel = models.CharField(max_length=24)
    head = models.BinaryField()
    body = models.BinaryField()
    state = models.CharField(
        max_length=12,
        choices=states.EnvelopeState.choices,
        default=states.EnvelopeState.NEW,
        db_default=states.EnvelopeState.NEW,
    )
    taken_at = models.DateTimeField(null=True)
    handled_at = models.DateTimeField(null=True)

    register: ClassVar = Register(
        room="reach",
        rows=Machine(insert=("door",)),
        fields={
            **held(Sensitivity.SEALED, Keep.UNTIL_HANDLED, "what the person wrote", "head", "body"),
            **held(
                Sensitivity.CASE,
                Keep.CASE_CLOSED_1Y,
                "a repeat stores nothing",
                "id received_at channel state taken_at handled_at",
            ),
        },
    )

    class Meta:
        db_table = "reach_envelope"
        indexes: ClassVar = [
            # Used by: the worker, oldest first; handled rows are not in it.
            models.Index(
                fields=["received_at"],
                name="envelope_open",
                condition=models.Q(state__in=["new", "taken"]),
            ),
        ]


class Contact(models.Model):
    """A way to reach someone. The number itself is sealed; `index` joins its messages."""

    id = models.UUIDField(primary_key=True)
    scope_id = models.UUIDField()
    channel = models.CharField(max_length=24)
    index = models.BinaryField()  # whole keyed hash, computed in the keyholder
    sealed_address = models.BinaryField()  # key class *contact* of this id
    doubtful = models.BooleanField(default=False)  # could not be brought to E.164
    language = models.CharField(max_length=12, blank=True)
    stopped_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()

    register: ClassVar = Register(
        room="reach",
        rows=Scoped(),
        fields={
            **held(Sensitivity.SEALED, Keep.CASE_CLOSED_1Y, "to answer", "index", "sealed_address"),
            **held(
                Sensitivity.CASE,
                Keep.CASE_CLOSED_1Y,
                "to answer in the right way",
                "id scope_id channel doubtful language stopped_at made_at",
            ),
        },
    )

    class Meta:
        db_table = "reach_contact"
        constraints: ClassVar = [
            # The index is a keyed hash: a unique constraint on it tells nobody a number.
            models.UniqueConstraint(fields=["scope_id", "channel", "index"], name="contact_once"),
        ]


class Conversation(models.Model):
    """All that one person and we said to each other about one thing."""

    id = models.UUIDField(primary_key=True)
    scope_id = models.UUIDField()
    reference = models.CharField(max_length=8)  # six characters; names it to staff, opens nothing
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, related_name="conversations")
    channel = models.CharField(max_length=24)
    state = models.CharField(
        max_length=12,
        choices=states.ConversationState.choices,
        default=states.ConversationState.RECEIVED,
    )
    language = models.CharField(max_length=12, default="und")
    language_sure = models.BooleanField(default=False)
    answer_language = models.CharField(max_length=12, blank=True)
    needs = ArrayField(models.CharField(max_length=32), default=list)
    needs_decided = models.BooleanField(default=False)
    urgency = models.PositiveSmallIntegerField(default=0)  # 4 now … 1 no rush, 0 not sorted
    urgency_decided = models.BooleanField(default=False)
    # The order in which people read: what nobody has sorted comes right after Now.
    rank = models.GeneratedField(
        expression=Case(
            When(urgency=4, then=Value(5)),
            When(urgency=0, then=Value(4)),
            default=F("urgency"),
            output_field=models.PositiveSmallIntegerField(),
        ),
        output_field=models.PositiveSmallIntegerField(),
        db_persist=True,
    )
    cell = models.BigIntegerField(null=True)  # H3 resolution 7 or coarser
    place_decided = models.BooleanField(default=False)
    sealed_notes = models.BinaryField(default=bytes)  # place in words, reasons, in her own words
    people = models.PositiveSmallIntegerField(null=True)
    cover = models.BooleanField(default=False)  # outgoing SMS carry the cover text only
    own_phone = models.BooleanField(default=False)
    # Parts of the day when an SMS is safe: morning afternoon evening night. Empty: any time.
    safe_hours = ArrayField(models.CharField(max_length=12), default=list)
    question = models.CharField(
        max_length=12, choices=states.Question.choices, blank=True, default=""
    )
    question_at = models.DateTimeField(null=True)
    helped = models.CharField(max_length=12, choices=states.Helped.choices, blank=True, default="")
    opened_at = models.DateTimeField()
    last_in_at = models.DateTimeField()
    waiting_since = models.DateTimeField(null=True)  # null: nobody waits for us
    first_answer_at = models.DateTimeField(null=True)
    taken_by_id = models.UUIDField(null=True)
    taken_at = models.DateTimeField(null=True)
    case_id = models.UUIDField(null=True)
    messages_in = models.PositiveSmallIntegerField(default=0)

    register: ClassVar = Register(
        room="reach",
        rows=Scoped(subject="id"),
        fields={
            **held(Sensitivity.SEALED, Keep.CASE_CLOSED_1Y, "why it was sorted so", "sealed_notes"),
            **held(
                Sensitivity.CASE,
                Keep.CASE_CLOSED_1Y,
                _CLEAR,
                "id scope_id reference contact channel state language language_sure",
                "answer_language needs needs_decided urgency urgency_decided rank cell",
                "place_decided people cover own_phone safe_hours question question_at helped",
                "opened_at last_in_at waiting_since first_answer_at taken_by_id",
                "taken_at case_id messages_in",
            ),
        },
    )

    class Meta:
        db_table = "reach_conversation"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(urgency__lte=4), name="conversation_urgency_known"
            ),
            models.CheckConstraint(
                condition=models.Q(taken_by_id__isnull=True, taken_at__isnull=True)
                | models.Q(taken_by_id__isnull=False, taken_at__isnull=False),
                name="conversation_taken_with_time",
            ),
        ]
        indexes: ClassVar = [
            # Used by: the queue, most urgent first, then who waits longest. The scope does not
            # lead: an officer has several, and PostgreSQL could not read in this order then.
            models.Index(
                fields=["-rank", "waiting_since", "id"],
                name="queue_order",
                condition=models.Q(waiting_since__isnull=False),
            ),
            # Used by: the queue filtered by language.
            models.Index(
                fields=["language", "-rank", "waiting_since", "id"],
                name="queue_language",
                condition=models.Q(waiting_since__isnull=False),
            ),
            # Used by: the queue's counts, which read nothing but this index.
            models.Index(
                fields=["urgency", "language", "waiting_since"],
                include=["scope_id", "taken_by_id", "id"],
                name="queue_counts",
                condition=models.Q(waiting_since__isnull=False),
            ),
            # Used by: what is mine.
            models.Index(
                fields=["taken_by_id"],
                name="queue_mine",
                condition=models.Q(taken_by_id__isnull=False),
            ),
            # Used by: the queue filtered by need.
            GinIndex(
                fields=["needs"],
                name="queue_needs",
                condition=models.Q(waiting_since__isnull=False),
            ),
            # Used by: staff who are told a reference over the phone.
            models.Index(fields=["reference"], name="conversation_reference"),
            # Used by: landing, the newest conversation of one contact.
            models.Index(fields=["contact", "-last_in_at"], name="conversation_of_contact"),
        ]


class Message(models.Model):
    """One text in or out, sealed under its conversation's key. An inbound one keeps the
    envelope's id, so that a batch done twice writes it once."""

    id = models.UUIDField(primary_key=True)
    scope_id = models.UUIDField()
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="messages")
    direction = models.CharField(max_length=3, choices=states.Direction.choices)
    channel = models.CharField(max_length=24)
    kind = models.CharField(max_length=16, default="text")  # text, ack, cover, status, question
    at = models.DateTimeField()
    sealed_text = models.BinaryField()
    language = models.CharField(max_length=12, default="und")
    part_ref = models.CharField(max_length=24, blank=True)
    part_number = models.PositiveSmallIntegerField(null=True)
    part_total = models.PositiveSmallIntegerField(null=True)
    author_id = models.UUIDField(null=True)
    delivery = models.CharField(
        max_length=12, choices=states.Delivery.choices, blank=True, default=""
    )
    delivery_at = models.DateTimeField(null=True)
    delivery_reason = models.CharField(max_length=120, blank=True)
    taken_back_at = models.DateTimeField(null=True)

    register: ClassVar = Register(
        room="reach",
        rows=Scoped(subject="conversation_id"),
        fields={
            **held(Sensitivity.SEALED, Keep.CASE_CLOSED_1Y, "what was said", "sealed_text"),
            **held(
                Sensitivity.CASE,
                Keep.CASE_CLOSED_1Y,
                "in which order, which way, whether it arrived",
                "id scope_id conversation direction channel kind at language part_ref",
                "part_number part_total author_id delivery delivery_at",
                "delivery_reason taken_back_at",
            ),
        },
    )

    class Meta:
        db_table = "reach_message"
        indexes: ClassVar = [
            # Used by: the thread of one conversation.
            models.Index(fields=["conversation", "at"], name="message_thread"),
            # Used by: the queue, to show what did not arrive.
            models.Index(
                fields=["conversation"],
                name="message_trouble",
                condition=models.Q(delivery__in=["failed", "unknown"]),
            ),
            # Used by: the sender, oldest first.
            models.Index(
                fields=["delivery", "at"],
                name="message_outbox",
                condition=models.Q(delivery__in=["queued", "sending", "unknown"]),
            ),
        ]


class Translation(models.Model):
    """A message in another language, and who wrote it."""

    id = models.UUIDField(primary_key=True)
    scope_id = models.UUIDField()
    message = models.ForeignKey(Message, models.CASCADE, related_name="translations")
    language = models.CharField(max_length=12)
    sealed_text = models.BinaryField()
    author_id = models.UUIDField()
    at = models.DateTimeField()

    register: ClassVar = Register(
        room="reach",
        rows=Scoped(),
        fields={
            **held(Sensitivity.SEALED, Keep.CASE_CLOSED_1Y, "what was said", "sealed_text"),
            **held(
                Sensitivity.CASE,
                Keep.CASE_CLOSED_1Y,
                "whose words these are",
                "id scope_id message language author_id at",
            ),
        },
    )

    class Meta:
        db_table = "reach_translation"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["message", "language"], name="translation_once"),
        ]


class Gateway(models.Model):
    """A gateway's heartbeat: when it last took or brought something."""

    name = models.CharField(primary_key=True, max_length=24)
    heard_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=120, blank=True)

    register: ClassVar = Register(
        room="reach",
        rows=Machine(),
        fields=held(
            Sensitivity.STAFF,
            Keep.WHILE_TRUE,
            "a gateway that fell silent is noticed",
            "name heard_at failed_at reason",
        ),
    )

    class Meta:
        db_table = "reach_gateway"
