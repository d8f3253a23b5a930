"""Waiting for news: woken by NOTIFY, and looking anyway every second."""

import logging
import threading
import traceback
from collections.abc import Callable

import psycopg
from django.conf import settings
from django.db import InterfaceError, OperationalError, close_old_connections
from psycopg.conninfo import make_conninfo

from amparo.kernel.errors import SealedAwayError
from amparo.keyholder.errors import Sealed

log = logging.getLogger(__name__)

LOOK_EVERY = 1.0  # seconds; a lost notification costs at most this much
WAIT_SEALED = 5.0
WAIT_BROKEN = 2.0


def where(error: BaseException) -> str:
    """Type and place of an error, without its words."""
    return type(error).__name__ + "\n" + "".join(traceback.format_tb(error.__traceback__))


def address(login: str) -> str:
    """The connection string of one of this process's logins."""
    alias = settings.DATABASES[login]
    return make_conninfo(
        host=str(alias["HOST"]),
        port=str(alias["PORT"]),
        dbname=str(alias["NAME"]),
        user=str(alias["USER"]),
        password=str(alias["PASSWORD"]),
    )


def serve(channel: str, step: Callable[[], bool], stop: threading.Event) -> None:
    """Until told to stop: `step` again and again while it finds work, then wait for the channel.

    Nothing that goes wrong ends the loop: a worker that gave up would leave people unread.
    """
    while not stop.is_set():
        try:
            _serve(channel, step, stop)
        except SealedAwayError as error:
            if not isinstance(error.__cause__, Sealed):
                # Away or refused is nobody's wish: somebody must learn that nothing is read.
                log.warning("%s: the keyholder said %s", channel, type(error.__cause__).__name__)
            stop.wait(WAIT_SEALED)
        except (OperationalError, InterfaceError, psycopg.OperationalError):
            log.warning("%s: the database is away; trying again", channel)
            close_old_connections()
            stop.wait(WAIT_BROKEN)
        except Exception as error:
            # The error's own words may quote a value; where it happened is enough.
            log.error("%s: a step failed, going on\n%s", channel, where(error))
            stop.wait(WAIT_BROKEN)


def _serve(channel: str, step: Callable[[], bool], stop: threading.Event) -> None:
    with psycopg.connect(address("reach"), autocommit=True) as connection:
        connection.execute(f"LISTEN {channel}".encode())
        while not stop.is_set():
            if not step():
                for _ in connection.notifies(timeout=LOOK_EVERY, stop_after=1):
                    pass
