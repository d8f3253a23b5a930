"""Consents: what a person agreed to, in which words, for whom, until when."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from amparo.kernel.purposes import Keep, Purpose, Sensitivity
from amparo.kernel.register import Register, Scoped, held


class Consent(models.Model):
    """One yes to one receiver for named fields. No row means no."""

    id = models.UUIDField(primary_key=True)
    scope_id = models.UUIDField()
    subject_id = models.UUIDField()  # the conversation or case it was given in
    purpose = models.CharField(max_length=24, choices=[(one.value, one.value) for one in Purpose])
    receiver_id = models.UUIDField()
    fields = ArrayField(models.CharField(max_length=32))
    text_version = models.CharField(max_length=24)  # which wording was read to her
    language = models.CharField(max_length=12)
    how = models.CharField(max_length=24)  # message, call, face to face, page
    given_at = models.DateTimeField()
    recorded_by_id = models.UUIDField()
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    register: ClassVar = Register(
        room="guard",
        rows=Scoped(subject="subject_id"),
        fields=held(
            Sensitivity.CASE,
            Keep.CASE_CLOSED_1Y,
            "proof of what the person agreed to",
            "id scope_id subject_id purpose receiver_id fields text_version language how",
            "given_at recorded_by_id expires_at withdrawn_at",
        ),
    )

    class Meta:
        db_table = "guard_consent"
        indexes: ClassVar = [
            # Used by: the firewall, before anything leaves.
            models.Index(fields=["subject_id", "receiver_id"], name="consent_for"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("given_at")), name="consent_ends_later"
            ),
        ]
