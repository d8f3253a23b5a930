"""Cases and the lines of their story."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from amparo.aid.cases import states
from amparo.kernel.purposes import Keep, Sensitivity
from amparo.kernel.register import Register, Scoped, held


class Case(models.Model):
    """Help to one person or family, from the first word to the outcome."""

    id = models.UUIDField(primary_key=True)
    scope_id = models.UUIDField()
    conversation_id = models.UUIDField(null=True)
    line_id = models.UUIDField(null=True)  # the scope of the conversation, wherever the case goes
    reference = models.CharField(max_length=8)
    state = models.CharField(
        max_length=12, choices=states.CaseState.choices, default=states.CaseState.OPEN
    )
    sealed_wish = models.BinaryField(default=bytes)  # the person's own wish, in words
    wish_kind = models.CharField(max_length=12, blank=True)  # an open list, see states.WishKind
    wish_language = models.CharField(max_length=12, default="en")
    language = models.CharField(max_length=12, default="und")
    needs = ArrayField(models.CharField(max_length=32), default=list)
    urgency = models.PositiveSmallIntegerField(default=0)
    cell = models.BigIntegerField(null=True)
    people = models.PositiveSmallIntegerField(null=True)
    opened_at = models.DateTimeField()
    opened_by_id = models.UUIDField()
    due_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by_id = models.UUIDField(null=True)
    outcome = models.CharField(max_length=24, blank=True)

    register: ClassVar = Register(
        room="aid",
        rows=Scoped(subject="conversation_id"),
        fields={
            **held(Sensitivity.SEALED, Keep.CASE_CLOSED_1Y, "what the person wants", "sealed_wish"),
            **held(
                Sensitivity.CASE,
                Keep.CASE_CLOSED_1Y,
                "to work the case in time",
                "id scope_id conversation_id line_id reference state wish_kind wish_language",
                "language needs urgency cell people opened_at opened_by_id due_at",
                "closed_at closed_by_id outcome",
            ),
        },
    )

    class Meta:
        db_table = "aid_case"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=True, closed_by_id__isnull=True)
                | models.Q(closed_at__isnull=False, closed_by_id__isnull=False),
                name="case_closed_with_who",
            ),
            models.UniqueConstraint(
                fields=["conversation_id"],
                condition=~models.Q(state="closed"),
                name="case_once_open",
            ),
        ]
        indexes: ClassVar = [
            # Used by: the list of cases.
            models.Index(fields=["scope_id", "state", "-opened_at"], name="case_list"),
            # Used by: the same list, what is due first.
            models.Index(fields=["due_at", "-opened_at", "id"], name="case_due"),
        ]


class Entry(models.Model):
    """One line of the story."""

    id = models.UUIDField(primary_key=True)
    scope_id = models.UUIDField()
    case = models.ForeignKey(Case, models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=12, choices=states.EntryKind.choices)
    at = models.DateTimeField()
    by_id = models.UUIDField()
    sealed_text = models.BinaryField(default=bytes)
    referral_id = models.UUIDField(null=True)
    state = models.CharField(max_length=12, blank=True)

    register: ClassVar = Register(
        room="aid",
        rows=Scoped(),
        fields={
            **held(Sensitivity.SEALED, Keep.CASE_CLOSED_1Y, "what was done", "sealed_text"),
            **held(
                Sensitivity.CASE,
                Keep.CASE_CLOSED_1Y,
                "who did what when",
                "id scope_id case kind at by_id referral_id state",
            ),
        },
    )

    class Meta:
        db_table = "aid_entry"
        indexes: ClassVar = [
            # Used by: the case page, top to bottom.
            models.Index(fields=["case", "at"], name="entry_story"),
            # Used by: the day's list, messages that wait for an officer.
            models.Index(
                fields=["at"],
                name="entry_proposed",
                condition=models.Q(kind="proposed", state="open"),
            ),
        ]
