"""What is done by the clock: each round again and again, by every worker host, harmlessly.

A round changes nothing that another host has done already: whoever is first does it.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from django.db import InterfaceError, OperationalError, close_old_connections

from amparo.doors.worker.listen import where
from amparo.kernel.errors import SealedAwayError

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Round:
    """What is done, and how many seconds after it was done last."""

    name: str
    every: float
    go: Callable[[], object]


ROUNDS: tuple[Round, ...] = ()


def serve(one: Round, stop: threading.Event) -> None:
    """Until told to stop: the round, then its pause. Nothing that goes wrong ends it."""
    while not stop.wait(one.every):
        try:
            one.go()
        except SealedAwayError:
            log.warning("%s: the keys are away; later", one.name)
        except (OperationalError, InterfaceError):
            log.warning("%s: the database is away; later", one.name)
            close_old_connections()
        except Exception as error:
            log.error("%s: failed, going on\n%s", one.name, where(error))
