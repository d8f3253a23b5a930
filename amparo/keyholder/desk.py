"""Where a request is answered: who asks, may they, how much; written down; then done.

The line in the log is on disk before a key is given out. A request that is refused has a line, too.
"""

import hmac
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from amparo.kernel.sealed import KEY_CLASSES, derive
from amparo.keyholder import fields
from amparo.keyholder.days import Days
from amparo.keyholder.errors import Away, KeyholderError, Refused
from amparo.keyholder.limits import BLIND_PER_HOUR, DAY, HOUR, Opened, Rate, Tries, caps_of
from amparo.keyholder.roles import may
from amparo.keyholder.store import Store
from amparo.keyholder.sweep import Sweep
from amparo.keyholder.wire import Message, answer_of
from amparo.keyholder.witness import Line, Witness

_NOBODY: Final = bytes(16)


class Desk:
    """Answers one request at a time: one thread, hence no locks."""

    def __init__(
        self,
        store: Store,
        days: Days,
        witness: Witness,
        tokens: Mapping[str, str],
        now: Callable[[], float],
    ) -> None:
        """Ready, with the caps as full as the log says."""
        self._store, self._days, self._witness, self._tokens = store, days, witness, tokens
        self._now = now
        self._opened, self._tries, self._blinded = Opened(), Tries(), Rate(BLIND_PER_HOUR, now)
        self._sweep = Sweep(store)
        self.sealing = False
        self.memory_locked = False
        for line in witness.opened_since(now() - DAY):
            counted = self._counted(line.role, line.cls, line.each_ref(), line.at)
            self._opened.remember(line.role, line.actor, line.cls, counted, line.at)

    def answer(self, message: Message) -> Message:
        """The answer's frame; never an exception."""
        try:
            return {"ok": self._answer(message)}
        except KeyholderError as no:
            return answer_of(no)
        except sqlite3.Error as broken:
            return answer_of(Away(f"The keyholder could not write ({type(broken).__name__})."))

    def _answer(self, message: Message) -> object:
        """What was asked for, or an error that says why not."""
        op = message.get("op")
        if op == "status":
            return self._status()
        work = _WORK.get(op) if isinstance(op, str) else None
        role = self._role(message.get("token"))
        line = Line(at=self._now(), role=role or "?", op=str(op) if work else "?")
        try:
            if work is None:
                raise Refused("There is no such operation.")
            if not role:
                raise Refused("The token is not one of this house.")
            return work(self, line, message)
        except KeyholderError as no:
            self._witness.write(replace(line, outcome=no.kind))
            raise

    def _role(self, token: object) -> str:
        """The role that bears this token, or nothing; every token is compared, whatever came."""
        given = token.encode("utf-8", "replace") if isinstance(token, str) else b""
        found = ""
        for role, own in self._tokens.items():
            if hmac.compare_digest(own.encode(), given):
                found = role
        return found

    def _permit(self, line: Line, what: str) -> None:
        """Refused if this role may not do this."""
        if not may(line.role, what):
            raise Refused(f"The {line.role} process may not ask for {what}.")

    def _status(self) -> Message:
        """What anyone at the socket may know."""
        first, last, count = self._days.span()
        head = self._witness.head
        return {
            "first_day": first,
            "last_day": last,
            "days": count,
            "log_lines": head.lines,
            "log_hash": head.hash,
            "memory_locked": self.memory_locked,
        }

    def _keys(self, line: Line, message: Message) -> object:
        """The key of one class for each reference that has one, side by side."""
        cls = next((c for c in KEY_CLASSES if c == message.get("cls")), None)
        if cls is None:
            raise Refused("There is no such class of key.")
        self._permit(line, f"keys:{cls}")
        refs, actor = fields.refs(message), fields.identity(message, "actor")
        audit = fields.identity(message, "audit")
        if audit == _NOBODY or actor == _NOBODY:
            raise Refused("Keys are given out only with an actor and a line of the audit.")
        counted = self._counted(line.role, cls, refs, line.at)
        self._opened.take(line.role, actor, cls, counted, line.at)
        self._witness.write(
            replace(line, cls=cls, actor=actor, audit=audit, count=len(refs), refs=b"".join(refs))
        )
        roots = self._store.roots(refs)
        return [derive(roots[ref], cls) if ref in roots else None for ref in refs]

    def _counted(self, role: str, cls: str, refs: list[bytes], at: float) -> list[bytes]:
        """The references that fill a cap: for the sender, those whose key is not new."""
        caps = caps_of(role, cls)
        if caps is None:
            return []
        return self._store.made_before(refs, at - HOUR) if caps.spares_new else refs

    def _make_keys(self, line: Line, message: Message) -> object:
        """How many references have a key now."""
        self._permit(line, "make_keys")
        refs, kind = fields.refs(message), fields.word(message, "kind")
        self._witness.write(replace(line, cls=kind, count=len(refs), refs=b"".join(refs)))
        if not self._store.make_keys(refs, kind, line.at):
            raise Refused("One of these references has a key of another kind. None was made.")
        return len(refs)

    def _open_epochs(self, line: Line, message: Message) -> object:
        """The epoch key of each head, or None."""
        self._permit(line, "open_epochs")
        heads, audit = fields.blobs(message, "heads"), fields.identity(message, "audit")
        self._witness.write(replace(line, audit=audit, count=len(heads)))
        return self._days.open(heads)

    def _resealed(self, line: Line, message: Message) -> object:
        """How many overdue day keys were destroyed."""
        self._permit(line, "resealed")
        before = fields.day(message, "before")
        self._witness.write(replace(line, cls=before.isoformat()))
        return self._days.resealed(before, datetime.fromtimestamp(line.at, UTC).date())

    def _blind(self, line: Line, message: Message) -> object:
        """The index mark of each value."""
        self._permit(line, "blind")
        domain, values = fields.word(message, "domain"), fields.texts(message, "values")
        self._blinded.take(len(values))
        self._witness.write(replace(line, cls=domain, count=len(values)))
        return self._store.blind(domain, values)

    def _link_receipt(self, line: Line, message: Message) -> object:
        """True: the code leads there from now on."""
        self._permit(line, "link_receipt")
        code, ref = fields.text(message, "code"), fields.identity(message, "ref")
        self._witness.write(replace(line, count=1, refs=ref))
        if not self._store.link_receipt(code, ref):
            raise Refused("This code leads elsewhere already: make another.")
        return True

    def _unlink_receipts(self, line: Line, message: Message) -> object:
        """How many codes led to the reference; from now on each is as wrong as any other."""
        self._permit(line, "unlink_receipts")
        ref = fields.identity(message, "ref")
        self._witness.write(replace(line, count=1, refs=ref))
        return self._store.unlink_receipts(ref)

    def _try_receipt(self, line: Line, message: Message) -> object:
        """The reference that the code leads to, or None."""
        self._permit(line, "try_receipt")
        code, caller = fields.text(message, "code"), fields.text(message, "caller")
        self._tries.check(caller, line.at)
        ref = self._store.receipt(code)
        if ref is None:
            self._tries.failed(caller, line.at)
        self._witness.write(replace(line, outcome="done" if ref else "wrong", refs=ref or b""))
        return ref

    def _destroy(self, line: Line, message: Message) -> object:
        """How many keys there were; now there is none."""
        self._permit(line, "destroy")
        refs = fields.refs(message)
        self._witness.write(replace(line, count=len(refs), refs=b"".join(refs)))
        return self._store.destroy(refs)

    def _copy(self, line: Line, _: Message) -> object:
        """The log's head, with the line that says that the files are copied for a backup."""
        self._permit(line, "copy")
        self._witness.write(line)
        # What was shredded before this moment lies in no page that is about to be copied.
        self._store.cut_log()
        return {"log_lines": self._witness.head.lines, "log_hash": self._witness.head.hash}

    def _begin_sweep(self, line: Line, message: Message) -> object:
        """The name of a new sweep."""
        self._permit(line, "sweep")
        kind = fields.word(message, "kind")
        self._witness.write(replace(line, cls=kind))
        return self._sweep.begin(kind, line.at)

    def _keep_in_sweep(self, line: Line, message: Message) -> object:
        """How many were named."""
        self._permit(line, "sweep")
        refs = fields.refs(message)
        self._sweep.keep(fields.text(message, "sweep"), refs)
        return len(refs)

    def _finish_sweep(self, line: Line, message: Message) -> object:
        """How many keys were destroyed."""
        self._permit(line, "sweep")
        name, rows = fields.text(message, "sweep"), fields.number(message, "rows")
        self._witness.write(replace(line, count=rows))
        return self._sweep.finish(name, rows, message.get("even_many") is True)

    def _seal(self, line: Line, _: Message) -> object:
        """True: this is the last answer. A full disk keeps nobody from sealing."""
        self._permit(line, "seal")
        self.sealing = True
        with suppress(sqlite3.Error):
            self._witness.write(line)
        return True


_WORK: Final[dict[str, Callable[[Desk, Line, Message], object]]] = {
    "keys": Desk._keys,
    "make_keys": Desk._make_keys,
    "open_epochs": Desk._open_epochs,
    "resealed": Desk._resealed,
    "blind": Desk._blind,
    "link_receipt": Desk._link_receipt,
    "unlink_receipts": Desk._unlink_receipts,
    "try_receipt": Desk._try_receipt,
    "destroy": Desk._destroy,
    "copy": Desk._copy,
    "begin_sweep": Desk._begin_sweep,
    "keep_in_sweep": Desk._keep_in_sweep,
    "finish_sweep": Desk._finish_sweep,
    "seal": Desk._seal,
}
