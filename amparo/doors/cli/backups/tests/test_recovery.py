"""The recovery key: its passphrase, its file, and that the public half stays what it was."""

import json
from pathlib import Path

import pytest

from amparo.doors.cli.backups.recovery import (
    RecoveryError,
    from_file,
    lies_in,
    make_recovery,
    read_recovery,
)
from amparo.kernel.sealed import public_of

PASSPHRASE = "four plain words here"


def test_it_opens_with_its_passphrase_only(tmp_path: Path) -> None:
    file = tmp_path / "recovery.json"
    paper = make_recovery(file, PASSPHRASE)
    assert public_of(read_recovery(file, lambda: PASSPHRASE)).hex() == paper["public"]
    with pytest.raises(RecoveryError, match="passphrase is not the one"):
        read_recovery(file, lambda: "four other words here")
    assert file.stat().st_mode & 0o777 == 0o600
    assert "private" not in paper


def test_without_one_the_file_alone_opens(tmp_path: Path) -> None:
    file = tmp_path / "recovery.json"
    paper = make_recovery(file, "")
    assert public_of(read_recovery(file, str)).hex() == paper["public"]


def test_what_is_wrong_is_said(tmp_path: Path) -> None:
    file = tmp_path / "recovery.json"
    with pytest.raises(RecoveryError, match="12 characters"):
        make_recovery(file, "short")
    make_recovery(file, "")
    with pytest.raises(RecoveryError, match="exists"):
        make_recovery(file, "")
    told = json.loads(file.read_text())
    file.write_text(json.dumps({**told, "private": "00" * 32}))
    with pytest.raises(RecoveryError, match="do not belong together"):
        read_recovery(file, str)
    for text in ("", "[]", "{}", '{"private": 1, "public": ""}', '{"private":"zz","public":"00"}'):
        file.write_text(text)
        with pytest.raises(RecoveryError, match="is not a recovery key"):
            read_recovery(file, str)
    with pytest.raises(RecoveryError, match="can not be read"):
        read_recovery(tmp_path / "none", str)


def test_a_passphrase_that_others_can_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "words"
    file.touch(mode=0o600)
    file.write_text(f"{PASSPHRASE}\nand more")
    assert from_file(file) == PASSPHRASE
    file.chmod(0o644)
    with pytest.raises(RecoveryError, match="chmod 600"):
        from_file(file)


def test_a_file_beside_the_data_is_seen(tmp_path: Path) -> None:
    (tmp_path / "d").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "d")
    assert lies_in(tmp_path / "link" / "r.json", tmp_path / "d")
    assert not lies_in(tmp_path / "r.json", tmp_path / "d")
