"""What became of a promise to call."""

from django.db import models


class Outcome(models.TextChoices):
    """What happened at the last try."""

    NONE = "", "not tried yet"
    REACHED = "reached", "reached"
    NO_ANSWER = "no_answer", "no answer"
    WRONG_NUMBER = "wrong_number", "wrong number"
    NOT_SAFE = "not_safe", "not safe now"
