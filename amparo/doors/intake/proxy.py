"""Hands a request on to the pages' private socket, unread, and the answer back."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, MutableMapping
from http import HTTPStatus
from typing import Any, Final

from amparo.doors.intake.answers import pages_away
from amparo.doors.intake.callers import Proxies
from amparo.doors.intake.upstream import Away, Pool, Upstream

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Fields = list[tuple[bytes, bytes]]

# They belong to one connection (RFC 9110, 7.6.1); `expect` is answered by the door itself.
_HOP: Final = frozenset(
    b"connection keep-alive proxy-connection proxy-authenticate proxy-authorization te trailer "
    b"transfer-encoding upgrade expect".split()
)
# `Connection` may name further fields that end here, but never what the pages need to know where a
# request ends and who asked: without its length a body would be read as the next one's request.
_STAYS: Final = frozenset(b"content-length host cookie content-type origin referer".split())
# What others claim about who asked; ours are set afresh.
_CLAIMS: Final = frozenset(
    b"forwarded x-real-ip x-client-ip true-client-ip x-cluster-client-ip cf-connecting-ip".split()
)
# Set by us: whose request this is and where it ends.
_OURS: Final = _CLAIMS | {b"content-length"}
# A form is read whole before the pages are called: a slow phone must not hold one of their threads.
_HELD_BACK: Final = 256 << 10
_ANSWER_WITHIN: Final = 60.0


class Pages:
    """The ASGI application that is really the other process."""

    def __init__(self, socket: str, *, proxies: Proxies, most: int = 64) -> None:
        self._pool = Pool(socket)
        self._proxies = proxies
        self._room = asyncio.Semaphore(most)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes one request on; plain words if the pages are away."""
        body = _Body(receive, scope["headers"])
        if not await body.begin():
            return
        started = _Started(send)
        async with self._room:
            try:
                await self._pass(scope, body, started)
            except TimeoutError:
                await started.instead(HTTPStatus.GATEWAY_TIMEOUT)
            except (Away, OSError):
                await started.instead(HTTPStatus.BAD_GATEWAY)

    async def _pass(self, scope: Scope, body: "_Body", send: "_Started") -> None:
        head = _head(scope, self._proxies, body)
        upstream = await self._begin(scope["method"], head, body)
        feeding = asyncio.create_task(body.rest_to(upstream)) if body.more else None
        try:
            await _answer(upstream, send)
        except BaseException:
            upstream.close()
            raise
        else:
            # One that carried a body is not used again: nothing of it can reach the next person.
            self._pool.give_back(upstream, clean=not body.expected)
        finally:
            if feeding is not None:
                feeding.cancel()
                with contextlib.suppress(asyncio.CancelledError, Away, OSError):
                    await feeding

    async def _begin(self, method: str, head: bytes, body: "_Body") -> Upstream:
        """A connection on which the request has gone out and the answer's head has come.

        A kept connection may have been closed at that very moment. Only what may safely be asked
        twice goes over one, and then again over a fresh one; a post always gets a fresh one.
        """
        safe = method in ("GET", "HEAD") and not body.more
        kept = self._pool.kept() if safe else None
        if kept is not None:
            try:
                return await _ask(kept, method, head, body)
            except (Away, OSError):
                kept.close()
        return await _ask(await self._pool.fresh(), method, head, body)


