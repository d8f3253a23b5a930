"""Pathways, and the receivers of each in their order."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from amparo.kernel.authority import Power
from amparo.kernel.purposes import Keep, Sensitivity
from amparo.kernel.register import Guarded, Register, held


class Pathway(models.Model):
    """For one need, in one place or the whole country: what is said, and by when it is answered."""

    id = models.UUIDField(primary_key=True)
    ref = models.CharField(max_length=48, blank=True)  # of a shipped one; seeding asks for it
    need = models.CharField(max_length=32)
    title = models.CharField(max_length=120)
    place = models.CharField(max_length=120, blank=True)  # in words; empty: the whole country
    cell = models.BigIntegerField(null=True)  # the place as an H3 cell; null: the whole country
    least = ArrayField(models.CharField(max_length=32), default=list)  # ticked to begin with
    most = ArrayField(models.CharField(max_length=32), default=list)  # nothing else is offered
    minutes = models.JSONField(default=dict)  # {urgency: minutes until a receiver answers}
    call_name = models.CharField(max_length=120, blank=True)  # who is called when nobody does
    call_words = models.CharField(max_length=300, blank=True)  # how: a duty's number, never a home
    same_day = models.BooleanField(default=False)
    notes = models.TextField(blank=True)
    active = models.BooleanField(default=True)
    updated_at = models.DateTimeField()

    register: ClassVar = Register(
        room="commons",
        rows=Guarded(power=Power.EDIT_DIRECTORY, staff=True),
        fields=held(
            Sensitivity.STAFF,
            Keep.WHILE_TRUE,
            "whom to ask for a need, and what they must know",
            "id ref need title place cell least most minutes call_name call_words same_day notes",
            "active updated_at",
        ),
        read_by=("aid",),
    )

    class Meta:
        db_table = "commons_pathway"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["ref"], condition=~models.Q(ref=""), name="pathway_shipped_once"
            ),
        ]


class Step(models.Model):
    """One receiver of a pathway, and how long to wait for it."""

    id = models.UUIDField(primary_key=True)
    pathway = models.ForeignKey(Pathway, models.CASCADE, related_name="steps")
    service_id = models.UUIDField()
    order = models.PositiveSmallIntegerField()
    wait_minutes = models.PositiveIntegerField(null=True)  # null: as the pathway says

    register: ClassVar = Register(
        room="commons",
        rows=Guarded(power=Power.EDIT_DIRECTORY, staff=True),
        fields=held(
            Sensitivity.STAFF,
            Keep.WHILE_TRUE,
            "who is asked first, and who is asked next",
            "id pathway service_id order wait_minutes",
        ),
        read_by=("aid",),
        delete=True,
    )

    class Meta:
        db_table = "commons_pathway_step"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pathway", "service_id"], name="step_once"),
        ]
