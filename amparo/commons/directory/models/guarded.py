"""What of the directory is not for everyone: where a hidden place is, and whom to call there."""

from typing import ClassVar

from django.db import models

from amparo.commons.directory.models.organisations import Organisation
from amparo.commons.directory.models.services import Service
from amparo.kernel.authority import Power
from amparo.kernel.purposes import Keep, Sensitivity
from amparo.kernel.register import Guarded, Register, held


class HiddenPlace(models.Model):
    """Where a service is that must not be found: for who keeps the directory, and its own house."""

    service = models.OneToOneField(Service, models.PROTECT, primary_key=True, related_name="where")
    organisation_id = models.UUIDField()  # whose people know the address anyway
    address = models.CharField(max_length=300, blank=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)

    register: ClassVar = Register(
        room="commons",
        rows=Guarded(power=Power.EDIT_DIRECTORY, scope="organisation_id"),
        fields=held(
            Sensitivity.STAFF,
            Keep.WHILE_TRUE,
            "to keep a place true that must not be found",
            "service organisation_id address lat lon",
        ),
        delete=True,
    )

    class Meta:
        db_table = "commons_hidden_place"


class Contact(models.Model):
    """Whom to call at an organisation: a duty, not a person's life. Shown to all only if public."""

    id = models.UUIDField(primary_key=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="contacts")
    order = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=120)
    name = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=64, blank=True)
    email = models.CharField(max_length=200, blank=True)
    hours = models.CharField(max_length=200, blank=True)
    public = models.BooleanField(default=False)

    register: ClassVar = Register(
        room="commons",
        rows=Guarded(power=Power.EDIT_DIRECTORY, shown="public", staff=True),
        fields=held(
            Sensitivity.STAFF,
            Keep.WHILE_TRUE,
            "whom to call",
            "id organisation order role name phone email hours public",
        ),
        delete=True,
    )

    class Meta:
        db_table = "commons_contact"
