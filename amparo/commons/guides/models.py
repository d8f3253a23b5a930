"""Guides: how a thing is done here, and what must be checked each time."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from amparo.commons.guides import states
from amparo.kernel.authority import Power
from amparo.kernel.purposes import Keep, Sensitivity
from amparo.kernel.register import Open, Register, held


class Guide(models.Model):
    """One procedure, or one standard: its steps, and where they come from."""

    id = models.UUIDField(primary_key=True)
    ref = models.CharField(max_length=48, unique=True)  # of a shipped one; else the id
    kind = models.CharField(max_length=16, choices=states.GuideKind.choices)
    titles = models.JSONField(default=dict)  # {language: title}
    steps = models.JSONField(default=dict)  # {language: [step, …]}, as many in each
    hours = ArrayField(models.PositiveIntegerField(), default=list)  # due after, for each step
    papers = models.JSONField(default=dict)  # {language: what to bring}
    fee = models.CharField(max_length=120, blank=True)
    office = models.CharField(max_length=160, blank=True)
    source = models.CharField(max_length=240, blank=True)
    source_on = models.DateField(null=True)
    notes = models.TextField(blank=True)  # what is different here
    crisis_id = models.UUIDField(null=True)  # None: of every crisis
    active = models.BooleanField(default=True)
    updated_at = models.DateTimeField()

    register: ClassVar = Register(
        room="commons",
        rows=Open(write=Power.EDIT_DIRECTORY),
        fields=held(
            Sensitivity.OPEN,
            Keep.WHILE_TRUE,
            "how a thing is done here",
            "id ref kind titles steps hours papers fee office source source_on notes",
            "crisis_id active updated_at",
        ),
        read_by=("aid",),
    )

    class Meta:
        db_table = "commons_guide"
