"""One connection to the pages: bytes out, a parsed answer back; and those kept for the next."""

import asyncio
import time
from collections import deque
from typing import Final

import httptools

Fields = list[tuple[bytes, bytes]]
_READ: Final = 64 << 10
# Shorter than the pages keep an idle connection (30 s): we, not they, decide that it is over.
_KEPT_FOR: Final = 10.0
_MOST_KEPT: Final = 32


class Away(Exception):
    """The pages do not answer."""


class Upstream:
    """A connection. `begin`, `write`, `headers`, then `piece` until it gives nothing."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self.idle_since = 0.0
        self.begin(without_body=False)

    def begin(self, *, without_body: bool) -> None:
        """Ready for the next answer; one to HEAD ends with its headers, whatever they promise."""
        self._parser = httptools.HttpResponseParser(self)
        self._fields: Fields = []
        self._pieces: deque[bytes] = deque()
        self._without_body = without_body
        self._status = 0
        self._ready = self._over = self._framed = self._stays = False

    async def write(self, data: bytes) -> None:
        """The bytes are on their way."""
        self._writer.write(data)
        await self._writer.drain()

    async def headers(self) -> tuple[int, Fields]:
        """Status and headers of the answer."""
        while not self._ready:
            await self._read()
        return self._status, self._fields

    async def piece(self) -> bytes:
        """The next piece of the body; b"" when it is over."""
        while not self._pieces and not self._over:
            await self._read()
        return self._pieces.popleft() if self._pieces else b""

    def reusable(self) -> bool:
        """True if another request may follow on this connection."""
        return self._over and self._framed and self._stays and not self._writer.is_closing()

    def alive(self) -> bool:
        """False if the other side has closed it, as far as we have heard."""
        return not self._reader.at_eof() and not self._writer.is_closing()

    def close(self) -> None:
        """Ended."""
        self._writer.close()

    async def _read(self) -> None:
        data = await self._reader.read(_READ)
        if not data:
            # Without a length, the end of the connection is the end of the answer.
            if not self._ready or self._framed:
                raise Away
            self._over = True
            return
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError as error:
            raise Away from error

    # Called by the parser.

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header has been read."""
        self._fields.append((name.lower(), value))

    def on_headers_complete(self) -> None:
        """The head is whole. A provisional one (1xx) is forgotten: the true one follows."""
        status = self._parser.get_status_code()
        if status < 200:
            self._fields = []
            return
        names = {name for name, _ in self._fields}
        self._status, self._ready = status, True
        # Asked here: once the answer is over the parser has forgotten it.
        self._stays = self._parser.should_keep_alive()
        self._framed = bool(names & {b"content-length", b"transfer-encoding"})
        if self._without_body or status in (204, 304):
            self._framed = self._over = True

    def on_body(self, body: bytes) -> None:
        """A piece of the body has been read."""
        self._pieces.append(body)

    def on_message_complete(self) -> None:
        """The answer is whole."""
        if self._ready:
            self._over = True


class Pool:
    """Connections that wait for the next request."""

    def __init__(self, socket: str) -> None:
        self._socket = socket
        self._idle: deque[Upstream] = deque()

    async def fresh(self) -> Upstream:
        """A new connection; Away if nobody listens."""
        try:
            return Upstream(*await asyncio.open_unix_connection(self._socket))
        except OSError as error:
            raise Away from error

    def kept(self) -> Upstream | None:
        """A connection that was used a moment ago, or None."""
        while self._idle:
            upstream = self._idle.pop()
            if time.monotonic() - upstream.idle_since < _KEPT_FOR and upstream.alive():
                return upstream
            upstream.close()
        return None

    def give_back(self, upstream: Upstream, *, clean: bool) -> None:
        """Kept for the next request if that is safe, else ended."""
        if clean and upstream.reusable() and len(self._idle) < _MOST_KEPT:
            upstream.idle_since = time.monotonic()
            self._idle.append(upstream)
        else:
            upstream.close()
