"""Referrals as each side sees them."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from amparo.aid.cases import states
from amparo.aid.cases.models.cases import Case
from amparo.kernel.purposes import Keep, Sensitivity
from amparo.kernel.register import Register, Scoped, held


class Referral(models.Model):
    """What the sender knows of a referral it made."""

    id = models.UUIDField(primary_key=True)
    scope_id = models.UUIDField()
    case = models.ForeignKey(Case, models.CASCADE, related_name="referrals")
    receiver_id = models.UUIDField()
    service_id = models.UUIDField()
    state = models.CharField(max_length=12, choices=states.ReferralState.choices)
    consent_id = models.UUIDField(null=True)
    disclosure_id = models.UUIDField(null=True)
    fields = ArrayField(models.CharField(max_length=32), default=list)
    sealed_reason = models.BinaryField(default=bytes)  # of a decline, or of "could not be done"
    made_at = models.DateTimeField()
    made_by_id = models.UUIDField()
    answer_due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    register: ClassVar = Register(
        room="aid",
        rows=Scoped(),
        fields={
            **held(Sensitivity.SEALED, Keep.CASE_CLOSED_1Y, "why not", "sealed_reason"),
            **held(
                Sensitivity.CASE,
                Keep.CASE_CLOSED_1Y,
                "who promised what until when",
                "id scope_id case receiver_id service_id state consent_id disclosure_id",
                "fields made_at made_by_id answer_due_at answered_at ended_at",
            ),
        },
    )

    class Meta:
        db_table = "aid_referral"
        constraints: ClassVar = [
            # The same service is not asked twice while the first question stands.
            models.UniqueConstraint(
                fields=["case", "service_id"],
                condition=models.Q(state__in=["prepared", "sent", "accepted"]),
                name="referral_once_open",
            ),
        ]


class Received(models.Model):
    """The receiver's row: the slip exactly as it was let through, in the receiver's own scope."""

    id = models.UUIDField(primary_key=True)
    scope_id = models.UUIDField()
    referral_id = models.UUIDField(unique=True)
    sender_id = models.UUIDField()  # the sender's scope
    service_id = models.UUIDField()
    reference = models.CharField(max_length=8)
    state = models.CharField(max_length=12, choices=states.ReferralState.choices)
    sealed_slip = models.BinaryField()  # under a key of this row's own id
    sealed_reason = models.BinaryField(default=bytes)  # the receiver's words with its answer
    urgency = models.PositiveSmallIntegerField(default=0)
    received_at = models.DateTimeField()
    answer_due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by_id = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)

    register: ClassVar = Register(
        room="aid",
        rows=Scoped(),
        fields={
            **held(
                Sensitivity.SEALED, Keep.CASE_CLOSED_1Y, "what the person agreed to", "sealed_slip"
            ),
            **held(Sensitivity.SEALED, Keep.CASE_CLOSED_1Y, "why not", "sealed_reason"),
            **held(
                Sensitivity.CASE,
                Keep.CASE_CLOSED_1Y,
                "to answer in time",
                "id scope_id referral_id sender_id service_id reference state urgency",
                "received_at answer_due_at answered_at answered_by_id ended_at",
            ),
        },
    )

    class Meta:
        db_table = "aid_received"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(answered_at__isnull=True, answered_by_id__isnull=True)
                | models.Q(answered_at__isnull=False, answered_by_id__isnull=False),
                name="received_answered_with_who",
            ),
        ]
        indexes: ClassVar = [
            # Used by: the receiver's list, what waits longest first.
            models.Index(fields=["scope_id", "state", "answer_due_at"], name="received_list"),
        ]
