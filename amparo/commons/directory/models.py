"""Organisations and their services, with the fields that ranking and HSDS 3.0 need."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from amparo.commons.directory import states
from amparo.kernel.authority import Power
from amparo.kernel.purposes import Keep, Sensitivity
from amparo.kernel.register import Open, Register, held


class Organisation(models.Model):
    """Who offers services. Holds no member."""

    id = models.UUIDField(primary_key=True)
    source = models.CharField(max_length=48, blank=True)  # where the row came from
    ref = models.CharField(max_length=64)  # its id there; unique together
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=24, choices=states.OrganisationKind.choices)
    description = models.TextField(blank=True)
    country = models.CharField(max_length=2, blank=True)
    website = models.CharField(max_length=300, blank=True)
    email = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=64, blank=True)
    firewall = models.CharField(
        max_length=12, choices=states.Firewall.choices, default=states.Firewall.UNKNOWN
    )
    confirmed_on = models.DateField(null=True)
    updated_at = models.DateTimeField()

    register: ClassVar = Register(
        room="commons",
        rows=Open(write=Power.EDIT_DIRECTORY),
        fields=held(
            Sensitivity.OPEN,
            Keep.WHILE_TRUE,
            "who can help",
            "id source ref name kind description country website email phone firewall",
            "confirmed_on updated_at",
        ),
        read_by=("guard", "reach", "aid"),
    )

    class Meta:
        db_table = "commons_organisation"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "ref"], name="organisation_once"),
        ]


class Service(models.Model):
    """One thing an organisation does, at one place."""

    id = models.UUIDField(primary_key=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="services")
    source = models.CharField(max_length=48, blank=True)
    ref = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    names = models.JSONField(default=dict)  # {language: name}
    description = models.TextField(blank=True)
    descriptions = models.JSONField(default=dict)  # {language: text}
    needs = ArrayField(models.CharField(max_length=32), default=list)
    languages = ArrayField(models.CharField(max_length=12), default=list)
    place = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=300, blank=True)
    address_hidden = models.BooleanField(default=False)  # shelters for women, children
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    cell = models.BigIntegerField(null=True)  # H3 resolution 5, about 250 square kilometres
    timezone = models.CharField(max_length=64, default="UTC")
    hours = models.JSONField(default=list)  # [{"day": 0-6, "opens": "08:00", "closes": "17:00"}]
    always_open = models.BooleanField(default=False)
    documents = models.CharField(
        max_length=12, choices=states.Documents.choices, default=states.Documents.UNKNOWN
    )
    documents_asked = models.CharField(max_length=300, blank=True)
    fees = models.CharField(max_length=200, blank=True)
    capacity = models.IntegerField(null=True)
    free = models.IntegerField(null=True)
    free_at = models.DateTimeField(null=True)
    phone = models.CharField(max_length=64, blank=True)
    active = models.BooleanField(default=True)
    confirmed_on = models.DateField(null=True)
    updated_at = models.DateTimeField()

    register: ClassVar = Register(
        room="commons",
        rows=Open(write=Power.EDIT_DIRECTORY),
        fields=held(
            Sensitivity.OPEN,
            Keep.WHILE_TRUE,
            "where help is",
            "id organisation source ref name names description descriptions needs",
            "languages place address address_hidden lat lon cell timezone hours",
            "always_open documents documents_asked fees capacity free free_at phone",
            "active confirmed_on updated_at",
        ),
        read_by=("guard", "reach", "aid"),
    )

    class Meta:
        db_table = "commons_service"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "ref"], name="service_once"),
            models.CheckConstraint(
                condition=(
                    models.Q(free__isnull=True, free_at__isnull=True)
                    | models.Q(free__gte=0, free_at__isnull=False)
                ),
                name="service_free_with_its_time",
            ),
        ]
        indexes: ClassVar = [
            # Used by: ranking near a place.
            models.Index(fields=["cell"], name="service_cell"),
        ]
