"""What only our own machinery sees: links to one referral, and the clock of each."""

from typing import ClassVar

from django.db import models

from amparo.kernel.purposes import Keep, Sensitivity
from amparo.kernel.register import Machine, Register, held


class Ticket(models.Model):
    """A link that opens one referral at its receiver for a while. The token is not kept."""

    id = models.UUIDField(primary_key=True)
    referral_id = models.UUIDField()
    received_id = models.UUIDField()
    receiver_id = models.UUIDField()
    token_hash = models.BinaryField(unique=True)
    made_at = models.DateTimeField()
    made_by_id = models.UUIDField()
    expires_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)  # opened for the first time, with a click
    ended_at = models.DateTimeField(null=True)  # withdrawn, or another link took its place

    register: ClassVar = Register(
        room="aid",
        rows=Machine(),
        fields={
            **held(
                Sensitivity.CASE,
                Keep.CASE_CLOSED_1Y,
                "a receiver without an account can answer",
                "id referral_id received_id receiver_id made_at made_by_id expires_at seen_at",
                "ended_at",
            ),
            **held(Sensitivity.SECRET, Keep.CASE_CLOSED_1Y, "to let a receiver in", "token_hash"),
        },
    )

    class Meta:
        db_table = "aid_referral_ticket"
        indexes: ClassVar = [
            # Used by: the sender's page, and ending the links of a referral.
            models.Index(fields=["referral_id"], name="ticket_of_referral"),
        ]


class Alarm(models.Model):
    """When a referral is to be looked at again: at half of its time, and at the end of it."""

    id = models.UUIDField(primary_key=True)  # the referral
    received_id = models.UUIDField()
    sender_id = models.UUIDField()
    receiver_id = models.UUIDField()
    remind_at = models.DateTimeField()
    due_at = models.DateTimeField()
    reminded = models.BooleanField(default=False)
    over = models.BooleanField(default=False)

    register: ClassVar = Register(
        room="aid",
        rows=Machine(),
        fields=held(
            Sensitivity.CASE,
            Keep.CASE_CLOSED_1Y,
            "nothing waits silently",
            "id received_id sender_id receiver_id remind_at due_at reminded over",
        ),
    )

    class Meta:
        db_table = "aid_referral_alarm"
        indexes: ClassVar = [
            # Used by: the worker's round.
            models.Index(fields=["due_at"], condition=models.Q(over=False), name="alarm_still_set"),
        ]
