"""The store alone is worthless, and what was destroyed is not in it."""

from pathlib import Path
from uuid import uuid4

import pytest

from amparo.kernel.sealed import derive
from amparo.keyholder.server import EXIT_UNUSABLE
from amparo.keyholder.store import FOLDER, MASTER, STORE, Store, Unusable
from amparo.keyholder.tests.running import ACTOR, Running, new_keys


def on_disk(folder: Path) -> bytes:
    """Every byte of the store, the master key left out."""
    return b"".join(path.read_bytes() for path in folder.iterdir() if path.name != MASTER)


def every_form(secret: bytes) -> list[bytes]:
    """As it is, and written in hexadecimal."""
    return [secret, secret.hex().encode(), secret.hex().upper().encode()]


def test_it_reveals_no_key_to_whoever_has_the_file(tmp_path: Path) -> None:
    """The same search finds the wrapped ones: it does look in the right place."""
    store = Store(tmp_path / FOLDER)
    refs = [uuid4().bytes for _ in range(500)]
    store.make_keys(refs, "conversation", 0.0)
    roots = store.roots(refs)
    secrets = [*roots.values(), store.house("receipts"), store.house("index number")]
    secrets += [derive(root, "text") for root in roots.values()]
    disk = on_disk(tmp_path / FOLDER)
    assert not [form for secret in secrets for form in every_form(secret) if form in disk]
    wrapped = [row[0] for row in store.db.execute("SELECT wrapped FROM keys")]
    assert all(one in disk for one in wrapped)
    store.close()


def test_it_leaves_no_wrapped_key_behind_that_was_destroyed(tmp_path: Path) -> None:
    """Two thirds of 6,000 keys go; the others stay and open."""
    store = Store(tmp_path / FOLDER)
    store.db.execute("PRAGMA synchronous=OFF")
    refs = [uuid4().bytes for _ in range(6000)]
    for start in range(0, 6000, 1000):
        store.make_keys(refs[start : start + 1000], "conversation", 0.0)
    wrapped = dict(store.db.execute("SELECT ref, wrapped FROM keys"))
    gone, kept = refs[:4000], refs[4000:]
    for start in range(0, 4000, 1000):
        store.destroy(gone[start : start + 1000])
    disk = on_disk(tmp_path / FOLDER)
    assert sum(wrapped[ref] in disk for ref in gone) == 0
    assert sum(wrapped[ref] in disk for ref in kept) == 2000
    assert len(store.roots(kept[:1000])) == 1000
    store.close()


def test_it_does_not_open_under_another_master_key(tmp_path: Path) -> None:
    """And says so, instead of beginning anew."""
    Store(tmp_path / FOLDER).close()
    (tmp_path / FOLDER / MASTER).write_bytes(bytes(32))
    with pytest.raises(Unusable, match="does not open"):
        Store(tmp_path / FOLDER)


def test_it_makes_no_second_master_key_for_an_old_store(own_keyholder: Running) -> None:
    """A key that was misplaced must not be replaced: with it back, everything opens."""
    (ref,) = new_keys(own_keyholder)
    own_keyholder.stop()
    master = own_keyholder.folder / MASTER
    master.rename(own_keyholder.data / "elsewhere")
    code, said = own_keyholder.refuse_to_start()
    assert (code, "put it back" in said) == (EXIT_UNUSABLE, True)
    (own_keyholder.data / "elsewhere").rename(master)
    worker = own_keyholder.start().client("worker")
    assert worker.keys([ref], "text", actor=ACTOR, audit=ACTOR)


def test_it_does_not_start_with_a_master_key_that_others_can_read(own_keyholder: Running) -> None:
    """Someone may have copied it: a person must know."""
    own_keyholder.stop()
    (own_keyholder.folder / MASTER).chmod(0o640)
    code, said = own_keyholder.refuse_to_start()
    assert (code, "read by others" in said) == (EXIT_UNUSABLE, True)


def test_it_keeps_a_key_in_its_place(tmp_path: Path) -> None:
    """A wrapped key copied to another reference does not open there."""
    store = Store(tmp_path / FOLDER)
    a, b = uuid4().bytes, uuid4().bytes
    store.make_keys([a, b], "conversation", 0.0)
    assert len(store.roots([a, b])) == 2
    move = "UPDATE keys SET wrapped = (SELECT wrapped FROM keys WHERE ref = ?) WHERE ref = ?"
    store.db.execute(move, [a, b])
    with pytest.raises(Unusable):
        store.roots([b])
    store.close()
    assert (tmp_path / FOLDER / STORE).exists()
