"""uvicorn with the door's limits: big heads, senders who stall, and an orderly end."""

import asyncio
import contextlib
import os
import time
from collections.abc import Generator
from typing import Any, Final

from uvicorn import Config, Server
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

# A browser's head with cookies is 2 KB; Django and gunicorn stop at 8 KB a line.
MOST_HEAD: Final = 32 << 10
# Seconds: a whole head must come within, and a body or a reader may pause for so long.
STALLED_AFTER: Final = 30.0
# Pages fit in here whole, so that a slow phone does not hold one of the pages' threads.
_WRITE_AHEAD: Final = 1 << 20
_WORDS: Final = b"The request's headers are too large. Nothing was kept of it.\n"
_TOO_BIG: Final = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-type: text/plain\r\n"
    b"content-length: %d\r\nconnection: close\r\n\r\n%s" % (len(_WORDS), _WORDS)
)


class DoorProtocol(HttpToolsProtocol):
    """One connection, with what it takes to see that it stalls."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.head_bytes = 0
        self.reading_since = 0.0
        self.unsent = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Reads ahead of a slow reader, and expects a first request."""
        super().connection_made(transport)
        transport.set_write_buffer_limits(high=_WRITE_AHEAD)
        self.reading_since = time.monotonic()

    def data_received(self, data: bytes) -> None:
        """Passes the bytes on, unless a head grows without end."""
        if self.head_bytes >= 0:
            self.head_bytes += len(data)
        else:
            self.reading_since = time.monotonic()
        super().data_received(data)
        if self.head_bytes > MOST_HEAD and not self.transport.is_closing():
            self.transport.write(_TOO_BIG)
            self.transport.close()

    def on_headers_complete(self) -> None:
        """The head is whole; from here the body counts."""
        self.head_bytes = -1
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The request is whole; nothing more is owed to us."""
        self.head_bytes = 0
        self.reading_since = 0.0
        super().on_message_complete()

    def on_message_begin(self) -> None:
        """A request begins."""
        self.reading_since = time.monotonic()
        super().on_message_begin()

    def stalled(self, now: float) -> bool:
        """True if the sender owes us bytes, or takes none of ours, for too long."""
        unsent = self.transport.get_write_buffer_size()
        if unsent and unsent == self.unsent and self.reading_since == 0.0:
            self.reading_since = now
        self.unsent = unsent
        return 0.0 < self.reading_since < now - STALLED_AFTER


class DoorServer(Server):
    """uvicorn's server, told when to end by us and telling when it listens."""

    def __init__(self, config: Config, ready_fd: int | None) -> None:
        super().__init__(config)
        self._ready_fd = ready_fd

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Signals are the caller's: uvicorn would raise them again before the line is written."""
        yield

    async def startup(self, sockets: Any = None) -> None:
        """Listens, and says so to whoever waits for it."""
        await super().startup(sockets)
        if self._ready_fd is not None:
            os.write(self._ready_fd, b"1")
            os.close(self._ready_fd)
            self._ready_fd = None

    async def sweep(self) -> None:
        """Ends connections whose other side stalls, once a second."""
        while True:
            await asyncio.sleep(1)
            now = time.monotonic()
            for connection in list(self.server_state.connections):
                if isinstance(connection, DoorProtocol) and connection.stalled(now):
                    connection.transport.abort()
