"""The door's application: what comes in at /intake/ is kept, everything else goes to the pages."""

import re
import time
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Final

from amparo.doors.intake import answers
from amparo.doors.intake.answers import Answer, problem
from amparo.doors.intake.envelopes import Envelope
from amparo.doors.intake.flusher import Flusher, NotKept
from amparo.doors.intake.sealed_reply import SealedReply, SealWatch, needs_ucs2
from amparo.kernel.errors import DeniedError, InvalidError
from amparo.kernel.sealed import EpochSealer, NoDayKey
from amparo.reach.messaging.channels.inbound import Inbound, envelope_bytes, reference_of
from amparo.reach.messaging.channels.json import parse as json_parse
from amparo.reach.messaging.channels.json import verify as json_verify
from amparo.reach.messaging.channels.kannel import parse as kannel_parse
from amparo.reach.messaging.channels.kannel import status as kannel_status
from amparo.reach.messaging.channels.kannel import verify as kannel_verify

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

LIMIT: Final = 1 << 20
_THROWN_AWAY: Final = 16 << 20
_KANNEL_ID: Final = re.compile(r"(?:^|&)id=([0-9A-Za-z-]+)")
_SIGNATURE: Final = json_verify.HEADER.encode()


class _Gone(Exception):
    """The sender hung up before the message was whole: there is nobody to answer."""


class _TooLarge(Exception):
    """The body is larger than LIMIT."""


@dataclass(frozen=True, slots=True)
class Secrets:
    """All the door knows: none of it opens anything that is stored."""

    id_key: bytes = field(repr=False)
    json_secrets: Sequence[bytes] = field(default=(), repr=False)
    kannel_token: str = field(default="", repr=False)


class Door:
    """Routes, verifies, parses, seals, waits for the commit, answers."""

    def __init__(
        self,
        secrets: Secrets,
        sealer: EpochSealer,
        flusher: Flusher,
        watch: SealWatch,
        reply: SealedReply,
        pages: App,
    ) -> None:
        self._secrets, self._sealer, self._flusher = secrets, sealer, flusher
        self._watch, self._reply, self._pages = watch, reply, pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        path: str = scope["path"]
        if not path.startswith("/intake/"):
            await self._pages(scope, receive, send)
            return
        try:
            answer = await self._answer(scope, receive, path)
        except _Gone:
            return
        await send(
            {"type": "http.response.start", "status": answer.status, "headers": answer.headers}
        )
        await send({"type": "http.response.body", "body": answer.body})

    async def _answer(self, scope: Scope, receive: Receive, path: str) -> Answer:
        try:
            if path == "/intake/json":
                return await self._json(scope, receive)
            kind, _, rest = path.removeprefix("/intake/").partition("/")
            if kind == "kannel":
                return await self._kannel(scope, receive, rest)
        except _TooLarge:
            return answers.too_large(LIMIT)
        except DeniedError as error:
            return problem(HTTPStatus.UNAUTHORIZED, f"{error} Nothing was kept.")
        except InvalidError as error:
            detail = f"{error.reason} Nothing was kept: correct it and send it again."
            return problem(HTTPStatus.UNPROCESSABLE_ENTITY, detail, field=error.field)
        except (NotKept, NoDayKey):
            return answers.not_kept()
        return problem(HTTPStatus.NOT_FOUND, "There is no such way in. Nothing was kept.")

    async def _json(self, scope: Scope, receive: Receive) -> Answer:
        if scope["method"] != "POST":
            return _only("POST")
        body = await _body(receive)
        given = b",".join(value for name, value in scope["headers"] if name == _SIGNATURE)
        json_verify.check_signature(
            self._secrets.json_secrets, given.decode("latin-1"), body, time.time()
        )
        envelope = await self._keep(json_parse.parse(body))
        return answers.accepted(reference_of(envelope), sealed=self._watch.sealed)

    async def _kannel(self, scope: Scope, receive: Receive, rest: str) -> Answer:
        token, _, what = rest.partition("/")
        if not kannel_verify.is_ours(self._secrets.kannel_token, token):
            raise DeniedError("This address carries another token than this gateway's.")
        query = scope["query_string"].decode("latin-1")
        if what == "report":
            await self._keep(kannel_status.as_inbound(kannel_status.parse_report(query)))
            return answers.to_gateway()
        if what:
            return problem(HTTPStatus.NOT_FOUND, "There is no such way in. Nothing was kept.")
        if scope["method"] != "POST":
            return _only("POST")
        headers = {
            name.decode("latin-1"): value.decode("latin-1")
            for name, value in scope["headers"]
            if name.startswith(b"x-kannel-") or name == b"content-type"
        }
        given = _KANNEL_ID.search(query)
        message = kannel_parse.parse(headers, await _body(receive), given[1] if given else "")
        envelope = await self._keep(message)
        return self._tell(message, envelope)

    def _tell(self, message: Inbound, envelope: bytes) -> Answer:
        """Empty, except while sealed: then nobody else can tell the person that it arrived."""
        if not self._watch.sealed:
            return answers.to_gateway()
        text = self._reply.to(message, envelope, reference_of(envelope))
        return answers.to_gateway(text, ucs2=needs_ucs2(text))

    async def _keep(self, message: Inbound) -> bytes:
        """The id under which the message is committed; NotKept or NoDayKey if it is not."""
        envelope = envelope_bytes(self._secrets.id_key, message.channel, message.gateway_id)
        sealed = self._sealer.seal(message.to_bytes(), envelope)
        await self._flusher.add(
            Envelope(envelope, time.time(), message.channel.encode(), sealed.head, sealed.body)
        )
        return envelope


def _only(method: str) -> Answer:
    detail = f"Use {method} here. Nothing was kept."
    return problem(HTTPStatus.METHOD_NOT_ALLOWED, detail, allow=method)


async def _body(receive: Receive) -> bytes:
    """The whole body, at most LIMIT bytes of it.

    What is too much is read on and thrown away for a while: a sender who is still sending would
    not hear our answer.
    """
    pieces: list[bytes] = []
    size, more = 0, True
    while more and size <= _THROWN_AWAY:
        message = await receive()
        if message["type"] != "http.request":
            raise _Gone
        piece: bytes = message["body"]
        more = message["more_body"]
        size += len(piece)
        if size <= LIMIT:
            pieces.append(piece)
    if size > LIMIT:
        raise _TooLarge
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)
