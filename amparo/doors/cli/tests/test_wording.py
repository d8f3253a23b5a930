"""`amparo export wording` and `amparo import wording`."""

from pathlib import Path
from uuid import UUID

import pytest
from click.testing import CliRunner, Result

from amparo.commons.wording import queries
from amparo.doors.cli.directory import export, import_
from amparo.doors.wordbook import catalogue
from amparo.guard.accounts.models import Membership, Staff
from amparo.kernel.authority import machine
from amparo.kernel.rooms import room
from tests import cast
from tests.harness import House


@pytest.fixture
def gita(stage: House) -> str:
    """Gita translates Arabic for the line."""
    with room("guard", machine()):
        Membership(
            id=UUID(int=0xF9), staff_id=cast.staff_id("gita"), scope_id=cast.LINE, role="translator"
        ).save(force_insert=True)
        Staff.objects.filter(id=cast.staff_id("gita")).update(languages=["ar"])
    return "gita"


def taken(file: Path, text: str, *more: str) -> Result:
    file.write_text(text)
    return CliRunner().invoke(import_, ["wording", "ar", str(file), *more])


def test_it_goes_out_is_changed_and_comes_back_in_her_name(gita: str, tmp_path: Path) -> None:
    out = CliRunner().invoke(export, ["wording", "ar"])
    assert out.exit_code == 0 and 'msgid "Send"' in out.stdout
    changed = out.stdout.replace('msgid "Search"\nmsgstr "ابحث', 'msgid "Search"\nmsgstr "فتّش')
    assert changed != out.stdout
    done = taken(tmp_path / "ar.po", changed, "--by", gita)
    assert done.exit_code == 0 and done.stdout.startswith("1 taken in")
    (said,) = queries.laid("ar").said.values()
    assert said.by == cast.staff_id("gita") and said.state == "corrected"


def test_what_was_read_elsewhere_is_confirmed_when_she_says_so(gita: str, tmp_path: Path) -> None:
    text = next(s.shipped[0] for s in catalogue.sentences("ar") if s.original == ("Send",))
    done = taken(tmp_path / "ar.po", f'msgid "Send"\nmsgstr "{text}"\n', "--by", gita)
    assert not queries.laid("ar").said and done.stdout.startswith("0 taken in, 1 as they were")
    taken(tmp_path / "ar.po", f'msgid "Send"\nmsgstr "{text}"\n', "--by", gita, "--confirm")
    assert [one.state for one in queries.laid("ar").said.values()] == ["confirmed"]


def test_what_lost_something_is_told_and_the_rest_is_taken(gita: str, tmp_path: Path) -> None:
    text = 'msgid "Text %(number)s"\nmsgstr "x"\n\nmsgid "Send"\nmsgstr "ابعث"\n'
    done = taken(tmp_path / "ar.po", text, "--by", gita)
    assert done.exit_code == 1 and "%(number)s is missing" in done.stderr
    assert len(queries.laid("ar").said) == 1


def test_nobody_else_brings_anything_in(gita: str, tmp_path: Path) -> None:
    text = 'msgid "Send"\nmsgstr "ابعث"\n'
    assert taken(tmp_path / "ar.po", text, "--by", "bruno").exit_code == 1
    assert taken(tmp_path / "ar.po", text, "--by", "nobody").exit_code == 1
    assert not queries.laid("ar").said
