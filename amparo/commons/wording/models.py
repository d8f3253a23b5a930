"""What was said of each sentence, and who has signed a language."""

from typing import ClassVar

from django.db import models

from amparo.commons.wording import states
from amparo.kernel.authority import Power
from amparo.kernel.purposes import Keep, Sensitivity
from amparo.kernel.register import Open, Register, held


class Wording(models.Model):
    """One sentence in one language. Without a row it stands as it was shipped, unread."""

    id = models.UUIDField(primary_key=True)
    language = models.CharField(max_length=12)
    key = models.CharField(max_length=32)  # of the English original
    original = models.TextField()
    state = models.CharField(max_length=12, choices=states.State.choices, default="drafted")
    texts = models.JSONField(default=list)  # of a corrected one: a text for each plural form
    over = models.CharField(max_length=32, blank=True)  # of which text a confirmation speaks
    before = models.JSONField(default=dict)  # what undoing brings back
    changed_at = models.DateTimeField()
    changed_by_id = models.UUIDField()

    register: ClassVar = Register(
        room="commons",
        rows=Open(write=Power.REVIEW_WORDING),
        fields={
            **held(
                Sensitivity.OPEN,
                Keep.WHILE_TRUE,
                "what the public pages say",
                "id language key original state texts over before changed_at",
            ),
            **held(Sensitivity.STAFF, Keep.WHILE_TRUE, "who answers for it", "changed_by_id"),
        },
    )

    class Meta:
        db_table = "commons_wording"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["language", "key"], name="wording_once"),
            models.CheckConstraint(
                condition=models.Q(changed_at__isnull=False, changed_by_id__isnull=False),
                name="wording_changed_by_someone",
            ),
        ]


class WordingSignature(models.Model):
    """A native reader answers for a language with the name that she wants to be shown."""

    id = models.UUIDField(primary_key=True)
    language = models.CharField(max_length=12)
    shown_name = models.CharField(max_length=80, blank=True)  # empty: «a named reviewer»
    version = models.CharField(max_length=32)  # of all sentences and texts that were read
    sentences = models.PositiveIntegerField()
    signed_at = models.DateTimeField()
    signed_by_id = models.UUIDField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by_id = models.UUIDField(null=True)

    register: ClassVar = Register(
        room="commons",
        rows=Open(write=Power.REVIEW_WORDING),
        fields={
            **held(
                Sensitivity.OPEN,
                Keep.WHILE_TRUE,
                "which language was read, and when",
                "id language version sentences signed_at withdrawn_at",
            ),
            **held(
                Sensitivity.STAFF,
                Keep.WHILE_TRUE,
                "who answers for it",
                "shown_name signed_by_id withdrawn_by_id",
            ),
        },
    )

    class Meta:
        db_table = "commons_wording_signature"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(signed_at__isnull=False, signed_by_id__isnull=False),
                name="wording_signed_by_someone",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True, withdrawn_by_id__isnull=True)
                | models.Q(withdrawn_at__isnull=False, withdrawn_by_id__isnull=False),
                name="wording_withdrawn_by_someone",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["language"], name="wording_signature_language")]
