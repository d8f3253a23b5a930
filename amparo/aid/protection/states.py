"""What she may have said when asked, and where an entry of the watch list stands."""

from django.db import models


class Answer(models.TextChoices):
    """What came of asking whether she wants asylum or fears a return. Sealed: never a column."""

    NOT_ASKED = "not_asked", "not asked"
    NO = "no", "asked: no"
    FEARS = "fears", "fears a return"
    ASYLUM = "asylum", "wants asylum"
    PENDING = "pending", "claim pending"
    NOT_SAYING = "not_saying", "does not want to say"


class WatchState(models.TextChoices):
    """Where an entry of the watch list stands."""

    PROPOSED = "proposed", "proposed by one"
    CONFIRMED = "confirmed", "confirmed by a second"
    WITHDRAWN = "withdrawn", "withdrawn"


WATCH_MOVES: dict[str, frozenset[str]] = {
    WatchState.PROPOSED: frozenset({"confirmed", "withdrawn"}),
    WatchState.CONFIRMED: frozenset({"withdrawn"}),
    WatchState.WITHDRAWN: frozenset(),
}
