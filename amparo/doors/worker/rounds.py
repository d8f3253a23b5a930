"""What is done by the clock: each round again and again, by every worker host, harmlessly.

A round changes nothing that another host has done already: whoever is first does it.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.db import InterfaceError, OperationalError, close_old_connections

from amparo.aid.cases import handover
from amparo.commons.crises import actions as crises
from amparo.commons.directory import actions as directory
from amparo.doors.worker.listen import where
from amparo.guard.exports import actions as exports
from amparo.guard.tokens import actions as tokens
from amparo.kernel.authority import machine
from amparo.kernel.errors import SealedAwayError
from amparo.reach.duty import actions as duty
from amparo.reach.messaging.actions import orders

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Round:
    """What is done, and how many seconds after it was done last."""

    name: str
    every: float
    go: Callable[[], object]


ROUNDS: tuple[Round, ...] = (
    # Someone waits too long, a gateway is silent: it rings, and louder with time.
    Round("alarms", 15.0, partial(duty.look, by=machine())),
    # A referral that nobody answers is reminded of; then the next in turn is asked.
    Round("referrals", 15.0, handover.look_at_clocks),
    # Files that were exported are kept for a day.
    Round("exports", 300.0, exports.expire),
    # What was asked once over the API is remembered for a day.
    Round("keys", 900.0, tokens.forget_keys),
    # A relative's code works for ninety days.
    Round("codes", 3600.0, orders.end_old_codes),
    # A crisis was entered in the console: the towns of its country come.
    Round("places", 20.0, partial(crises.load_missing_places, by=machine())),
    # Entries of the directory that may be there twice are offered; a person decides.
    Round("doubles", 3600.0, partial(directory.look_for_doubles, by=machine())),
)


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