class _Body:
    """The request's body: a short one is held whole, a long one passes through."""

    def __init__(self, receive: Receive, headers: Fields) -> None:
        names = {name for name, _ in headers}
        self._receive = receive
        self.expected = b"content-length" in names or b"transfer-encoding" in names
        self.chunked = b"transfer-encoding" in names
        self.length = dict(headers).get(b"content-length", b"")
        self.held = b""
        self.more = self.expected

    async def begin(self) -> bool:
        """The start has been read; False if the sender hung up."""
        pieces: list[bytes] = []
        size = 0
        while self.more and size < _HELD_BACK:
            message = await self._receive()
            if message["type"] != "http.request":
                return False
            pieces.append(message["body"])
            size += len(message["body"])
            self.more = message["more_body"]
        self.held = b"".join(pieces)
        return True

    def framed(self, piece: bytes) -> bytes:
        """The piece as it goes over the wire."""
        if not self.chunked or not piece:
            return piece
        return b"%x\r\n%s\r\n" % (len(piece), piece)

    async def rest_to(self, upstream: Upstream) -> None:
        """All that was not held back has been passed on."""
        while self.more:
            message = await self._receive()
            if message["type"] != "http.request":
                # Half a body must not look whole: the pages see the connection end.
                upstream.close()
                return
            self.more = message["more_body"]
            await upstream.write(self.framed(message["body"]))
        if self.chunked:
            await upstream.write(b"0\r\n\r\n")


class _Started:
    """Sends, and remembers whether the answer has begun."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.begun = False

    async def head(self, status: int, headers: Fields) -> None:
        """The answer's first part."""
        self.begun = True
        await self._send({"type": "http.response.start", "status": status, "headers": headers})

    async def body(self, piece: bytes, *, more: bool) -> None:
        """A further part."""
        await self._send({"type": "http.response.body", "body": piece, "more_body": more})

    async def instead(self, status: HTTPStatus) -> None:
        """Our own words; if the answer had begun, its end is cut off visibly."""
        if self.begun:
            raise ConnectionError("the pages went away in the middle of an answer")
        answer = pages_away(status)
        await self.head(answer.status, answer.headers)
        await self.body(answer.body, more=False)


async def _ask(upstream: Upstream, method: str, head: bytes, body: _Body) -> Upstream:
    end = b"0\r\n\r\n" if body.chunked and not body.more else b""
    try:
        upstream.begin(without_body=method == "HEAD")
        await upstream.write(head + body.framed(body.held) + end)
        if not body.more:
            await asyncio.wait_for(upstream.headers(), _ANSWER_WITHIN)
    except BaseException:
        upstream.close()
        raise
    return upstream


async def _answer(upstream: Upstream, send: _Started) -> None:
    status, fields = await asyncio.wait_for(upstream.headers(), _ANSWER_WITHIN)
    # uvicorn writes a date of its own.
    kept = [field for field in _without_hop(fields) if field[0] not in (b"date", b"server")]
    await send.head(status, kept)
    while piece := await upstream.piece():
        await send.body(piece, more=True)
    await send.body(b"", more=False)


def _head(scope: Scope, proxies: Proxies, body: _Body) -> bytes:
    """Request line and headers for the pages, claims of others replaced by what we know."""
    query = scope["query_string"]
    target = scope["raw_path"] + (b"?" + query if query else b"")
    lines = [b"%s %s HTTP/1.1" % (scope["method"].encode(), target)]
    host = b""
    for name, value in _without_hop(scope["headers"]):
        # An underscore would become the same WSGI variable as a hyphen, and so a forged claim.
        if name in _OURS or name.startswith(b"x-forwarded-") or b"_" in name:
            continue
        host = value if name == b"host" else host
        lines.append(b"%s: %s" % (name, value))
    caller = proxies.caller(scope)
    if caller.address:
        lines.append(b"x-forwarded-for: " + caller.address.encode())
    lines += [b"x-forwarded-proto: " + caller.scheme, b"x-forwarded-host: " + host]
    if body.chunked:
        lines.append(b"transfer-encoding: chunked")
    elif body.length:
        lines.append(b"content-length: " + body.length)
    return b"\r\n".join([*lines, b"", b""])


def _without_hop(fields: Fields) -> Fields:
    named = b",".join(value.lower() for name, value in fields if name == b"connection")
    drop = _HOP | ({name.strip() for name in named.split(b",")} - _STAYS) if named else _HOP
    return [(name, value) for name, value in fields if name not in drop]
