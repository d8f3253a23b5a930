"""What organisations do, with the fields that ranking and HSDS 3.0 need."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from amparo.commons.directory import states
from amparo.commons.directory.models.organisations import Organisation
from amparo.kernel.authority import Power
from amparo.kernel.purposes import Keep, Sensitivity
from amparo.kernel.register import Open, Register, held


class Service(models.Model):
    """One thing an organisation does, at one place. Of a hidden place it holds the area only."""

    id = models.UUIDField(primary_key=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="services")
    source = models.CharField(max_length=48, blank=True)
    ref = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    names = models.JSONField(default=dict)  # {language: name}
    description = models.TextField(blank=True)
    descriptions = models.JSONField(default=dict)  # {language: text}
    needs = ArrayField(models.CharField(max_length=32), default=list)
    for_whom = ArrayField(models.CharField(max_length=48), default=list)  # empty: for everyone
    eligibility_description = models.TextField(blank=True)
    eligibility_descriptions = models.JSONField(default=dict)  # {language: text}
    languages = ArrayField(models.CharField(max_length=12), default=list)
    place = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=300, blank=True)
    address_hidden = models.BooleanField(default=False)  # shelters for women, children
    lat = models.FloatField(null=True)  # of a hidden place: the middle of its cell
    lon = models.FloatField(null=True)
    cell = models.BigIntegerField(null=True)  # H3 resolution 5, about 250 square kilometres
    accessibility = models.CharField(max_length=300, blank=True)
    timezone = models.CharField(max_length=64, default="UTC")
    hours = models.JSONField(default=list)  # [{"day": 0-6, "opens": "08:00", "closes": "17:00"}]
    exceptions = models.JSONField(default=list)  # [{"on", "opens", "closes", "words"}]; "": closed
    always_open = models.BooleanField(default=False)
    documents = models.CharField(
        max_length=12, choices=states.Documents.choices, default=states.Documents.UNKNOWN
    )
    documents_asked = models.CharField(max_length=300, blank=True)
    fees = models.CharField(max_length=200, blank=True)
    staff_gender = models.CharField(
        max_length=12, choices=states.StaffGender.choices, default=states.StaffGender.UNKNOWN
    )
    capacity = models.IntegerField(null=True)
    free = models.IntegerField(null=True)
    free_at = models.DateTimeField(null=True)
    phone = models.CharField(max_length=64, blank=True)
    active = models.BooleanField(default=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    folded = models.TextField(blank=True)  # its words as searching folds them; never the address
    confirmed_on = models.DateField(null=True)
    confirmed_how = models.CharField(max_length=12, choices=states.How.choices, blank=True)
    confirmed_by_id = models.UUIDField(null=True)  # a colleague
    unreached_on = models.DateField(null=True)  # since it was confirmed nobody answered
    updated_at = models.DateTimeField()

    register: ClassVar = Register(
        room="commons",
        rows=Open(write=Power.EDIT_DIRECTORY),
        fields={
            **held(
                Sensitivity.OPEN,
                Keep.WHILE_TRUE,
                "where help is",
                "id organisation source ref name names description descriptions needs for_whom",
                "eligibility_description eligibility_descriptions languages place address",
                "address_hidden lat lon cell accessibility timezone hours exceptions always_open",
                "documents documents_asked fees staff_gender capacity free free_at phone active",
                "merged_into folded confirmed_on confirmed_how unreached_on updated_at",
            ),
            **held(Sensitivity.STAFF, Keep.WHILE_TRUE, "who asked", "confirmed_by_id"),
        },
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
            models.CheckConstraint(
                condition=models.Q(address_hidden=False) | models.Q(address=""),
                name="service_hidden_without_address",
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True) | models.Q(active=False),
                name="service_merged_is_inactive",
            ),
        ]
        indexes: ClassVar = [
            # Used by: ranking near a place.
            models.Index(fields=["cell"], name="service_cell"),
        ]
