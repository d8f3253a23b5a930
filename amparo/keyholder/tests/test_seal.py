"""Sealed: the process is gone and stays away, nothing opens; unsealed: everything is there."""

import pytest

from amparo.keyholder.client import Refused, Sealed
from amparo.keyholder.seal import EXIT_SEALED, unseal
from amparo.keyholder.tests.running import ACTOR, Running, new_keys
from amparo.keyholder.witness import faults


def test_it_ends_at_once_and_opens_nothing_more(own_keyholder: Running) -> None:
    """The worker that could read a moment ago is told why it cannot."""
    (ref,) = new_keys(own_keyholder)
    worker = own_keyholder.client("worker")
    assert worker.keys([ref], "text", actor=ACTOR, audit=ACTOR)
    own_keyholder.client("cli").seal()
    assert own_keyholder.ended()[0] == EXIT_SEALED
    with pytest.raises(Sealed, match="still taken in"):
        worker.keys([ref], "text", actor=ACTOR, audit=ACTOR)
    assert worker.status().sealed


def test_it_does_not_start_while_sealed_and_says_what_to_do(own_keyholder: Running) -> None:
    """Also when the notice beside the socket was lost with the machine's temporary files."""
    own_keyholder.client("cli").seal()
    own_keyholder.ended()
    own_keyholder.path.with_name("k.sock.sealed").unlink()
    code, said = own_keyholder.refuse_to_start()
    assert (code, "amparo keys unseal" in said) == (EXIT_SEALED, True)
    assert own_keyholder.client("web").status().sealed


def test_it_gives_the_same_keys_again_once_unsealed(own_keyholder: Running) -> None:
    """And the log shows the seal, its end, and holds together."""
    (ref,) = new_keys(own_keyholder)
    worker, cli = own_keyholder.client("worker"), own_keyholder.client("cli")
    before = worker.keys([ref], "text", actor=ACTOR, audit=ACTOR)
    cli.seal()
    own_keyholder.ended()
    assert unseal(own_keyholder.data)
    own_keyholder.start()
    assert worker.keys([ref], "text", actor=ACTOR, audit=ACTOR) == before
    assert not worker.status().sealed
    own_keyholder.stop()
    assert faults(own_keyholder.log) == []


def test_it_has_nothing_to_unseal_when_it_was_not_sealed(own_keyholder: Running) -> None:
    """A second administrator does no harm."""
    assert not unseal(own_keyholder.data)


def test_it_does_not_mind_being_sealed_twice(own_keyholder: Running) -> None:
    """Two people press at once: both learn that it is sealed."""
    first, second = own_keyholder.client("cli"), own_keyholder.client("cli")
    second.status()
    first.seal()
    own_keyholder.ended()
    second.seal()


@pytest.mark.parametrize("role", ["web", "worker"])
def test_it_is_sealed_by_no_other_process(keyholder: Running, role: str) -> None:
    """A taken-over page could blind the house; the twin that may is shown above."""
    with pytest.raises(Refused, match="may not ask"):
        keyholder.client(role).seal()
    assert not keyholder.client(role).status().sealed
