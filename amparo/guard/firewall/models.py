"""What left, to whom, why; and what was refused."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from amparo.kernel.purposes import Basis, Keep, Purpose, Sensitivity
from amparo.kernel.register import Register, Scoped, held


class Disclosure(models.Model):
    """One answer of the firewall, committed before anything left."""

    id = models.UUIDField(primary_key=True)
    scope_id = models.UUIDField()
    subject_id = models.UUIDField()
    receiver_id = models.UUIDField()
    receiver_kind = models.CharField(max_length=24)
    purpose = models.CharField(max_length=24, choices=[(one.value, one.value) for one in Purpose])
    basis = models.CharField(max_length=24, choices=[(one.value, one.value) for one in Basis])
    consent_id = models.UUIDField(null=True)
    agreement_id = models.UUIDField(null=True)
    fields = ArrayField(models.CharField(max_length=32))
    made_by_id = models.UUIDField()
    at = models.DateTimeField()
    passed = models.BooleanField()
    reason = models.CharField(max_length=200, blank=True)

    register: ClassVar = Register(
        room="guard",
        rows=Scoped(subject="subject_id"),
        fields=held(
            Sensitivity.CASE,
            Keep.CASE_CLOSED_1Y,
            "the person can see who got what",
            "id scope_id subject_id receiver_id receiver_kind purpose basis consent_id",
            "agreement_id fields made_by_id at passed reason",
        ),
    )

    class Meta:
        db_table = "guard_disclosure"
        indexes: ClassVar = [
            # Used by: "who saw my data" and the case page.
            models.Index(fields=["subject_id", "at"], name="disclosure_of"),
        ]
