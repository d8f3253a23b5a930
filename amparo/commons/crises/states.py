"""The phases of a crisis, as the mission's documents name them."""

from django.db import models


class Phase(models.TextChoices):
    """Where a crisis stands."""

    BEFORE = "before", "before"
    EMERGENCY = "emergency", "emergency"
    AFTER = "after", "after"
    CLOSED = "closed", "closed"
