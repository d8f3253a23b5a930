"""That two conversations are one person's, who said so, and what is put back if it was wrong."""

from typing import ClassVar

from django.db import models

from amparo.kernel.purposes import Keep, Sensitivity
from amparo.kernel.register import Register, Scoped, held
from amparo.reach.messaging.models.conversations import Conversation


class Merge(models.Model):
    """One conversation read inside another, from `made_at` until it was undone."""

    id = models.UUIDField(primary_key=True)
    scope_id = models.UUIDField()
    kept = models.ForeignKey(Conversation, models.CASCADE, related_name="merges")
    merged = models.ForeignKey(Conversation, models.CASCADE, related_name="merges_of_it")
    made_at = models.DateTimeField()
    made_by_id = models.UUIDField()
    undone_at = models.DateTimeField(null=True)
    undone_by_id = models.UUIDField(null=True)
    # As it was before, for the way back.
    kept_waited_since = models.DateTimeField(null=True)
    kept_urgency = models.PositiveSmallIntegerField()
    merged_waited_since = models.DateTimeField(null=True)
    answers = models.PositiveSmallIntegerField(default=0)  # to the merged one, until it was undone

    register: ClassVar = Register(
        room="reach",
        rows=Scoped(),
        fields=held(
            Sensitivity.CASE,
            Keep.CASE_CLOSED_1Y,
            "who wrote twice is answered once, and a mistake can be undone",
            "id scope_id kept merged made_at made_by_id undone_at undone_by_id",
            "kept_waited_since kept_urgency merged_waited_since answers",
        ),
    )

    class Meta:
        db_table = "reach_merge"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(kept=models.F("merged")), name="merge_of_two"
            ),
            models.CheckConstraint(
                condition=models.Q(undone_at__isnull=True, undone_by_id__isnull=True)
                | models.Q(undone_at__isnull=False, undone_by_id__isnull=False),
                name="merge_undone_by_someone",
            ),
            models.UniqueConstraint(
                fields=["merged"], name="merge_once", condition=models.Q(undone_at__isnull=True)
            ),
        ]
