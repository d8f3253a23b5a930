"""What stands on the public pages beside the directory: numbers, and advice for the day."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from amparo.commons.notices import states
from amparo.kernel.authority import Power
from amparo.kernel.purposes import Keep, Sensitivity
from amparo.kernel.register import Held, Open, Register, held

_CONFIRMED = models.Q(confirmed_at__isnull=True, confirmed_by_id__isnull=True) | models.Q(
    confirmed_at__isnull=False, confirmed_by_id__isnull=False
)


def _held(why: str, names: str) -> dict[str, Held]:
    shared = "id crisis_id state order source source_on confirmed_at review_by updated_at"
    return {
        **held(Sensitivity.OPEN, Keep.WHILE_TRUE, why, f"{shared} {names}"),
        **held(Sensitivity.STAFF, Keep.WHILE_TRUE, "who confirmed it", "confirmed_by_id"),
    }


class Number(models.Model):
    """One number to call: what for, when, in which languages, and who says so."""

    id = models.UUIDField(primary_key=True)
    crisis_id = models.UUIDField(null=True)  # None: in every crisis
    state = models.CharField(max_length=12, choices=states.State.choices, default="draft")
    order = models.PositiveSmallIntegerField(default=0)
    labels = models.JSONField(default=dict)  # {language: what for}
    notes = models.JSONField(default=dict)  # {language: a line more}
    number = models.CharField(max_length=32)
    texts = models.BooleanField(default=False)  # it takes an SMS, too
    cost = models.CharField(max_length=12, choices=states.Cost.choices, default="unknown")
    hours = models.JSONField(default=list)  # [{"day": 0-6, "opens": "08:00", "closes": "17:00"}]
    always_open = models.BooleanField(default=False)
    languages = ArrayField(models.CharField(max_length=12), default=list)
    source = models.CharField(max_length=240)
    source_on = models.DateField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by_id = models.UUIDField(null=True)
    review_by = models.DateField(null=True)  # from then on it is marked as old
    updated_at = models.DateTimeField()

    register: ClassVar = Register(
        room="commons",
        rows=Open(write=Power.EDIT_CRISIS),
        fields=_held("whom to call", "labels notes number texts cost hours always_open languages"),
    )

    class Meta:
        db_table = "commons_number"
        constraints: ClassVar = [
            models.CheckConstraint(condition=_CONFIRMED, name="number_confirmed_by_someone"),
        ]


class Advice(models.Model):
    """What to do today, in a few short steps: everywhere, or at one place."""

    id = models.UUIDField(primary_key=True)
    crisis_id = models.UUIDField(null=True)  # None: in every crisis
    place_id = models.UUIDField(null=True)  # of the gazetteer; None: everywhere
    state = models.CharField(max_length=12, choices=states.State.choices, default="draft")
    order = models.PositiveSmallIntegerField(default=0)
    titles = models.JSONField(default=dict)  # {language: title}
    steps = models.JSONField(default=dict)  # {language: [step, …]}
    picture = models.CharField(max_length=16, blank=True)  # a pictogram of the public pages
    source = models.CharField(max_length=240)
    source_on = models.DateField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by_id = models.UUIDField(null=True)
    review_by = models.DateField(null=True)
    updated_at = models.DateTimeField()

    register: ClassVar = Register(
        room="commons",
        rows=Open(write=Power.EDIT_CRISIS),
        fields=_held("what to do today", "place_id titles steps picture"),
    )

    class Meta:
        db_table = "commons_advice"
        constraints: ClassVar = [
            models.CheckConstraint(condition=_CONFIRMED, name="advice_confirmed_by_someone"),
        ]
