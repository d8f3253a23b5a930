"""The parts people play on a shift, and what becomes of a request between colleagues."""

from django.db.models import TextChoices


class Part(TextChoices):
    """What someone is there for."""

    OFFICER = "officer", "Officer"
    STANDBY = "standby", "Standby"  # rung when the officers do not answer


class Asked(TextChoices):
    """What became of it when one colleague asked another to change a shift."""

    OPEN = "open", "Open"
    AGREED = "agreed", "Agreed"
    REFUSED = "refused", "Refused"
    GONE = "gone", "Gone"  # the shift changed or was removed before an answer
