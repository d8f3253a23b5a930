"""People of one case, and cases of one family."""

from typing import ClassVar

from django.db import models

from amparo.aid.cases import states
from amparo.aid.cases.models.cases import Case
from amparo.kernel.purposes import Keep, Sensitivity
from amparo.kernel.register import Register, Scoped, held


class Member(models.Model):
    """One person of a case. Nothing of it is ever required."""

    id = models.UUIDField(primary_key=True)
    scope_id = models.UUIDField()
    case = models.ForeignKey(Case, models.CASCADE, related_name="members")
    sealed_person = models.BinaryField()  # what to call them, and who they are to the others
    made_at = models.DateTimeField()
    made_by_id = models.UUIDField()

    register: ClassVar = Register(
        room="aid",
        rows=Scoped(),
        fields={
            **held(
                Sensitivity.SEALED, Keep.CASE_CLOSED_1Y, "who belongs together", "sealed_person"
            ),
            **held(
                Sensitivity.CASE,
                Keep.CASE_CLOSED_1Y,
                "who belongs together",
                "id scope_id case made_at made_by_id",
            ),
        },
        delete=True,
    )

    class Meta:
        db_table = "aid_member"


class Link(models.Model):
    """One half of a tie between two cases: each case holds its own half, in its own scope."""

    id = models.UUIDField(primary_key=True)
    scope_id = models.UUIDField()
    pair_id = models.UUIDField()  # the same on both halves
    case = models.ForeignKey(Case, models.CASCADE, related_name="links")
    other_id = models.UUIDField()  # the other case, perhaps of another organisation by now
    other_reference = models.CharField(max_length=8)
    relation = models.CharField(max_length=12, choices=states.Relation.choices)
    together = models.BooleanField(default=False)  # must stay together
    made_at = models.DateTimeField()
    made_by_id = models.UUIDField()

    register: ClassVar = Register(
        room="aid",
        rows=Scoped(),
        fields=held(
            Sensitivity.CASE,
            Keep.CASE_CLOSED_1Y,
            "families are kept together",
            "id scope_id pair_id case other_id other_reference relation together",
            "made_at made_by_id",
        ),
        delete=True,
    )

    class Meta:
        db_table = "aid_link"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "other_id"], name="link_once"),
        ]
