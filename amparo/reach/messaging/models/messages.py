"""Texts in and out, and their translations."""

from typing import ClassVar

from django.db import models

from amparo.kernel.purposes import Keep, Sensitivity
from amparo.kernel.register import Register, Scoped, held
from amparo.reach.messaging import states
from amparo.reach.messaging.models.conversations import Conversation


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
    checked_at = models.DateTimeField(null=True)  # by a second person
    checked_by_id = models.UUIDField(null=True)

    register: ClassVar = Register(
        room="reach",
        rows=Scoped(beside=("message_id", "reach_message", "conversation_id")),
        fields={
            **held(Sensitivity.SEALED, Keep.CASE_CLOSED_1Y, "what was said", "sealed_text"),
            **held(
                Sensitivity.CASE,
                Keep.CASE_CLOSED_1Y,
                "whose words these are",
                "id scope_id message language author_id at checked_at checked_by_id",
            ),
        },
    )

    class Meta:
        db_table = "reach_translation"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["message", "language"], name="translation_once"),
            models.CheckConstraint(
                condition=models.Q(checked_at__isnull=True, checked_by_id__isnull=True)
                | models.Q(checked_at__isnull=False, checked_by_id__isnull=False)
                & ~models.Q(checked_by_id=models.F("author_id")),
                name="translation_checked_by_another",
            ),
        ]
        indexes: ClassVar = [
            # Used by: the translators' list, what nobody has checked.
            models.Index(
                fields=["-at"],
                name="translation_unchecked",
                condition=models.Q(checked_at__isnull=True),
            ),
        ]


class TranslationAsk(models.Model):
    """Someone needs a message in another language; whoever can takes it, and it is done."""

    id = models.UUIDField(primary_key=True)
    scope_id = models.UUIDField()
    message = models.ForeignKey(Message, models.CASCADE, related_name="asks")
    language = models.CharField(max_length=12)  # into which
    asked_at = models.DateTimeField()
    asked_by_id = models.UUIDField()
    taken_at = models.DateTimeField(null=True)
    taken_by_id = models.UUIDField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by_id = models.UUIDField(null=True)

    register: ClassVar = Register(
        room="reach",
        rows=Scoped(),
        fields=held(
            Sensitivity.CASE,
            Keep.CASE_CLOSED_1Y,
            "nobody waits long for a translation",
            "id scope_id message language asked_at asked_by_id taken_at taken_by_id",
            "done_at done_by_id",
        ),
    )

    class Meta:
        db_table = "reach_translation_ask"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(taken_at__isnull=True, taken_by_id__isnull=True)
                | models.Q(taken_at__isnull=False, taken_by_id__isnull=False),
                name="ask_taken_by_someone",
            ),
            models.CheckConstraint(
                condition=models.Q(done_at__isnull=True, done_by_id__isnull=True)
                | models.Q(done_at__isnull=False, done_by_id__isnull=False),
                name="ask_done_by_someone",
            ),
            # Asked twice, it waits once.
            models.UniqueConstraint(
                fields=["message", "language"],
                name="ask_open_once",
                condition=models.Q(done_at__isnull=True),
            ),
        ]
        indexes: ClassVar = [
            # Used by: the translators' list, who waits longest first.
            models.Index(
                fields=["asked_at"], name="ask_open", condition=models.Q(done_at__isnull=True)
            ),
        ]
