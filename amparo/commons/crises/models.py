"""Crises, needs as a list that can be edited, and the gazetteer."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from amparo.commons.crises import states
from amparo.kernel.authority import Power
from amparo.kernel.purposes import Keep, Sensitivity
from amparo.kernel.register import Open, Register, held


class Crisis(models.Model):
    """One crisis: what, where, since when, and how people reach us in it."""

    id = models.UUIDField(primary_key=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=32)  # an open list: conflict, sudden, slow, transit, …
    phase = models.CharField(max_length=16, choices=states.Phase.choices)
    country = models.CharField(max_length=2)
    timezone = models.CharField(max_length=64, default="UTC")
    in_scope = models.BooleanField(default=True)
    started_on = models.DateField()
    lines = models.JSONField(default=dict)  # {language: one line of what is known}
    languages = ArrayField(models.CharField(max_length=12), default=list)
    sms_number = models.CharField(max_length=24, blank=True)
    call_number = models.CharField(max_length=24, blank=True)
    emergency_number = models.CharField(max_length=24, blank=True)
    updated_at = models.DateTimeField()

    register: ClassVar = Register(
        room="commons",
        rows=Open(write=Power.EDIT_CRISIS),
        fields=held(
            Sensitivity.OPEN,
            Keep.WHILE_TRUE,
            "what anyone may know of a crisis",
            "id name kind phase country timezone in_scope started_on lines languages",
            "sms_number call_number emergency_number updated_at",
        ),
        read_by=("guard", "reach", "aid"),
    )

    class Meta:
        db_table = "commons_crisis"


class Need(models.Model):
    """One kind of need, with its words in several languages. The list is open."""

    key = models.CharField(primary_key=True, max_length=32)
    order = models.PositiveSmallIntegerField()
    labels = models.JSONField(default=dict)  # {language: words}
    asked = models.BooleanField(default=False)  # shown as a picture in the request for help

    register: ClassVar = Register(
        room="commons",
        rows=Open(write=Power.EDIT_CRISIS),
        fields=held(
            Sensitivity.OPEN, Keep.WHILE_TRUE, "the list of needs", "key order labels asked"
        ),
        read_by=("guard", "reach", "aid"),
    )

    class Meta:
        db_table = "commons_need"


class Place(models.Model):
    """A named place of a country, with every spelling we know."""

    id = models.UUIDField(primary_key=True)
    country = models.CharField(max_length=2)
    source = models.CharField(max_length=24)
    ref = models.CharField(max_length=48)
    name = models.CharField(max_length=120)
    names = ArrayField(models.CharField(max_length=120), default=list)
    kind = models.CharField(max_length=24)
    lat = models.FloatField()
    lon = models.FloatField()
    population = models.IntegerField(default=0)

    register: ClassVar = Register(
        room="commons",
        rows=Open(write=Power.EDIT_CRISIS),
        fields=held(
            Sensitivity.OPEN,
            Keep.WHILE_TRUE,
            "names of places, to find them in messages",
            "id country source ref name names kind lat lon population",
        ),
        read_by=("guard", "reach", "aid"),
        delete=True,
    )

    class Meta:
        db_table = "commons_place"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["country", "source", "ref"], name="place_once"),
        ]
