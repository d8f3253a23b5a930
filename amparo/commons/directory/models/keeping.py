"""How the directory is kept true: what was changed, what may be there twice, what is asked for."""

from typing import ClassVar

from django.db import models

from amparo.commons.directory import states
from amparo.commons.directory.models.services import Service
from amparo.kernel.authority import Power
from amparo.kernel.purposes import Keep, Sensitivity
from amparo.kernel.register import Append, Guarded, Register, held


class Change(models.Model):
    """One change of one entry: its fields before and after. May hold a hidden address."""

    id = models.UUIDField(primary_key=True)
    about_id = models.UUIDField()  # the organisation or the service
    kind = models.CharField(max_length=12, choices=states.Entry.choices)
    verb = models.CharField(max_length=16, choices=states.Verb.choices)
    before = models.JSONField(default=dict)  # {field: value}; empty: the entry is new
    after = models.JSONField(default=dict)
    changed_at = models.DateTimeField()
    changed_by_id = models.UUIDField()

    register: ClassVar = Register(
        room="commons",
        rows=Append(actor="changed_by_id", read=Power.EDIT_DIRECTORY),
        fields=held(
            Sensitivity.STAFF,
            Keep.AUDIT_5Y,
            "who changed what, and to take it back",
            "id about_id kind verb before after changed_at changed_by_id",
        ),
    )

    class Meta:
        db_table = "commons_change"
        indexes: ClassVar = [
            # Used by: the history of one entry.
            models.Index(fields=["about_id", "-changed_at"], name="change_about"),
        ]


class Double(models.Model):
    """Two entries that may be one. Nothing is merged but by a person; a no is remembered."""

    id = models.UUIDField(primary_key=True)  # from the two, so that a pair is there once
    kind = models.CharField(max_length=12, choices=states.Entry.choices)
    one_id = models.UUIDField()
    other_id = models.UUIDField()
    score = models.PositiveSmallIntegerField()  # 0 to 100
    reasons = models.JSONField(default=list)  # [[key, value]]
    decided = models.CharField(max_length=12, choices=states.Decided.choices, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by_id = models.UUIDField(null=True)
    updated_at = models.DateTimeField()

    register: ClassVar = Register(
        room="commons",
        rows=Guarded(power=Power.EDIT_DIRECTORY),
        fields=held(
            Sensitivity.STAFF,
            Keep.WHILE_TRUE,
            "entries that may be there twice",
            "id kind one_id other_id score reasons decided decided_at decided_by_id updated_at",
        ),
        delete=True,
    )

    class Meta:
        db_table = "commons_double"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(
                    models.Q(decided_at__isnull=True, decided_by_id__isnull=True)
                    | models.Q(decided_at__isnull=False, decided_by_id__isnull=False)
                ),
                name="double_decided_by_someone",
            ),
        ]


class Asking(models.Model):
    """That a service was asked once, and when: to keep first what is asked most. Of nobody."""

    id = models.UUIDField(primary_key=True)  # made from what happened, not its own reference
    service = models.ForeignKey(Service, models.PROTECT, related_name="askings")
    asked_on = models.DateField()

    register: ClassVar = Register(
        room="commons",
        rows=Guarded(power=Power.EDIT_DIRECTORY),
        fields=held(
            Sensitivity.STAFF,
            Keep.WHILE_TRUE,
            "which entries to keep true first",
            "id service asked_on",
        ),
        delete=True,
    )

    class Meta:
        db_table = "commons_asking"


class Upload(models.Model):
    """A file that someone is looking through before it is taken in; a day later it is gone."""

    id = models.UUIDField(primary_key=True)
    name = models.CharField(max_length=200)
    source = models.CharField(max_length=48)
    timezone = models.CharField(max_length=64)
    content = models.BinaryField()
    uploaded_at = models.DateTimeField()
    uploaded_by_id = models.UUIDField()

    register: ClassVar = Register(
        room="commons",
        rows=Guarded(power=Power.EDIT_DIRECTORY),
        fields=held(
            Sensitivity.STAFF,
            Keep.UNTIL_HANDLED,
            "to look through a file before it is taken in",
            "id name source timezone content uploaded_at uploaded_by_id",
        ),
        delete=True,
    )

    class Meta:
        db_table = "commons_upload"
