"""What `amparo replay` says before and after; the run itself is in tests/protect/test_replay.py."""

from collections import Counter
from pathlib import Path
from uuid import UUID

import pytest
from click.testing import CliRunner

from amparo.doors.cli.replay import address, replay, report
from amparo.doors.cli.replay_file import Row
from amparo.doors.cli.replay_send import Sent
from amparo.reach.messaging.figures import Understood


@pytest.mark.parametrize(
    ("bind", "url"),
    [
        ("127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("0.0.0.0:80", "http://127.0.0.1:80"),
        ("[::]:8000", "http://[::1]:8000"),
        ("relief.example:8000", "http://relief.example:8000"),
    ],
)
def test_it_finds_the_door_of_this_house(bind: str, url: str) -> None:
    assert address(bind) == url


@pytest.mark.usefixtures("stage")
def test_it_names_the_command_that_is_missing(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("original\ndlo\n")
    done = CliRunner().invoke(replay, [str(file)])
    assert done.exit_code == 1
    assert "amparo crisis add" in done.output and "Nothing was sent" in done.output


def sent(*ids: str) -> Sent:
    refused = [(Row(7, "c", "+1", ""), "422: The body is empty.")]
    return Sent(list(ids), refused=refused, again=3, seconds=[0.01, 0.03], took=1.0)


def test_it_shows_a_refused_row_and_its_reason() -> None:
    arrived = Understood(stored=2, messages=2, waiting=2, languages=Counter(ht=2))
    arrived.conversations = {UUID(int=1), UUID(int=2)}
    said = "\n".join(report(sent("a", "b"), 0, arrived, [0.1, 0.2]))
    assert "row 7: 422: The body is empty." in said
    assert "2 (1 refused, 3 times asked to come again), 2 a second" in said
    assert "languages       ht 2" in said and "NOT EVERYTHING" not in said


@pytest.mark.parametrize("arrived", [Understood(stored=1, messages=1), Understood(stored=2)])
def test_it_cries_out_when_something_is_missing(arrived: Understood) -> None:
    assert "NOT EVERYTHING ARRIVED" in "\n".join(report(sent("a", "b"), 0, arrived, []))


def test_it_is_content_when_a_message_is_kept_unread() -> None:
    kept = Understood(stored=2, messages=1, unreadable=1)
    assert "NOT EVERYTHING" not in "\n".join(report(sent("a", "b"), 0, kept, []))
