"""The log tells who asked for what, and shows when someone has been at it."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from amparo.keyholder.client import Refused
from amparo.keyholder.store import FOLDER
from amparo.keyholder.tests.running import ACTOR, Running, new_keys
from amparo.keyholder.witness import LOG, Head, Line, Witness, faults


def lines(keyholder: Running, audit: UUID) -> list[tuple[object, ...]]:
    """What the log says of one audit line."""
    query = "SELECT role, op, cls, actor, count, refs FROM log WHERE audit = ?"
    db = sqlite3.connect(keyholder.log)
    found = db.execute(query, [audit.bytes]).fetchall()
    db.close()
    return found


def test_it_writes_down_who_opened_whose_key(keyholder: Running) -> None:
    """With the audit line that the caller had committed before."""
    (ref,), audit = new_keys(keyholder), uuid4()
    keyholder.client("web").keys([ref], "text", actor=ACTOR, audit=audit)
    assert lines(keyholder, audit) == [("web", "keys", "text", ACTOR.bytes, 1, ref.bytes)]


def test_it_writes_down_what_it_refused(keyholder: Running) -> None:
    """One line more, marked as refused."""
    before = keyholder.client("web").status().head.lines
    with pytest.raises(Refused):
        keyholder.client("web").destroy([uuid4()])
    db = sqlite3.connect(keyholder.log)
    query = "SELECT role, op, outcome FROM log WHERE n = ?"
    assert db.execute(query, [before + 1]).fetchall() == [("web", "destroy", "refused")]
    db.close()


def test_it_holds_no_code_number_or_caller(keyholder: Running) -> None:
    """Nor does the store; the reference that the code leads to is in the log."""
    code, number, caller, ref = uuid4().hex, uuid4().hex, uuid4().hex, uuid4()
    keyholder.client("worker").blind("number", [number])
    keyholder.client("worker").link_receipt(code, ref)
    keyholder.client("web").try_receipt(code, caller=caller)
    disk = b"".join(path.read_bytes() for path in keyholder.folder.iterdir())
    assert ref.bytes in disk
    for secret in (code, number, caller):
        assert secret.encode() not in disk


def test_it_holds_together_after_a_day_of_work(own_keyholder: Running) -> None:
    """And goes on from the head that a caller remembered."""
    new_keys(own_keyholder, 5)
    head = own_keyholder.client("cli").status().head
    new_keys(own_keyholder, 5)
    own_keyholder.stop()
    assert faults(own_keyholder.log, [head]) == []


def tamper(path: Path, *statements: str) -> None:
    """As somebody with the file in hand would."""
    db = sqlite3.connect(path, isolation_level=None)
    for statement in ("DROP TRIGGER log_stays", "DROP TRIGGER log_unchanged", *statements):
        db.execute(statement)
    db.close()


@pytest.fixture
def log(tmp_path: Path) -> tuple[Path, Head]:
    """Ten lines and their head."""
    (tmp_path / FOLDER).mkdir()
    witness = Witness(tmp_path / FOLDER)
    for n in range(10):
        witness.write(Line(at=float(n), role="web", op="keys", count=n))
    head = witness.head
    witness.close()
    assert faults(tmp_path / FOLDER / LOG, [head]) == []
    return tmp_path / FOLDER / LOG, head


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE log SET actor = x'00' WHERE n = 5",
        "UPDATE log SET count = count + 1 WHERE n = 10",
        "DELETE FROM log WHERE n = 5",
        "DELETE FROM log WHERE n = 1",
        "UPDATE log SET hash = zeroblob(32) WHERE n = 3",
        "DELETE FROM log WHERE n > 8",
        "DELETE FROM log",
    ],
)
def test_it_shows_that_a_line_was_changed_or_cut_away(
    log: tuple[Path, Head], statement: str
) -> None:
    """With the head that someone else remembers, also at the end."""
    path, head = log
    tamper(path, statement)
    assert faults(path, [head])


def test_it_does_not_show_a_cut_end_to_someone_who_remembers_nothing(
    log: tuple[Path, Head],
) -> None:
    """Why status hands out the head."""
    path, head = log
    tamper(path, "DELETE FROM log WHERE n > 8")
    assert (faults(path), bool(faults(path, [head]))) == ([], True)


@pytest.mark.parametrize("statement", ["DELETE FROM log", "UPDATE log SET count = 9"])
def test_it_refuses_to_be_changed_by_our_own_hand(log: tuple[Path, Head], statement: str) -> None:
    """A mistake in our code does not lose the log."""
    db = sqlite3.connect(log[0])
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        db.execute(statement)
    db.close()


def test_it_shows_a_log_that_was_written_anew(log: tuple[Path, Head], tmp_path: Path) -> None:
    """A chain of one's own making holds together, but is not the one remembered."""
    make: Callable[[Path], Witness] = Witness
    forged = make(tmp_path)
    for n in range(12):
        forged.write(Line(at=float(n), role="cli", op="status"))
    forged.close()
    assert faults(tmp_path / LOG) == []
    assert faults(tmp_path / LOG, [log[1]])
