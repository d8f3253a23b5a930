"""This process's line to the keyholder. Only the vault and the firewall may ask on it."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from django.conf import settings

from amparo.kernel.errors import SealedAwayError
from amparo.keyholder.client import Keyholder, KeyholderError, TooManyTries

__all__ = ["TooManyTries", "asking", "keyholder"]


@cache
def keyholder() -> Keyholder:
    """The keyholder as this process may use it; its token decides what it gives out."""
    config = settings.CONFIG["keyholder"]
    return Keyholder(config["socket"], config["token"])


@contextmanager
def asking() -> Iterator[None]:
    """Whatever keeps the keyholder from answering becomes SealedAwayError: nothing was opened,
    nothing is lost, the same may be asked again. Only too many tries of a code stays itself."""
    try:
        yield
    except TooManyTries:
        raise
    except KeyholderError as away:
        raise SealedAwayError(
            "The keys are sealed away: nothing can be read now. Messages are still taken in. "
            "(%(why)s)",
            why=away.reason,
        ) from away
