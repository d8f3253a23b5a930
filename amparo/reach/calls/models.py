"""Calls that were promised, and what is said on the line, step by step."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from amparo.kernel.purposes import Keep, Sensitivity
from amparo.kernel.register import Register, Scoped, held
from amparo.reach.calls import states


class CallBack(models.Model):
    """A promise to call someone. Its number is sealed under a key of its own, so that no page
    that shows a conversation opens it by the way."""

    id = models.UUIDField(primary_key=True)
    scope_id = models.UUIDField()
    conversation_id = models.UUIDField()  # no foreign key: the call may not be read in yet
    reference = models.CharField(max_length=8)
    language = models.CharField(max_length=12, default="und")
    interpreter = models.BooleanField(default=False)
    safe_hours = ArrayField(models.CharField(max_length=12), default=list)
    sealed_number = models.BinaryField(default=bytes)
    due_at = models.DateTimeField()
    promised_at = models.DateTimeField()
    promised_by_id = models.UUIDField()
    tries = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    tried_by_id = models.UUIDField(null=True)
    outcome = models.CharField(
        max_length=16, choices=states.Outcome.choices, blank=True, default=""
    )
    shown_at = models.DateTimeField(null=True)  # when the number was opened last
    shown_by_id = models.UUIDField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by_id = models.UUIDField(null=True)

    register: ClassVar = Register(
        room="reach",
        rows=Scoped(),
        fields={
            **held(Sensitivity.SEALED, Keep.UNTIL_HANDLED, "to be called back", "sealed_number"),
            **held(
                Sensitivity.CASE,
                Keep.CASE_CLOSED_1Y,
                "whoever was promised a call is called",
                "id scope_id conversation_id reference language interpreter safe_hours due_at",
                "promised_at promised_by_id tries tried_at tried_by_id outcome shown_at",
                "shown_by_id done_at done_by_id",
            ),
        },
    )

    class Meta:
        db_table = "reach_callback"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(tried_at__isnull=True, tried_by_id__isnull=True)
                | models.Q(tried_at__isnull=False, tried_by_id__isnull=False),
                name="callback_tried_by_someone",
            ),
            models.CheckConstraint(
                condition=models.Q(shown_at__isnull=True, shown_by_id__isnull=True)
                | models.Q(shown_at__isnull=False, shown_by_id__isnull=False),
                name="callback_shown_to_someone",
            ),
            models.CheckConstraint(
                condition=models.Q(done_at__isnull=True, done_by_id__isnull=True)
                | models.Q(done_at__isnull=False, done_by_id__isnull=False),
                name="callback_done_by_someone",
            ),
        ]
        indexes: ClassVar = [
            # Used by: the list, who is to be called first.
            models.Index(
                fields=["due_at"], name="callback_due", condition=models.Q(done_at__isnull=True)
            ),
            # Used by: the cap on numbers that one officer opens.
            models.Index(
                fields=["shown_by_id", "shown_at"],
                name="callback_shown",
                condition=models.Q(shown_by_id__isnull=False),
            ),
            # Used by: a conversation's page.
            models.Index(fields=["conversation_id"], name="callback_of"),
        ]


class ScriptStep(models.Model):
    """What a line says at one step of a call, in one language, instead of the draft that ships."""

    id = models.UUIDField(primary_key=True)
    scope_id = models.UUIDField()
    language = models.CharField(max_length=12)
    step = models.CharField(max_length=16)
    text = models.TextField()
    written_at = models.DateTimeField()
    written_by_id = models.UUIDField()

    register: ClassVar = Register(
        room="reach",
        rows=Scoped(),
        fields=held(
            Sensitivity.STAFF,
            Keep.WHILE_TRUE,
            "every caller hears the same promises",
            "id scope_id language step text written_at written_by_id",
        ),
    )

    class Meta:
        db_table = "reach_script_step"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scope_id", "language", "step"], name="script_once"),
        ]
