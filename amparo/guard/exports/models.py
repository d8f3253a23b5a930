"""Exports that were asked for, and their files in parts."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from amparo.guard.exports import states
from amparo.kernel.purposes import Keep, Sensitivity
from amparo.kernel.register import Own, Register, held


class ExportJob(models.Model):
    """One file that a colleague asked for: what is in it, how far it is, until when it is kept."""

    id = models.UUIDField(primary_key=True)
    what = models.CharField(max_length=32)  # the key of a source
    scopes = ArrayField(models.UUIDField(), default=list)  # whose rows; none where all may be seen
    filters = models.JSONField(default=dict)
    shape = models.CharField(max_length=8, choices=states.Shape.choices)
    mark = models.BooleanField(default=False)  # a byte order mark, for spreadsheets
    asked_at = models.DateTimeField()
    asked_by_id = models.UUIDField()
    state = models.CharField(
        max_length=12, choices=states.ExportState.choices, default=states.ExportState.WAITING
    )
    failed = models.CharField(max_length=12, choices=states.Failed.choices, blank=True, default="")
    rows_done = models.BigIntegerField(default=0)
    rows_expected = models.BigIntegerField(default=0)
    bytes = models.BigIntegerField(default=0)
    parts = models.PositiveIntegerField(default=0)
    cursor = models.CharField(max_length=120, blank=True)  # where the next part begins
    tries = models.PositiveSmallIntegerField(default=0)  # of the next part
    turn_id = models.UUIDField(null=True)  # of the worker that writes the next part now
    free_from = models.DateTimeField()  # when another worker may take the next part
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    register: ClassVar = Register(
        room="guard",
        rows=Own(actor="asked_by_id"),
        fields=held(
            Sensitivity.STAFF,
            Keep.AUDIT_5Y,
            "who took which rows out, and how far the file is",
            "id what scopes filters shape mark asked_at asked_by_id state failed rows_done",
            "rows_expected bytes parts cursor tries turn_id free_from started_at finished_at",
            "expires_at",
        ),
    )

    class Meta:
        db_table = "guard_export_job"
        indexes: ClassVar = [
            # Used by: the worker, whoever has waited longest for a turn.
            models.Index(
                fields=["free_from"],
                name="export_open",
                condition=models.Q(state__in=["waiting", "running"]),
            ),
            # Used by: the asker's list, newest first.
            models.Index(fields=["asked_by_id", "-asked_at"], name="export_list"),
        ]


class ExportPart(models.Model):
    """Some ten thousand rows of a file, compressed. Deleted when the file expires."""

    id = models.UUIDField(primary_key=True)  # comes out the same for the same job and number
    job = models.ForeignKey(ExportJob, models.CASCADE, related_name="+")
    asked_by_id = models.UUIDField()
    number = models.PositiveIntegerField()
    begins = models.BigIntegerField()  # the place in the file of its first byte
    size = models.PositiveIntegerField()  # bytes of the file in it
    packed = models.BinaryField()

    register: ClassVar = Register(
        room="guard",
        rows=Own(actor="asked_by_id"),
        fields=held(
            Sensitivity.CASE,
            Keep.UNTIL_HANDLED,
            "rows that stand in the clear elsewhere, for one day",
            "id job asked_by_id number begins size packed",
        ),
        delete=True,
    )

    class Meta:
        db_table = "guard_export_part"
        indexes: ClassVar = [
            # Used by: a download, in order, from any place.
            models.Index(fields=["job", "number"], name="export_part_of"),
        ]
