"""Gunicorn's settings: it reads these names. Its command line adds the socket and the workers."""

import os
import signal
from typing import Any

from gunicorn.glogging import Logger  # type: ignore[import-untyped]

from amparo.doors.cli.spawn import tie_to_parent


class NoAddresses(Logger):  # type: ignore[misc]
    """Gunicorn's log without addresses: some hold what was searched for, others the secret of a
    calendar or of a way in."""

    def exception(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        """The error, of some address."""
        super().exception(msg, *(no_address(one) for one in args), **kwargs)


def no_address(one: Any) -> Any:
    """The same, unless it is an address."""
    return "(address)" if isinstance(one, str) and "/" in one else one


logger_class = NoAddresses

worker_class = "gthread"
threads = 8
preload_app = True  # loaded once, shared by the workers: half the memory, half the start
umask = 0o077  # the socket is ours alone
timeout = 60
graceful_timeout = 15
keepalive = 30  # the door keeps its connections open
max_requests = 0
accesslog = None  # a request line names what was looked at
errorlog = "-"
loglevel = "warning"
control_socket_disable = True  # a way in that nobody uses
forwarded_allow_ips = "*"  # only the door reaches the socket
proc_name = "amparo-web"
# Heartbeats are touched every second; memory is kinder than a disk.
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108


def post_fork(server: Any, worker: Any) -> None:
    """A worker goes when its master goes, however that ended."""
    del server
    tie_to_parent(worker.ppid, signal.SIGKILL)
