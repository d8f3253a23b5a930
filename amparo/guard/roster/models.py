"""Shifts, requests between colleagues, who belongs to a line, and when the next one is rung."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from amparo.guard.roster.states import Asked, Part
from amparo.kernel.authority import Power
from amparo.kernel.purposes import Keep, Sensitivity
from amparo.kernel.register import Open, Register, Scoped, held


class Shift(models.Model):
    """Someone is there for a line or an organisation, from one moment to another.

    The zone it was planned in is kept: with it the clock on the wall can always be told, also on
    a night when the clocks change.
    """

    id = models.UUIDField(primary_key=True)
    scope_id = models.UUIDField()
    staff_id = models.UUIDField()
    part = models.CharField(max_length=12, choices=Part.choices, default=Part.OFFICER)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    timezone = models.CharField(max_length=64)
    planned_at = models.DateTimeField()
    planned_by_id = models.UUIDField()

    register: ClassVar = Register(
        room="guard",
        rows=Scoped(),
        fields=held(
            Sensitivity.STAFF,
            Keep.CASE_CLOSED_1Y,
            "who is there when, so that nobody waits unseen",
            "id scope_id staff_id part starts_at ends_at timezone planned_at planned_by_id",
        ),
        read_by=("reach", "aid"),
        delete=True,
    )

    class Meta:
        db_table = "guard_shift"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="shift_forward"),
            models.CheckConstraint(
                condition=Q(planned_at__isnull=False, planned_by_id__isnull=False),
                name="shift_planned_by_someone",
            ),
            # The same shift entered twice is one.
            models.UniqueConstraint(
                fields=["scope_id", "staff_id", "starts_at", "part"], name="shift_once"
            ),
        ]
        indexes: ClassVar = [
            # Used by: the week, and who is on now.
            models.Index(fields=["scope_id", "starts_at"], name="shift_of_scope"),
            # Used by: my next shift.
            models.Index(fields=["staff_id", "ends_at"], name="shift_of_staff"),
        ]


class Change(models.Model):
    """One colleague asks another: take mine, or give me yours. Nothing moves without a yes."""

    id = models.UUIDField(primary_key=True)
    scope_id = models.UUIDField()
    shift = models.ForeignKey(Shift, models.CASCADE, related_name="changes")
    to_staff_id = models.UUIDField()
    in_return = models.ForeignKey(Shift, models.CASCADE, null=True, related_name="+")
    of_staff_id = models.UUIDField()  # whose yes it needs
    state = models.CharField(max_length=12, choices=Asked.choices, default=Asked.OPEN)
    asked_at = models.DateTimeField()
    asked_by_id = models.UUIDField()
    answered_at = models.DateTimeField(null=True)
    answered_by_id = models.UUIDField(null=True)

    register: ClassVar = Register(
        room="guard",
        rows=Scoped(),
        fields=held(
            Sensitivity.STAFF,
            Keep.CASE_CLOSED_1Y,
            "who agreed to change a shift with whom",
            "id scope_id shift to_staff_id in_return of_staff_id state asked_at asked_by_id",
            "answered_at answered_by_id",
        ),
        delete=True,
    )

    class Meta:
        db_table = "guard_shift_change"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(asked_at__isnull=False, asked_by_id__isnull=False),
                name="change_asked_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by_id__isnull=True)
                | Q(answered_at__isnull=False, answered_by_id__isnull=False),
                name="change_answered_by_someone",
            ),
            models.UniqueConstraint(
                fields=["shift", "to_staff_id"],
                condition=Q(state=Asked.OPEN),
                name="change_asked_once",
            ),
        ]


class Escalation(models.Model):
    """How many minutes someone may wait on a line before the next ones are rung."""

    scope_id = models.UUIDField(primary_key=True)
    first = models.PositiveSmallIntegerField()  # officers on duty
    second = models.PositiveSmallIntegerField()  # standby, and the controller's coordinators
    third = models.PositiveSmallIntegerField()  # the partner organisations of the line
    unsorted = models.PositiveSmallIntegerField()  # nobody has said how urgent it is
    volume_more_than = models.PositiveSmallIntegerField()
    volume_minutes = models.PositiveSmallIntegerField()
    changed_at = models.DateTimeField()
    changed_by_id = models.UUIDField()

    register: ClassVar = Register(
        room="guard",
        rows=Scoped(),
        fields=held(
            Sensitivity.STAFF,
            Keep.WHILE_TRUE,
            "who is rung when, if nobody answers",
            "scope_id first second third unsorted volume_more_than volume_minutes",
            "changed_at changed_by_id",
        ),
        read_by=("reach",),
    )

    class Meta:
        db_table = "guard_escalation"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(second__gte=F("first"), third__gte=F("second")),
                name="escalation_in_order",
            ),
            models.CheckConstraint(
                condition=Q(changed_at__isnull=False, changed_by_id__isnull=False),
                name="escalation_changed_by_someone",
            ),
        ]


class LineMember(models.Model):
    """An organisation on the closed list of a line. State bodies and consulates are never on it."""

    id = models.UUIDField(primary_key=True)
    line_id = models.UUIDField()
    organisation_id = models.UUIDField()
    joined_on = models.DateField()

    register: ClassVar = Register(
        room="guard",
        rows=Open(write=Power.MANAGE_STAFF),
        fields=held(
            Sensitivity.STAFF,
            Keep.WHILE_TRUE,
            "which organisations answer a line together",
            "id line_id organisation_id joined_on",
        ),
        read_by=("reach", "aid"),
        delete=True,
    )

    class Meta:
        db_table = "guard_line_member"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["line_id", "organisation_id"], name="member_once"),
        ]
