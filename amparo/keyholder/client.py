"""How the other processes ask the keyholder. Safe to share between threads and across a fork.

A connection per thread stays open. On a broken one the question is asked once more on a new one:
every operation may be repeated, except the steps of a sweep.
"""

import os
import socket
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final, TypeVar
from uuid import UUID

from amparo.kernel.sealed import KeyClass
from amparo.keyholder.errors import (
    Away,
    KeyholderError,
    Refused,
    Sealed,
    TooManyTries,
    error_of,
)
from amparo.keyholder.status import notice
from amparo.keyholder.wire import MAX_BATCH, Message, pack, receive
from amparo.keyholder.witness import Head

__all__ = ["Away", "Keyholder", "KeyholderError", "Refused", "Sealed", "Status", "TooManyTries"]

_CONNECT_SECONDS: Final = 1.0
_ANSWER_SECONDS: Final = 10.0

_NO_HEAD: Final = Head(0, b"")

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Status:
    """How the keyholder is; when sealed, nothing else is known."""

    sealed: bool
    first_day: str = ""
    last_day: str = ""
    days: int = 0
    # The end of its log, for the audit to remember.
    head: Head = _NO_HEAD
    memory_locked: bool = False


class Keyholder:
    """The keyholder, as seen by one process with its token."""

    def __init__(self, socket: str | Path, token: str = "") -> None:
        """Connect when first asked."""
        self._path, self._token = Path(socket), token
        self._own = threading.local()

    def status(self) -> Status:
        """How it is; Away if it neither answers nor is sealed."""
        try:
            told = self._ask("status")
        except Sealed:
            return Status(sealed=True)
        head = Head(told["log_lines"], told["log_hash"])
        span = told["first_day"], told["last_day"], told["days"]
        return Status(False, *span, head, told["memory_locked"])

    def open_epochs(self, heads: Sequence[bytes], *, audit: UUID) -> list[bytes | None]:
        """The epoch key of each head; None: its day is destroyed, or it is not a head of ours."""
        found: list[bytes | None] = []
        for part in _parts(heads):
            found += self._ask("open_epochs", heads=part, audit=audit.bytes)
        return found

    def make_keys(self, refs: Sequence[UUID], kind: str) -> None:
        """Every reference has a key from now on (before its row); repeating is harmless."""
        for part in _parts(refs):
            self._ask("make_keys", refs=_bytes(part), kind=kind)

    def keys(
        self, refs: Sequence[UUID], cls: KeyClass, *, actor: UUID, audit: UUID
    ) -> dict[UUID, bytes]:
        """The key of this class for each reference that has one; commit the audit line first."""
        found: dict[UUID, bytes] = {}
        for part in _parts(list(dict.fromkeys(refs))):
            keys = self._ask(
                "keys", refs=_bytes(part), cls=cls, actor=actor.bytes, audit=audit.bytes
            )
            found.update((ref, key) for ref, key in zip(part, keys, strict=True) if key)
        return found

    def blind(self, domain: str, values: Sequence[str]) -> list[bytes]:
        """The whole index mark (32 bytes) of each value within this domain."""
        found: list[bytes] = []
        for part in _parts(values):
            found += self._ask("blind", domain=domain, values=part)
        return found

    def link_receipt(self, code: str, ref: UUID) -> None:
        """The code leads to this reference; Refused if it leads elsewhere already."""
        self._ask("link_receipt", code=code, ref=ref.bytes)

    def unlink_receipts(self, ref: UUID) -> None:
        """No code leads to this reference any more; to try one is to try a wrong one."""
        self._ask("unlink_receipts", ref=ref.bytes)

    def try_receipt(self, code: str, *, caller: str) -> UUID | None:
        """Where the code leads, if anywhere; TooManyTries says when to try again."""
        ref = self._ask("try_receipt", code=code, caller=caller)
        return UUID(bytes=ref) if ref else None

    def resealed(self, before: date) -> int:
        """How many overdue day keys went: no envelope from days before this one is still sealed."""
        return int(self._ask("resealed", before=before.isoformat()))

    def destroy(self, refs: Sequence[UUID]) -> int:
        """How many keys there were; what was sealed under them is gone for good."""
        return sum(self._ask("destroy", refs=_bytes(part)) for part in _parts(refs))

    def sweep(self, kind: str, existing: Iterable[UUID], *, even_many: bool = False) -> int:
        """How many keys of this kind were destroyed because none of the existing rows is theirs."""
        rows = list(dict.fromkeys(existing))
        name = self._ask("begin_sweep", again=False, kind=kind)
        for part in _parts(rows):
            self._ask("keep_in_sweep", again=False, sweep=name, refs=_bytes(part))
        last = self._ask(
            "finish_sweep", again=False, sweep=name, rows=len(rows), even_many=even_many
        )
        return int(last)

    def seal(self) -> None:
        """The keyholder has ended and nothing opens until it is unsealed."""
        try:
            self._ask("seal")
        except Sealed:
            # Its last answer was lost on the way, or somebody else was faster: sealed it is.
            return

    def close(self) -> None:
        """This thread's connection is closed; the next question opens another."""
        self._own.connection = None

    def _ask(self, op: str, *, again: bool = True, **fields: object) -> Any:
        """The value of the answer, or the error that it names."""
        frame = pack({"op": op, "token": self._token, **fields})
        try:
            answer = self._exchange(frame)
        except _Broken:
            if not again:
                raise Away from None
            answer = self._once_more(frame)
        if "ok" in answer:
            return answer["ok"]
        raise error_of(str(answer.get("kind")), str(answer.get("no")), answer.get("retry_after", 0))

    def _once_more(self, frame: bytes) -> Message:
        """The answer on a new connection, or Away."""
        try:
            return self._exchange(frame)
        except _Broken:
            raise Away from None

    def _exchange(self, frame: bytes) -> Message:
        """One question and its answer; _Broken if the connection was. Too slow is Away."""
        connection = self._connection()
        try:
            connection.socket.sendall(frame)
            return receive(connection.socket)
        except TimeoutError:
            self.close()
            raise Away from None
        except (OSError, Away):
            self.close()
            raise _Broken from None

    def _connection(self) -> "_Connection":
        """This thread's own connection, opened by this very process."""
        own: _Connection | None = getattr(self._own, "connection", None)
        if own is None or own.process != os.getpid():
            own = self._own.connection = _Connection(self._path)
        return own


class _Connection:
    """An open socket that closes with its thread."""

    def __init__(self, path: Path) -> None:
        """Connect; Sealed or Away if nobody answers."""
        self.process = os.getpid()
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.socket.settimeout(_CONNECT_SECONDS)
        try:
            self.socket.connect(str(path))
        except OSError:
            raise (Sealed if notice(path).exists() else Away) from None
        self.socket.settimeout(_ANSWER_SECONDS)

    def __del__(self) -> None:
        """A thread that ends says nothing first: without this its socket would linger."""
        self.socket.close()


class _Broken(Exception):
    """The connection ended before the answer came."""


def _bytes(refs: Iterable[UUID]) -> list[bytes]:
    """References as they travel."""
    return [ref.bytes for ref in refs]


def _parts(items: Sequence[Item]) -> Iterator[list[Item]]:
    """The items in lists that one call may carry."""
    for start in range(0, len(items), MAX_BATCH):
        yield list(items[start : start + MAX_BATCH])
