"""Joint teams, and cases that went to another organisation."""

from typing import ClassVar

from django.db import models

from amparo.aid.cases.models.cases import Case
from amparo.kernel.purposes import Keep, Sensitivity
from amparo.kernel.register import Register, Scoped, held


class Seat(models.Model):
    """An organisation's seat in the joint team of a case. It opens nothing: what an organisation
    is to know goes to it as a referral, with consent."""

    id = models.UUIDField(primary_key=True)
    scope_id = models.UUIDField()
    case = models.ForeignKey(Case, models.CASCADE, related_name="seats")
    organisation_id = models.UUIDField()
    lead = models.BooleanField(default=False)
    joined_at = models.DateTimeField()
    joined_by_id = models.UUIDField()
    left_at = models.DateTimeField(null=True)
    left_by_id = models.UUIDField(null=True)

    register: ClassVar = Register(
        room="aid",
        rows=Scoped(),
        fields=held(
            Sensitivity.CASE,
            Keep.CASE_CLOSED_1Y,
            "who keeps the case together until there is an outcome",
            "id scope_id case organisation_id lead joined_at joined_by_id left_at left_by_id",
        ),
    )

    class Meta:
        db_table = "aid_seat"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(left_at__isnull=True, left_by_id__isnull=True)
                | models.Q(left_at__isnull=False, left_by_id__isnull=False),
                name="seat_left_with_who",
            ),
            models.UniqueConstraint(
                fields=["case", "organisation_id"],
                condition=models.Q(left_at__isnull=True),
                name="seat_once",
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(left_at__isnull=True, lead=True),
                name="seat_one_lead",
            ),
        ]


class Transfer(models.Model):
    """What the old scope keeps of a case that went to another organisation: that, and when."""

    id = models.UUIDField(primary_key=True)
    scope_id = models.UUIDField()  # whose case it was
    case_id = models.UUIDField()
    reference = models.CharField(max_length=8)
    receiver_id = models.UUIDField()
    consent_id = models.UUIDField()
    disclosure_id = models.UUIDField()
    made_at = models.DateTimeField()
    made_by_id = models.UUIDField()
    moved = models.BooleanField(default=False)  # the machine has moved the rows

    register: ClassVar = Register(
        room="aid",
        rows=Scoped(),
        fields=held(
            Sensitivity.CASE,
            Keep.CASE_CLOSED_1Y,
            "where a case went",
            "id scope_id case_id reference receiver_id consent_id disclosure_id",
            "made_at made_by_id moved",
        ),
    )

    class Meta:
        db_table = "aid_transfer"
        indexes: ClassVar = [
            # Used by: the page of a case that is no longer ours.
            models.Index(fields=["case_id"], name="transfer_case"),
        ]
