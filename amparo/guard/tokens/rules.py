"""How often a program may ask, and how long what it holds is good."""

from dataclasses import dataclass
from datetime import datetime, timedelta

MOST_DAYS = 365
MOST_TOKENS = 20  # of one colleague, alive at once
# A program may ask so often within so many seconds; opening texts has caps of its own, at the
# keyholder.
QUOTA, WINDOW = 600, 60
WINDOW_LENGTH = timedelta(seconds=WINDOW)
KEY_KEPT = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Spent:
    """What is left of the present window."""

    quota: int
    window: int  # seconds
    used: int
    reset: int  # seconds until the count begins anew

    @property
    def left(self) -> int:
        """How often it may still be asked before then."""
        return max(0, self.quota - self.used)

    @property
    def over(self) -> bool:
        """Whether this was asked too often."""
        return self.used > self.quota


def spent(used: int, began: datetime, now: datetime) -> Spent:
    """How much is used of a window that began then."""
    passed = (now - began).total_seconds()
    return Spent(QUOTA, WINDOW, used, max(1, int(WINDOW - passed) + 1))
