"""Kinds of guides."""

from django.db import models


class GuideKind(models.TextChoices):
    """What a guide is."""

    PROCEDURE = "procedure", "procedure"
    STANDARD = "standard", "standard"
