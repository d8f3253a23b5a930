"""How far a sentence is."""

from django.db import models


class State(models.TextChoices):
    """What a native reader has said of a sentence."""

    DRAFTED = "drafted", "drafted by a machine"
    CONFIRMED = "confirmed", "confirmed as it is"
    CORRECTED = "corrected", "corrected"
