"""Crises, needs as a list that can be edited, and the gazetteer."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from amparo.commons.crises import states
from amparo.kernel.authority import Power
from amparo.kernel.purposes import Keep, Sensitivity
from amparo.kernel.register import Append, Open, Register, held


class Crisis(models.Model):
    """One crisis: what, where, since when, and how people reach us in it."""

    id = models.UUIDField(primary_key=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=32)  # a key of the open list of kinds
    phase = models.CharField(max_length=16, choices=states.Phase.choices)
    frozen = models.BooleanField(default=False)  # it goes on for years and hardly moves
    answered = models.BooleanField(default=True)  # this house answers it: its pages and its line
    country = models.CharField(max_length=2)
    area = models.CharField(max_length=200, blank=True)  # a town, a border; empty: the country
    people = models.PositiveIntegerField(null=True)  # how many are concerned; None: not known
    timezone = models.CharField(max_length=64, default="UTC")
    in_scope = models.BooleanField(default=True)  # of the Initiative; help does not depend on it
    scope_note = models.CharField(max_length=300, blank=True)
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
            "id name kind phase frozen answered country area people timezone in_scope scope_note",
            "started_on lines languages",
            "sms_number call_number emergency_number updated_at",
        ),
        read_by=("guard", "reach", "aid"),
    )

    class Meta:
        db_table = "commons_crisis"


class CrisisKind(models.Model):
    """One kind of crisis, with its words in several languages. The list is open."""

    key = models.CharField(primary_key=True, max_length=32)
    order = models.PositiveSmallIntegerField()
    labels = models.JSONField(default=dict)  # {language: words}
    active = models.BooleanField(default=True)  # offered for a new crisis

    register: ClassVar = Register(
        room="commons",
        rows=Open(write=Power.EDIT_CRISIS),
        fields=held(
            Sensitivity.OPEN,
            Keep.WHILE_TRUE,
            "the list of kinds of crises",
            "key order labels active",
        ),
        read_by=("guard", "reach", "aid"),
    )

    class Meta:
        db_table = "commons_crisis_kind"


class CrisisPhase(models.Model):
    """Since when a crisis stood in a phase, and who said so."""

    id = models.UUIDField(primary_key=True)
    crisis = models.ForeignKey(Crisis, models.PROTECT, related_name="phases")
    phase = models.CharField(max_length=16, choices=states.Phase.choices)
    frozen = models.BooleanField(default=False)
    said_at = models.DateTimeField()
    said_by_id = models.UUIDField()

    register: ClassVar = Register(
        room="commons",
        rows=Append(actor="said_by_id", read=Power.EDIT_CRISIS),
        fields=held(
            Sensitivity.STAFF,
            Keep.AUDIT_5Y,
            "how a crisis went on, and who said so",
            "id crisis phase frozen said_at said_by_id",
        ),
    )

    class Meta:
        db_table = "commons_crisis_phase"


class Need(models.Model):
    """One kind of need, with its words in several languages. The list is open."""

    key = models.CharField(primary_key=True, max_length=32)
    order = models.PositiveSmallIntegerField()
    labels = models.JSONField(default=dict)  # {language: words}
    asked = models.BooleanField(default=False)  # shown as a picture in the request for help
    active = models.BooleanField(default=True)  # offered; what has it keeps it
    same_day = models.BooleanField(default=False)  # whoever has it is offered help the same day

    register: ClassVar = Register(
        room="commons",
        rows=Open(write=Power.EDIT_CRISIS),
        fields=held(
            Sensitivity.OPEN,
            Keep.WHILE_TRUE,
            "the list of needs",
            "key order labels asked active same_day",
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
