"""The kernel's only table."""

from typing import ClassVar

from django.db import models

from amparo.kernel.authority import Power
from amparo.kernel.purposes import Keep, Sensitivity
from amparo.kernel.register import Append, Register, held


class AuditLine(models.Model):
    """One deed. Only ever added; no foreign key, so that it never interferes with live data."""

    id = models.UUIDField(primary_key=True)
    at = models.DateTimeField()
    actor_id = models.UUIDField()
    actor_kind = models.CharField(max_length=16)
    verb = models.CharField(max_length=64)
    about_id = models.UUIDField(null=True)
    purpose = models.CharField(max_length=32, blank=True)
    outcome = models.CharField(max_length=32)
    detail = models.JSONField(default=dict)

    register: ClassVar = Register(
        room="kernel",
        rows=Append(actor="actor_id", read=Power.READ_AUDIT),
        fields=held(
            Sensitivity.STAFF,
            Keep.AUDIT_5Y,
            "who did what, so that misuse is found",
            "id at actor_id actor_kind verb about_id purpose outcome detail",
        ),
    )

    class Meta:
        app_label = "kernel"
        db_table = "kernel_audit"
        indexes: ClassVar = [
            # Used by: the audit page of one reference, newest first.
            models.Index(fields=["about_id", "-at"], name="audit_about"),
            models.Index(fields=["-at"], name="audit_at"),
        ]
