"""What one shift leaves to the next: a note, and how much is open."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from amparo.kernel.purposes import Keep, Sensitivity
from amparo.kernel.register import Register, Scoped, held


class HandOver(models.Model):
    """Someone gave the line to the next ones. The note is sealed under a key of its own."""

    id = models.UUIDField(primary_key=True)
    scope_id = models.UUIDField()
    given_at = models.DateTimeField()
    given_by_id = models.UUIDField()
    to_id = models.UUIDField(null=True)  # the colleague who has them now; null: free for all
    sealed_note = models.BinaryField(default=bytes)
    given = models.PositiveIntegerField(default=0)  # how many conversations
    waiting = models.PositiveIntegerField(default=0)
    urgent = models.PositiveIntegerField(default=0)

    register: ClassVar = Register(
        room="reach",
        rows=Scoped(),
        fields={
            **held(
                Sensitivity.SEALED,
                Keep.CASE_CLOSED_1Y,
                "what the next ones must know",
                "sealed_note",
            ),
            **held(
                Sensitivity.STAFF,
                Keep.CASE_CLOSED_1Y,
                "what was open when the shift ended",
                "id scope_id given_at given_by_id to_id given waiting urgent",
            ),
        },
    )

    class Meta:
        db_table = "reach_hand_over"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(given_at__isnull=False, given_by_id__isnull=False),
                name="hand_over_by_someone",
            ),
        ]
        indexes: ClassVar = [
            # Used by: the note on top of the queue.
            models.Index(fields=["scope_id", "-given_at"], name="hand_over_newest"),
        ]


class HandOverRead(models.Model):
    """A colleague has read the note."""

    id = models.UUIDField(primary_key=True)
    scope_id = models.UUIDField()
    hand_over = models.ForeignKey(HandOver, models.CASCADE, related_name="reads")
    read_at = models.DateTimeField()
    read_by_id = models.UUIDField()

    register: ClassVar = Register(
        room="reach",
        rows=Scoped(),
        fields=held(
            Sensitivity.STAFF,
            Keep.CASE_CLOSED_1Y,
            "whoever gave the line knows that it was taken",
            "id scope_id hand_over read_at read_by_id",
        ),
    )

    class Meta:
        db_table = "reach_hand_over_read"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hand_over", "read_by_id"], name="note_read_once"),
            models.CheckConstraint(
                condition=Q(read_at__isnull=False, read_by_id__isnull=False),
                name="note_read_by_someone",
            ),
        ]
