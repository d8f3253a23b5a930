"""How far a notice is, and what a call costs."""

from django.db import models


class State(models.TextChoices):
    """Who sees a notice."""

    DRAFT = "draft", "draft: staff only"
    PUBLISHED = "published", "published: everyone"
    WITHDRAWN = "withdrawn", "withdrawn: staff only"


class Cost(models.TextChoices):
    """What calling a number costs the caller."""

    FREE = "free", "free"
    PAID = "paid", "costs what a call costs"
    UNKNOWN = "unknown", "not known"
