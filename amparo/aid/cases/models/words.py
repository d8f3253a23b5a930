"""What sender and receiver say to each other on a referral: each side keeps its own rows."""

from typing import ClassVar

from django.db import models

from amparo.aid.cases import states
from amparo.kernel.purposes import Keep, Sensitivity
from amparo.kernel.register import Register, Scoped, held


class Word(models.Model):
    """One question, reply or report, sealed under the key of the side whose row this is."""

    id = models.UUIDField(primary_key=True)
    scope_id = models.UUIDField()
    key_id = models.UUIDField()  # the sender's case, or the receiver's row
    referral_id = models.UUIDField()
    twin_id = models.UUIDField()  # the same on both sides
    kind = models.CharField(max_length=12, choices=states.WordKind.choices)
    said_at = models.DateTimeField()
    said_by_id = models.UUIDField()  # a colleague of either side, or a link
    sealed_text = models.BinaryField()  # the words, and the name typed at a link

    register: ClassVar = Register(
        room="aid",
        rows=Scoped(subject="key_id"),
        fields={
            **held(
                Sensitivity.SEALED, Keep.CASE_CLOSED_1Y, "what must be asked to help", "sealed_text"
            ),
            **held(
                Sensitivity.CASE,
                Keep.CASE_CLOSED_1Y,
                "who asked what when",
                "id scope_id key_id referral_id twin_id kind said_at said_by_id",
            ),
        },
    )

    class Meta:
        db_table = "aid_referral_word"
        constraints: ClassVar = [
            # Heard twice, kept once.
            models.UniqueConstraint(fields=["key_id", "twin_id"], name="word_once_a_side"),
        ]
