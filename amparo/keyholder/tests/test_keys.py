"""Keys of references: one root each, another key for each class, the same every time."""

from uuid import UUID, uuid4

import pytest

from amparo.keyholder.client import Refused
from amparo.keyholder.tests.running import ACTOR, Running, new_keys
from amparo.keyholder.wire import MAX_BATCH

AUDIT = UUID(int=9)


def test_it_gives_the_same_key_to_web_and_worker_and_another_for_contact(
    keyholder: Running,
) -> None:
    """What the worker seals the page can open; the way to reach a person it cannot."""
    (ref,) = new_keys(keyholder)
    worker, web = keyholder.client("worker"), keyholder.client("web")
    text = worker.keys([ref], "text", actor=ACTOR, audit=AUDIT)[ref]
    assert web.keys([ref], "text", actor=ACTOR, audit=AUDIT)[ref] == text
    contact = worker.keys([ref], "contact", actor=ACTOR, audit=AUDIT)[ref]
    assert (len(text), contact == text) == (32, False)


def test_it_leaves_a_key_as_it_is_when_made_again(keyholder: Running) -> None:
    """A repeated batch changes nothing."""
    (ref,) = new_keys(keyholder)
    worker = keyholder.client("worker")
    before = worker.keys([ref], "text", actor=ACTOR, audit=AUDIT)
    worker.make_keys([ref, uuid4()], "conversation")
    assert worker.keys([ref], "text", actor=ACTOR, audit=AUDIT) == before


def test_it_makes_none_of_a_batch_when_one_is_of_another_kind(keyholder: Running) -> None:
    """A reference that means two things would share its key between two rooms."""
    (ref,) = new_keys(keyholder)
    worker, fresh = keyholder.client("worker"), uuid4()
    with pytest.raises(Refused, match="another kind"):
        worker.make_keys([fresh, ref], "identity")
    assert list(worker.keys([fresh, ref], "text", actor=ACTOR, audit=AUDIT)) == [ref]


def test_it_leaves_out_references_without_a_key(keyholder: Running) -> None:
    """Not an error: the row may have been shredded."""
    (ref,) = new_keys(keyholder)
    stranger = uuid4()
    worker = keyholder.client("worker")
    assert set(worker.keys([stranger, ref], "text", actor=ACTOR, audit=AUDIT)) == {ref}


def test_it_takes_more_than_one_batch_from_the_client(keyholder: Running) -> None:
    """The client parts them; the answer comes whole."""
    refs = new_keys(keyholder, MAX_BATCH + 5)
    found = keyholder.client("web").keys(refs, "text", actor=ACTOR, audit=AUDIT)
    assert (set(found), len(set(found.values()))) == (set(refs), len(refs))


def test_it_refuses_a_batch_that_is_too_large(keyholder: Running) -> None:
    """Beside the largest that it takes."""
    ask = {"op": "make_keys", "token": "worker-token-of-this-test", "kind": "conversation"}
    refs = [uuid4().bytes for _ in range(MAX_BATCH + 1)]
    assert keyholder.ask(**ask, refs=refs[:-1]) == {"ok": MAX_BATCH}
    assert "at most" in keyholder.ask(**ask, refs=refs)["no"]


def test_it_opens_nothing_sealed_under_a_destroyed_key(keyholder: Running) -> None:
    """Destroyed, then made again: the new key is another."""
    (gone, kept) = new_keys(keyholder, 2)
    worker = keyholder.client("worker")
    before = worker.keys([gone, kept], "text", actor=ACTOR, audit=AUDIT)
    assert keyholder.client("cli").destroy([gone, uuid4()]) == 1
    assert worker.keys([gone, kept], "text", actor=ACTOR, audit=AUDIT) == {kept: before[kept]}
    worker.make_keys([gone], "conversation")
    assert worker.keys([gone], "text", actor=ACTOR, audit=AUDIT)[gone] != before[gone]


def test_it_marks_equal_numbers_equally_and_only_within_a_domain(keyholder: Running) -> None:
    """Whole marks of 32 bytes, in the order asked."""
    worker = keyholder.client("worker")
    a, b, again = worker.blind("number", ["+5091", "+5092", "+5091"])
    assert (len(a), a == again, a == b) == (32, True, False)
    assert worker.blind("elsewhere", ["+5091"]) != [a]
