"""One protection sheet for each case, all alike from outside."""

from typing import ClassVar

from django.db import models

from amparo.kernel.purposes import Keep, Sensitivity
from amparo.kernel.register import Register, Scoped, held


class Sheet(models.Model):
    """What trained staff were told in one case. Every case has one, of one size, told or not."""

    id = models.UUIDField(primary_key=True)
    scope_id = models.UUIDField()
    case_id = models.UUIDField()
    # Asked by trained staff, and nothing stands in the way. All else is false, not asked too.
    cleared = models.BooleanField(default=False)
    sealed_sheet = models.BinaryField()  # for protection staff
    sealed_carried = models.BinaryField()  # one slot of one size for each pathway, in their order

    register: ClassVar = Register(
        room="aid",
        rows=Scoped(),
        fields={
            **held(
                Sensitivity.SEALED,
                Keep.CASE_CLOSED_1Y,
                "dangers, signs of trafficking, special needs",
                "sealed_sheet",
            ),
            **held(
                Sensitivity.SEALED,
                Keep.CASE_CLOSED_1Y,
                "what each pathway needs of it",
                "sealed_carried",
            ),
            **held(
                Sensitivity.CASE,
                Keep.CASE_CLOSED_1Y,
                "nobody is handed over to those she flees",
                "id scope_id case_id cleared",
            ),
        },
    )

    class Meta:
        db_table = "aid_sheet"
        constraints: ClassVar = [
            # By scope: a row that someone else makes for this case can't take its place.
            models.UniqueConstraint(fields=["scope_id", "case_id"], name="sheet_once"),
        ]
