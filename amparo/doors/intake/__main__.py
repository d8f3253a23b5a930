"""Runs the door: `python -m amparo.doors.intake`, with AMPARO_CONFIG naming its file."""

import asyncio
import contextlib
import gc
import json
import logging
import os
import resource
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import uvloop
from psycopg import AsyncConnection
from uvicorn import Config

from amparo.doors.intake.app import Door, Secrets
from amparo.doors.intake.callers import proxies
from amparo.doors.intake.flusher import Flusher
from amparo.doors.intake.proxy import Pages
from amparo.doors.intake.sealed_reply import SealedReply, SealWatch
from amparo.doors.intake.server import DoorProtocol, DoorServer
from amparo.kernel.sealed import EpochSealer, read_day_keys
from amparo.keyholder.status import is_sealed

Json = dict[str, Any]
# Seconds that open requests get to end after SIGTERM; the line is written after them.
_GRACE = 10
_BACKLOG = 4096


def main() -> None:
    """Serves until SIGTERM or SIGINT, then answers and writes what is open, and ends."""
    config: Json = json.loads(Path(os.environ["AMPARO_CONFIG"]).read_text())
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s")
    _allow_many_connections()
    # What was loaded stays: collecting it again and again cost a tenth of the door's time.
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    uvloop.run(serve(config, _ready_fd()))


async def serve(config: Json, ready_fd: int | None) -> None:
    """The door of this configuration has served and ended."""
    flusher = Flusher(_connector(config), most=config["door"].get("most_waiting", 20_000))
    watch = SealWatch(_asker(config))
    server = DoorServer(_uvicorn(config, _door(config, flusher, watch)), ready_fd)
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, setattr, server, "should_exit", True)
    writing = asyncio.create_task(flusher.run())
    looking = [asyncio.create_task(watch.run()), asyncio.create_task(server.sweep())]
    try:
        await server.serve()
    finally:
        flusher.stop()
        await writing
        for task in looking:
            task.cancel()


def _door(config: Json, flusher: Flusher, watch: SealWatch) -> Door:
    own = config["door"]
    channels = own["channels"]
    secrets = Secrets(
        id_key=bytes.fromhex(own["id_key"]),
        json_secrets=_json_secrets(channels.get("json", {})),
        kannel_token=channels.get("kannel", {}).get("token", ""),
    )
    keys = Path(config["intake_keys"])
    sealer = EpochSealer(lambda: read_day_keys(keys.read_text()))
    reply = SealedReply(own.get("languages", ["en", "ht", "ar"]))
    before = proxies(own.get("scheme", "http"), own.get("trusted_proxies", []))
    pages = Pages(config["web_socket"], proxies=before)
    return Door(secrets, sealer, flusher, watch, reply, pages)


def _json_secrets(channel: Json) -> list[bytes]:
    """The secret, and while it is being changed also the former one."""
    names = ("secret", "former_secret")
    return [str(channel[name]).encode() for name in names if channel.get(name)]


def _uvicorn(config: Json, door: Door) -> Config:
    host, _, port = str(config["bind"]).rpartition(":")
    return Config(
        door,
        host=host.strip("[]"),
        port=int(port),
        loop="none",
        http=DoorProtocol,
        ws="none",
        lifespan="off",
        interface="asgi3",
        # The gateway's token stands in an address: addresses are never written down.
        access_log=False,
        log_config=None,
        log_level="warning",
        proxy_headers=False,
        server_header=False,
        backlog=_BACKLOG,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=_GRACE,
    )


def _connector(config: Json) -> Callable[[], Awaitable[AsyncConnection]]:
    place, login = config["database"], config["logins"]["door"]

    asked = {
        **place.get("options", {}),
        "host": place["host"],
        "port": place["port"],
        "dbname": place["name"],
        "user": login["user"],
        "password": login["password"],
        "connect_timeout": 2,
        "keepalives_idle": 5,
        "tcp_user_timeout": 5000,
        "application_name": "amparo door",
        # Said here because an acknowledgement is a promise, whatever the server's default.
        "options": "-c synchronous_commit=on -c statement_timeout=10s",
    }

    async def connect() -> AsyncConnection:
        return await AsyncConnection.connect(autocommit=True, **asked)

    return connect


def _asker(config: Json) -> Callable[[], Awaitable[bool | None]]:
    """Asks the keyholder how it is, for which no token is needed; None when nobody can say."""
    near = Path(config["sockets"]) / "keys.sock"
    path = Path(config.get("keyholder", {}).get("socket", near))

    async def ask() -> bool | None:
        return await asyncio.to_thread(is_sealed, path)

    return ask


def _ready_fd() -> int | None:
    given = os.environ.get("AMPARO_READY_FD", "")
    return int(given) if given.isdecimal() else None


def _allow_many_connections() -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


if __name__ == "__main__":
    main()
