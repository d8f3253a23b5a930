"""The plan of a case: what was promised, by whom, until when."""

from typing import ClassVar

from django.db import models

from amparo.aid.cases import states
from amparo.aid.cases.models.cases import Case
from amparo.kernel.purposes import Keep, Sensitivity
from amparo.kernel.register import Register, Scoped, held


class Task(models.Model):
    """One step of the plan. What is to be done is sealed; when, and by whom, is not."""

    id = models.UUIDField(primary_key=True)
    scope_id = models.UUIDField()
    case = models.ForeignKey(Case, models.CASCADE, related_name="tasks")
    kind = models.CharField(max_length=12, choices=states.TaskKind.choices)
    state = models.CharField(
        max_length=12, choices=states.TaskState.choices, default=states.TaskState.OPEN
    )
    sealed_words = models.BinaryField()
    due_at = models.DateTimeField(null=True)
    assigned_id = models.UUIDField(null=True)  # a colleague
    promiser_id = models.UUIDField(null=True)  # an organisation that said it would do it
    guide_id = models.UUIDField(null=True)  # the guide whose step this is
    made_at = models.DateTimeField()
    made_by_id = models.UUIDField()
    ended_at = models.DateTimeField(null=True)
    ended_by_id = models.UUIDField(null=True)

    register: ClassVar = Register(
        room="aid",
        rows=Scoped(),
        fields={
            **held(Sensitivity.SEALED, Keep.CASE_CLOSED_1Y, "what was promised", "sealed_words"),
            **held(
                Sensitivity.CASE,
                Keep.CASE_CLOSED_1Y,
                "who promised until when",
                "id scope_id case kind state due_at assigned_id promiser_id guide_id",
                "made_at made_by_id ended_at ended_by_id",
            ),
        },
    )

    class Meta:
        db_table = "aid_task"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, ended_by_id__isnull=True)
                | models.Q(ended_at__isnull=False, ended_by_id__isnull=False),
                name="task_ended_with_who",
            ),
        ]
        indexes: ClassVar = [
            # Used by: the case page.
            models.Index(fields=["case", "due_at"], name="task_case"),
            # Used by: the day's list, of everyone and of one.
            models.Index(
                fields=["scope_id", "due_at"],
                condition=models.Q(state="open"),
                name="task_day",
            ),
        ]
