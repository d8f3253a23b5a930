"""What the keyholder may answer instead of a key."""

from typing import Literal

# How a refusal is named in an answer's frame.
Kind = Literal["refused", "too_many", "away", "sealed"]


class KeyholderError(Exception):
    """The keyholder gave nothing out."""

    kind: Kind = "away"

    def __init__(self, reason: str = "", *, retry_after: float = 0) -> None:
        """Remember the reason, in words for a person, and the seconds to wait (0: do not)."""
        self.reason = reason or (type(self).__doc__ or "")
        self.retry_after = retry_after
        super().__init__(self.reason)


class Away(KeyholderError):
    """The keyholder does not answer: nothing was opened and nothing is lost. Try again later."""


class Sealed(KeyholderError):
    """The keys are sealed away: nothing can be read now. Messages are still taken in."""

    kind: Kind = "sealed"


class Refused(KeyholderError):
    """The keyholder refused: this process may not ask for this."""

    kind: Kind = "refused"


class TooManyTries(Refused):
    """Too many receipt codes were tried: wait a little, then try again."""

    kind: Kind = "too_many"


def error_of(kind: str, reason: str, retry_after: float) -> KeyholderError:
    """The error that an answer's frame names; one we do not know is a refusal."""
    known: tuple[type[KeyholderError], ...] = (Away, Sealed, TooManyTries)
    error = next((error for error in known if error.kind == kind), Refused)
    return error(reason, retry_after=retry_after)
