"""Secret addresses of calendars."""

from typing import ClassVar

from django.db import models

from amparo.kernel.purposes import Keep, Sensitivity
from amparo.kernel.register import Own, Register, held


class CalendarKey(models.Model):
    """One colleague's secret address. Only a hash of it is kept; it is revoked, never found."""

    id = models.UUIDField(primary_key=True)
    staff_id = models.UUIDField()
    token_hash = models.BinaryField(unique=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by_id = models.UUIDField(null=True)

    register: ClassVar = Register(
        room="aid",
        rows=Own(actor="staff_id"),
        fields={
            **held(Sensitivity.SECRET, Keep.SESSION, "opens one calendar", "token_hash"),
            **held(
                Sensitivity.STAFF,
                Keep.SESSION,
                "whose calendar it opens",
                "id staff_id made_at ended_at ended_by_id",
            ),
        },
    )

    class Meta:
        db_table = "aid_calendar"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, ended_by_id__isnull=True)
                | models.Q(ended_at__isnull=False, ended_by_id__isnull=False),
                name="calendar_ended_with_who",
            ),
        ]
