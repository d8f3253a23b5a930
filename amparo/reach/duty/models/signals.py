"""Early signs of trouble, told on purpose by trusted observers; no chat is ever listened to."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from amparo.kernel.authority import Power
from amparo.kernel.purposes import Keep, Sensitivity
from amparo.kernel.register import Guarded, Register, Scoped, held
from amparo.reach.duty.states import Level, What


class Situation(models.Model):
    """Something that may be coming, somewhere. Staff of the organisations that asked see it."""

    id = models.UUIDField(primary_key=True)
    scope_id = models.UUIDField()  # where it was first told
    what = models.CharField(max_length=12, choices=What.choices)
    place_id = models.UUIDField(null=True)
    place = models.CharField(max_length=120)
    level = models.CharField(max_length=8, choices=Level.choices, default=Level.HEARD)
    sources = models.PositiveSmallIntegerField(default=1)  # independent organisations
    opened_at = models.DateTimeField()
    opened_by_id = models.UUIDField()
    level_at = models.DateTimeField()
    level_by_id = models.UUIDField()

    register: ClassVar = Register(
        room="reach",
        rows=Guarded(Power.MACHINE, staff=True),
        fields=held(
            Sensitivity.STAFF,
            Keep.CASE_CLOSED_1Y,
            "a warning in time; it names no person",
            "id scope_id what place_id place level sources opened_at opened_by_id",
            "level_at level_by_id",
        ),
    )

    class Meta:
        db_table = "reach_situation"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(opened_at__isnull=False, opened_by_id__isnull=False)
                & Q(level_at__isnull=False, level_by_id__isnull=False),
                name="situation_by_someone",
            ),
            # The same thing at the same place is one situation until the all-clear.
            models.UniqueConstraint(
                fields=["what", "place"], condition=~Q(level="clear"), name="situation_once"
            ),
        ]


class Report(models.Model):
    """What one observer told of it. The words are sealed under the situation's key."""

    id = models.UUIDField(primary_key=True)
    situation = models.ForeignKey(Situation, models.CASCADE, related_name="reports")
    organisation_id = models.UUIDField()
    sure = models.PositiveSmallIntegerField()  # 3 seen it, 2 from who saw it, 1 heard
    sealed_words = models.BinaryField(default=bytes)
    told_at = models.DateTimeField()
    told_by_id = models.UUIDField()

    register: ClassVar = Register(
        room="reach",
        rows=Guarded(Power.MACHINE, staff=True),
        fields={
            **held(Sensitivity.SEALED, Keep.CASE_CLOSED_1Y, "what was seen", "sealed_words"),
            **held(
                Sensitivity.STAFF,
                Keep.CASE_CLOSED_1Y,
                "how many independent organisations say so",
                "id situation organisation_id sure told_at told_by_id",
            ),
        },
    )

    class Meta:
        db_table = "reach_report"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(told_at__isnull=False, told_by_id__isnull=False),
                name="report_by_someone",
            ),
            models.CheckConstraint(condition=Q(sure__gte=1, sure__lte=3), name="report_sure"),
        ]


class Subscription(models.Model):
    """An organisation or line that wants to be told of what may be coming."""

    scope_id = models.UUIDField(primary_key=True)
    asked_at = models.DateTimeField()
    asked_by_id = models.UUIDField()

    register: ClassVar = Register(
        room="reach",
        rows=Scoped(),
        fields=held(
            Sensitivity.STAFF,
            Keep.WHILE_TRUE,
            "who wants to be warned",
            "scope_id asked_at asked_by_id",
        ),
        delete=True,
    )

    class Meta:
        db_table = "reach_subscription"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(asked_at__isnull=False, asked_by_id__isnull=False),
                name="subscription_by_someone",
            ),
        ]


class Heard(models.Model):
    """An organisation says that it has heard the warning, at the level it had then."""

    id = models.UUIDField(primary_key=True)
    situation = models.ForeignKey(Situation, models.CASCADE, related_name="heard")
    scope_id = models.UUIDField()
    level = models.CharField(max_length=8, choices=Level.choices)
    heard_at = models.DateTimeField()
    heard_by_id = models.UUIDField()

    register: ClassVar = Register(
        room="reach",
        rows=Guarded(Power.MACHINE, staff=True),
        fields=held(
            Sensitivity.STAFF,
            Keep.CASE_CLOSED_1Y,
            "a warning that nobody heard is no warning",
            "id situation scope_id level heard_at heard_by_id",
        ),
    )

    class Meta:
        db_table = "reach_heard"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["situation", "scope_id", "level"], name="heard_once"),
            models.CheckConstraint(
                condition=Q(heard_at__isnull=False, heard_by_id__isnull=False),
                name="heard_by_someone",
            ),
        ]
