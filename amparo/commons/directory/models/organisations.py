"""Who offers services."""

from typing import ClassVar

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
    active = models.BooleanField(default=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    folded = models.TextField(blank=True)  # its words as searching folds them
    confirmed_on = models.DateField(null=True)
    confirmed_how = models.CharField(max_length=12, choices=states.How.choices, blank=True)
    confirmed_by_id = models.UUIDField(null=True)  # a colleague
    updated_at = models.DateTimeField()

    register: ClassVar = Register(
        room="commons",
        rows=Open(write=Power.EDIT_DIRECTORY),
        fields={
            **held(
                Sensitivity.OPEN,
                Keep.WHILE_TRUE,
                "who can help",
                "id source ref name kind description country website email phone firewall",
                "active merged_into folded confirmed_on confirmed_how updated_at",
            ),
            **held(Sensitivity.STAFF, Keep.WHILE_TRUE, "who asked", "confirmed_by_id"),
        },
        read_by=("guard", "reach", "aid"),
    )

    class Meta:
        db_table = "commons_organisation"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "ref"], name="organisation_once"),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True) | models.Q(active=False),
                name="organisation_merged_is_inactive",
            ),
        ]
