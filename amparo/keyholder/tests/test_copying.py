"""A copy for a backup: sealed to the key in the keyholder's folder, noted in its log."""

import io
import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import IO, cast

import pytest

from amparo.kernel.sealed import day_key_id, public_of
from amparo.kernel.strongbox import Opening
from amparo.keyholder.copying import BOND_BYTES, PAPER
from amparo.keyholder.proving import note_restore, prove
from amparo.keyholder.store import Unusable
from amparo.keyholder.tests.running import Running, new_keys
from amparo.keyholder.witness import Head, faults

PRIVATE = bytes(range(32))
BOND = b"b" * BOND_BYTES


def give_key(own_keyholder: Running) -> None:
    public = public_of(PRIVATE)
    paper = {"id": day_key_id(public).hex(), "public": public.hex()}
    (own_keyholder.folder / PAPER).write_text(json.dumps(paper))


def copied(own_keyholder: Running) -> subprocess.CompletedProcess[bytes]:
    env = {**os.environ, "AMPARO_CONFIG": str(own_keyholder.data / "config.json")}
    command = [sys.executable, "-m", "amparo.keyholder.copying"]
    return subprocess.run(command, env=env, input=BOND, capture_output=True, check=False)


def unpack(box: bytes, folder: Path) -> Head:
    """The files lie in the folder; the head of the log that came along."""
    opening = Opening(PRIVATE, "keys", cast("IO[bytes]", io.BytesIO(box)))
    with tarfile.open(fileobj=io.BytesIO(opening.read())) as tar:
        tar.extractall(folder, filter="data")
    assert (folder / "bond").read_bytes() == BOND
    head = json.loads((folder / "head.json").read_text())
    return Head(head["lines"], bytes.fromhex(head["hash"]))


def test_a_running_keyholder_is_copied_whole(own_keyholder: Running, tmp_path: Path) -> None:
    refs = new_keys(own_keyholder, 3)
    give_key(own_keyholder)
    done = copied(own_keyholder)
    assert done.returncode == 0, done.stderr
    head = unpack(done.stdout, tmp_path)
    found = prove(tmp_path, [refs[0].bytes, bytes(16)], head)
    assert (found.keys, found.without) == (3, 1)
    note_restore(tmp_path)
    assert not faults(tmp_path / "log.sqlite", [head])
    assert not list(own_keyholder.folder.glob("copy.*"))
    own_keyholder.stop()
    assert not faults(own_keyholder.log, [head])


def test_a_stopped_one_is_copied_too_and_its_log_goes_on(
    own_keyholder: Running, tmp_path: Path
) -> None:
    new_keys(own_keyholder)
    give_key(own_keyholder)
    own_keyholder.stop()
    head = unpack(copied(own_keyholder).stdout, tmp_path)
    assert prove(tmp_path, [], head).keys == 1
    own_keyholder.start()
    assert not faults(own_keyholder.log, [head])


def test_without_a_key_or_with_an_altered_one_nothing_is_copied(own_keyholder: Running) -> None:
    done = copied(own_keyholder)
    assert done.returncode == 78 and not done.stdout and b"no recovery key" in done.stderr
    give_key(own_keyholder)
    paper = json.loads((own_keyholder.folder / PAPER).read_text())
    (own_keyholder.folder / PAPER).write_text(json.dumps({**paper, "public": "11" * 32}))
    done = copied(own_keyholder)
    assert done.returncode == 78 and not done.stdout and b"altered" in done.stderr


def test_a_log_whose_end_is_missing_is_refused(own_keyholder: Running, tmp_path: Path) -> None:
    give_key(own_keyholder)
    head = unpack(copied(own_keyholder).stdout, tmp_path)
    with pytest.raises(Unusable, match="log is not whole"):
        prove(tmp_path, [], Head(head.lines + 5, head.hash))


def test_only_the_command_may_announce_a_copy(own_keyholder: Running) -> None:
    for role in ("web", "worker"):
        answer = own_keyholder.ask(op="copy", token=f"{role}-token-of-this-test")
        assert answer["kind"] == "refused"
    assert "ok" in own_keyholder.ask(op="copy", token="cli-token-of-this-test")


def test_what_a_broken_off_copy_left_is_gone_at_the_next_start(own_keyholder: Running) -> None:
    own_keyholder.stop()
    left = own_keyholder.folder / "copy.abc"
    left.mkdir()
    (left / "store.sqlite").touch()
    own_keyholder.start()
    assert not left.exists()
