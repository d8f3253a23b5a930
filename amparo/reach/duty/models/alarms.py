"""What rings until somebody takes it, and whom it rang by SMS."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from amparo.kernel.purposes import Keep, Sensitivity
from amparo.kernel.register import Machine, Own, Register, Scoped, held
from amparo.reach.duty.states import Ended, Kind, Sent


class Alarm(models.Model):
    """Something that must not wait, on one line. It ends by itself when its reason is gone."""

    id = models.UUIDField(primary_key=True)
    scope_id = models.UUIDField()
    kind = models.CharField(max_length=12, choices=Kind.choices)
    about = models.CharField(max_length=40)  # a conversation, a gateway's name, an H3 area
    reference = models.CharField(max_length=8, blank=True)  # names a conversation to staff
    urgency = models.PositiveSmallIntegerField(default=0)
    since = models.DateTimeField()  # since when the person waits, or the gateway is silent
    raised_at = models.DateTimeField()
    level = models.PositiveSmallIntegerField(default=1)
    count = models.PositiveIntegerField(default=1)
    usual = models.PositiveIntegerField(default=0)
    taken_at = models.DateTimeField(null=True)
    taken_by_id = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended = models.CharField(max_length=8, choices=Ended.choices, blank=True, default="")

    register: ClassVar = Register(
        room="reach",
        rows=Scoped(),
        fields=held(
            Sensitivity.CASE,
            Keep.CASE_CLOSED_1Y,
            "nothing waits silently",
            "id scope_id kind about reference urgency since raised_at level count usual",
            "taken_at taken_by_id ended_at ended",
        ),
    )

    class Meta:
        db_table = "reach_alarm"
        constraints: ClassVar = [
            # Two hosts look at the same moment: one of them raises it.
            models.UniqueConstraint(
                fields=["scope_id", "kind", "about"],
                condition=Q(ended_at__isnull=True),
                name="alarm_once",
            ),
            models.CheckConstraint(
                condition=Q(taken_at__isnull=True, taken_by_id__isnull=True)
                | Q(taken_at__isnull=False, taken_by_id__isnull=False),
                name="alarm_taken_by_someone",
            ),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=3), name="alarm_level"),
        ]
        indexes: ClassVar = [
            # Used by: every page of the console, and the round that raises and ends.
            models.Index(
                fields=["scope_id", "-level", "since"],
                name="alarm_open",
                condition=Q(ended_at__isnull=True),
            ),
        ]


class DutyPhone(models.Model):
    """Where a colleague wants to be rung. Only they see it; the number is sealed."""

    staff_id = models.UUIDField(primary_key=True)
    sealed_number = models.BinaryField()  # key class *text* of the colleague's own id
    set_at = models.DateTimeField()
    set_by_id = models.UUIDField()

    register: ClassVar = Register(
        room="reach",
        rows=Own("staff_id"),
        fields={
            **held(Sensitivity.SEALED, Keep.WHILE_TRUE, "to ring who is on duty", "sealed_number"),
            **held(
                Sensitivity.STAFF,
                Keep.WHILE_TRUE,
                "to ring who is on duty",
                "staff_id set_at set_by_id",
            ),
        },
        delete=True,
    )

    class Meta:
        db_table = "reach_duty_phone"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(set_at__isnull=False, set_by_id__isnull=False),
                name="duty_phone_set_by_someone",
            ),
        ]


class Ring(models.Model):
    """One SMS that rang one colleague. `slot` counts five-minute steps: no flood of SMS."""

    id = models.UUIDField(primary_key=True)
    scope_id = models.UUIDField()
    alarm = models.ForeignKey(Alarm, models.CASCADE, related_name="rings")
    staff_id = models.UUIDField()
    level = models.PositiveSmallIntegerField()
    slot = models.BigIntegerField()
    made_at = models.DateTimeField()
    delivery = models.CharField(max_length=8, choices=Sent.choices, default=Sent.QUEUED)
    delivery_at = models.DateTimeField()
    reason = models.CharField(max_length=120, blank=True)

    register: ClassVar = Register(
        room="reach",
        rows=Machine(),
        fields=held(
            Sensitivity.STAFF,
            Keep.CASE_CLOSED_1Y,
            "who was rung, and whether it went out",
            "id scope_id alarm staff_id level slot made_at delivery delivery_at reason",
        ),
    )

    class Meta:
        db_table = "reach_ring"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["staff_id", "level", "slot"], name="ring_once"),
        ]
        indexes: ClassVar = [
            # Used by: the worker that sends, and the page that says what could not go.
            models.Index(
                fields=["made_at"],
                name="ring_open",
                condition=Q(delivery__in=["queued", "sending"]),
            ),
        ]
