"""The client: many threads, a keyholder that comes and goes, a fork."""

import os
import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import pytest

from amparo.keyholder.client import Away, Keyholder
from amparo.keyholder.tests.running import ACTOR, TOKENS, Running, new_keys


def test_it_serves_many_threads_without_mixing_answers(keyholder: Running) -> None:
    """Each thread asks for its own and gets its own."""
    refs = new_keys(keyholder, 40)
    worker = keyholder.client("worker")
    whole = worker.keys(refs, "text", actor=ACTOR, audit=ACTOR)
    with ThreadPoolExecutor(8) as threads:
        singly = threads.map(
            lambda ref: worker.keys([ref], "text", actor=ACTOR, audit=ACTOR), refs * 5
        )
        assert list(singly) == [{ref: whole[ref]} for ref in refs * 5]


def test_it_goes_on_after_the_keyholder_was_started_again(own_keyholder: Running) -> None:
    """On a connection that was open before, without an error in between."""
    (ref,) = new_keys(own_keyholder)
    worker = own_keyholder.client("worker")
    before = worker.keys([ref], "text", actor=ACTOR, audit=ACTOR)
    assert own_keyholder.stop() == 0
    with pytest.raises(Away, match="nothing is lost"):
        worker.keys([ref], "text", actor=ACTOR, audit=ACTOR)
    own_keyholder.start()
    assert worker.keys([ref], "text", actor=ACTOR, audit=ACTOR) == before


def test_it_loses_no_key_when_the_keyholder_is_killed(own_keyholder: Running) -> None:
    """What was answered is on disk; a stale socket does not hinder the next start."""
    refs = new_keys(own_keyholder, 300)
    worker = own_keyholder.client("worker")
    before = worker.keys(refs, "text", actor=ACTOR, audit=ACTOR)
    assert own_keyholder.process is not None
    own_keyholder.process.kill()
    own_keyholder.ended()
    own_keyholder.start()
    assert worker.keys(refs, "text", actor=ACTOR, audit=ACTOR) == before


def test_it_asks_on_a_connection_of_its_own_after_a_fork(keyholder: Running) -> None:
    """A server process made from another must not read the other's answers."""
    worker = keyholder.client("worker")
    refs = new_keys(keyholder, 2)
    worker.status()
    parent = worker._connection()
    worker._own.connection.process = os.getpid() - 1
    assert set(worker.keys(refs, "text", actor=ACTOR, audit=ACTOR)) == set(refs)
    assert worker._connection() is not parent


def test_it_is_away_when_nobody_listens(tmp_path: Path) -> None:
    """No seal hangs there: try again later."""
    with pytest.raises(Away):
        Keyholder(tmp_path / "k.sock", TOKENS["web"]).status()


def test_it_is_away_when_the_other_side_talks_nonsense(tmp_path: Path) -> None:
    """It hangs up at once, twice."""
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(str(tmp_path / "k.sock"))
    listening.listen()

    def hang_up() -> None:
        for _ in range(2):
            listening.accept()[0].close()

    with ThreadPoolExecutor(1) as other:
        other.submit(hang_up)
        with pytest.raises(Away):
            Keyholder(tmp_path / "k.sock").make_keys([uuid4()], "conversation")
    listening.close()


def test_it_does_not_start_twice_on_one_folder(keyholder: Running) -> None:
    """Two would tear the log's chain apart."""
    other = Running(keyholder.data)
    code, said = other.refuse_to_start()
    assert (code, "Another keyholder" in said) == (78, True)
    assert not keyholder.client("web").status().sealed
