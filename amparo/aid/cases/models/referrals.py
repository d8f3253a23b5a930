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
    sealed_name = models.BinaryField(default=bytes)  # who answered, as typed at a link
    made_at = models.DateTimeField()
    made_by_id = models.UUIDField()
    answer_due_at = models.DateTimeField()
    late_at = models.DateTimeField(null=True)  # nobody answered in time, and the case says so
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    answerer_id = models.UUIDField(null=True)  # the receiver's colleague, or a link of theirs
    need = models.CharField(max_length=32, blank=True)
    pathway_id = models.UUIDField(null=True)
    turn_id = models.UUIDField(null=True)  # asked with others, one after the other: their first
    turn = models.PositiveSmallIntegerField(default=0)
    agreed_to = models.CharField(max_length=32, blank=True)  # mark of what she was shown
    against_wish = models.BooleanField(default=False)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by_id = models.UUIDField(null=True)
    withdrawn_why = models.CharField(max_length=12, blank=True, choices=states.Withdrawn.choices)

    register: ClassVar = Register(
        room="aid",
        rows=Scoped(),
        fields={
            **held(
                Sensitivity.SEALED,
                Keep.CASE_CLOSED_1Y,
                "why not, and who said it",
                "sealed_reason sealed_name",
            ),
            **held(
                Sensitivity.CASE,
                Keep.CASE_CLOSED_1Y,
                "who promised what until when",
                "id scope_id case receiver_id service_id state consent_id disclosure_id",
                "fields made_at made_by_id answer_due_at late_at answered_at ended_at",
                "answerer_id need pathway_id turn_id turn agreed_to against_wish",
                "withdrawn_at withdrawn_by_id withdrawn_why",
            ),
        },
    )

    class Meta:
        db_table = "aid_referral"
        constraints: ClassVar = [
            # The same service is not asked twice while the first question stands.
            models.UniqueConstraint(
                fields=["case", "service_id"],
                condition=models.Q(state__in=["queued", "prepared", "sent", "accepted"]),
                name="referral_once_open",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True, withdrawn_by_id__isnull=True)
                | models.Q(withdrawn_at__isnull=False, withdrawn_by_id__isnull=False),
                name="referral_withdrawn_with_who",
            ),
        ]
        indexes: ClassVar = [
            # Used by: whose turn it is.
            models.Index(
                fields=["turn_id", "turn"],
                condition=models.Q(turn_id__isnull=False),
                name="referral_turns",
            ),
            # Used by: the person takes back what was passed on.
            models.Index(fields=["disclosure_id"], name="referral_of_disclosure"),
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
    sealed_name = models.BinaryField(default=bytes)  # who answered, as typed at a link
    urgency = models.PositiveSmallIntegerField(default=0)
    received_at = models.DateTimeField()
    answer_due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by_id = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)  # half of the time is over
    withdrawn_at = models.DateTimeField(null=True)

    register: ClassVar = Register(
        room="aid",
        rows=Scoped(subject="id"),
        fields={
            **held(
                Sensitivity.SEALED, Keep.CASE_CLOSED_1Y, "what the person agreed to", "sealed_slip"
            ),
            **held(
                Sensitivity.SEALED,
                Keep.CASE_CLOSED_1Y,
                "why not, and who said it",
                "sealed_reason sealed_name",
            ),
            **held(
                Sensitivity.CASE,
                Keep.CASE_CLOSED_1Y,
                "to answer in time",
                "id scope_id referral_id sender_id service_id reference state urgency",
                "received_at answer_due_at answered_at answered_by_id ended_at reminded_at",
                "withdrawn_at",
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
