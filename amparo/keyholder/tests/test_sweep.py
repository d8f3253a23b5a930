"""Keys without a row go; keys of people who are there never do."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from amparo.keyholder.client import Refused
from amparo.keyholder.errors import Refused as No
from amparo.keyholder.store import FOLDER, Store
from amparo.keyholder.sweep import SPARED_SECONDS, Sweep
from amparo.keyholder.tests.running import ACTOR, Running, new_keys

LATER = SPARED_SECONDS + 1.0


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A new one."""
    store = Store(tmp_path / FOLDER)
    yield store
    store.close()


def made(store: Store, count: int, kind: str = "conversation", at: float = 0) -> list[bytes]:
    """References with a key."""
    refs = [uuid4().bytes for _ in range(count)]
    store.make_keys(refs, kind, at)
    return refs


def test_it_takes_old_keys_without_a_row_and_no_other(store: Store) -> None:
    """Neither those named, nor young ones, nor those of another kind."""
    kept, gone = made(store, 5), made(store, 3)
    young, other = made(store, 2, at=LATER), made(store, 2, "identity")
    sweep = Sweep(store)
    name = sweep.begin("conversation", LATER)
    sweep.keep(name, kept)
    assert sweep.finish(name, 5, even_many=False) == 3
    assert set(store.roots([*kept, *gone, *young, *other])) == {*kept, *young, *other}


def test_it_takes_nothing_when_rows_are_missing_from_the_list(store: Store) -> None:
    """Six were announced, five came: the connection broke somewhere."""
    refs = made(store, 6)
    sweep = Sweep(store)
    name = sweep.begin("conversation", LATER)
    sweep.keep(name, refs[:5])
    with pytest.raises(No, match="No key was destroyed"):
        sweep.finish(name, 6, even_many=False)
    assert len(store.roots(refs)) == 6


def test_it_takes_many_only_when_asked_in_so_many_words(store: Store) -> None:
    """An empty database must not empty the keys."""
    refs = made(store, 200)
    sweep = Sweep(store)
    with pytest.raises(No, match="200 of 200"):
        sweep.finish(sweep.begin("conversation", LATER), 0, even_many=False)
    assert len(store.roots(refs)) == 200
    assert sweep.finish(sweep.begin("conversation", LATER), 0, even_many=True) == 200


def test_it_ends_a_sweep_that_is_not_under_way_with_a_word(store: Store) -> None:
    """Another began in between."""
    sweep = Sweep(store)
    first = sweep.begin("conversation", LATER)
    second = sweep.begin("conversation", LATER)
    with pytest.raises(No, match="begin again"):
        sweep.keep(first, [])
    sweep.keep(second, [])


def test_it_sweeps_by_way_of_the_client(keyholder: Running) -> None:
    """In parts; what was made just now is spared though nobody named it."""
    cli, worker = keyholder.client("cli"), keyholder.client("worker")
    (ref,) = new_keys(keyholder)
    assert cli.sweep("conversation", (UUID(int=n) for n in range(2500))) == 0
    assert ref in worker.keys([ref], "text", actor=ACTOR, audit=ACTOR)
    with pytest.raises(Refused):
        worker.sweep("conversation", [])
