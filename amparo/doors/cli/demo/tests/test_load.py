"""Loading: the house's own code tells the stories at their own times, once."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.test import override_settings

from amparo.aid.cases import queries as cases
from amparo.commons.crises import actions as crises
from amparo.doors.cli.demo import past, told, world
from amparo.doors.cli.demo.accounts import lines
from amparo.doors.cli.demo.journal import Journal
from amparo.doors.cli.demo.load import demo as demo_command
from amparo.doors.cli.demo.stories import Player
from amparo.guard.accounts import actions as accounts
from amparo.guard.accounts import queries as account_queries
from amparo.kernel import clock
from amparo.kernel.authority import machine
from amparo.reach.messaging import queries as messaging
from amparo.reach.messaging.queries import QueueFilter, Row
from amparo.reach.messaging.setting import Surroundings
from tests.harness import House

# A birth that ends well; a text that waits; a long SMS; a page; a refusal; STOP; a lost delivery.
QUICK = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # Argon2 takes 0.15 s for each of staff
CHOSEN = ("es 30", "es 1", "ht 32", "en 34", "fr 16", "ht 36", "en 11")


@pytest.fixture
def demo(keys: House, tmp_path: Path) -> Iterator[Player]:
    """The chosen stories, told."""
    with override_settings(DEMO=True, PASSWORD_HASHERS=QUICK):
        yield play(tmp_path)


def play(data: Path) -> Player:
    journal = Journal(data)
    player = Player(world.build(journal), Surroundings().now(), journal)
    player.play([one for one in told.conversations() if one.name in CHOSEN], lambda done, of: None)
    return player


def row(player: Player, name: str) -> Row:
    reference = next(one.reference for one in player.told if one.one.name == name)
    return messaging.queue(player.world.staff["ines"], QueueFilter(find=reference)).rows[0]


def test_it_tells_a_birth_from_the_first_word_to_the_outcome(demo: Player) -> None:
    ines, marisol = demo.world.staff["ines"], demo.world.staff["marisol"]
    birth = row(demo, "es 30")
    thread = messaging.conversation(ines, birth.id)
    assert [line.kind for line in thread.messages].count("accepted") == 1
    assert thread.helped == "yes"
    assert birth.case_id is not None
    page = cases.case(marisol, birth.case_id)
    assert (page.state, page.outcome, page.referrals[0].state) == ("closed", "helped", "done")
    assert thread.messages[0].translations[0].author == "Roseline"


def test_everything_is_dated_when_it_happened(demo: Player) -> None:
    birth, now = row(demo, "es 30"), demo.journal.now
    began = now - timedelta(hours=19)
    thread = messaging.conversation(demo.world.staff["ines"], birth.id)
    assert [line.at for line in thread.messages][:2] == [began, began]
    assert all(began <= line.at < now for line in thread.messages)
    out = [line for line in thread.messages if line.direction == "out"]
    assert {line.delivery for line in out} == {"delivered"}
    assert all(0 < (line.delivery_at - line.at).total_seconds() < 8 for line in out)  # type: ignore[operator]


def test_what_nobody_answered_waits(demo: Player) -> None:
    waiting = row(demo, "es 1")
    assert waiting.waiting_since == demo.journal.now - timedelta(minutes=4)
    assert waiting.language == "es" and waiting.translation


def test_a_long_message_is_one_conversation(demo: Player) -> None:
    thread = messaging.conversation(demo.world.staff["ines"], row(demo, "ht 32").id)
    assert [line.part for line in thread.messages if line.direction == "in"] == [(1, 2), (2, 2)]


def test_a_consulate_is_refused_and_the_story_shows_it(demo: Player) -> None:
    case = row(demo, "fr 16").case_id
    assert case is not None
    page = cases.case(demo.world.staff["marisol"], case)
    assert sorted(one.state for one in page.referrals) == ["refused", "sent"]


def test_a_lost_delivery_is_shown(demo: Player) -> None:
    assert row(demo, "en 11").delivery_trouble


def test_a_second_loading_tells_nothing_twice(demo: Player, tmp_path: Path) -> None:
    ines = demo.world.staff["ines"]
    before = messaging.conversation(ines, row(demo, "es 30").id).messages
    again = play(tmp_path)
    assert messaging.conversation(ines, row(again, "es 30").id).messages == before
    assert len(again.world.services) == len(demo.world.services) == 150


def test_an_interrupted_loading_goes_on_where_it_was(keys: House, tmp_path: Path) -> None:
    with override_settings(DEMO=True, PASSWORD_HASHERS=QUICK):
        journal = Journal(tmp_path)
        first = Player(world.build(journal), Surroundings().now(), journal)
        stories = [one for one in told.conversations() if one.name == "es 30"]
        with pytest.raises(KeyboardInterrupt):
            first.play(stories, stop_after(7))
        again = play(tmp_path)
        again.take_over()
        thread = messaging.conversation(again.world.staff["ines"], row(again, "es 30").id)
    kinds = [line.kind for line in thread.messages if line.direction == "out"]
    assert thread.helped == "yes" and len([kind for kind in kinds if kind == "text"]) == 1
    assert kinds.count("accepted") == kinds.count("passed_on") == 1


def stop_after(steps: int) -> Callable[[int, int], None]:
    def tell(done: int, of: int) -> None:
        if done >= steps:
            raise KeyboardInterrupt

    return tell


def test_a_house_with_a_crisis_of_its_own_gets_no_demo(stage: House, tmp_path: Path) -> None:
    crises.add_crisis(facts=crises.CrisisFacts("Flood", "HT", date(2026, 1, 1)), by=machine())
    with override_settings(DEMO=True, DATA=tmp_path):
        refused = CliRunner().invoke(demo_command)
    assert refused.exit_code == 1 and "crisis of its own" in refused.output
    assert "ines" not in [one.login for one in account_queries.staff(machine())]
    assert not list(tmp_path.iterdir())


def test_a_house_that_is_no_demo_gets_none(stage: House, tmp_path: Path) -> None:
    with override_settings(DEMO=False, DATA=tmp_path):
        refused = CliRunner().invoke(demo_command)
    assert refused.exit_code == 1 and "amparo up --demo" in refused.output
    assert not list(tmp_path.iterdir())


def test_the_password_that_is_printed_lets_everyone_in(demo: Player, tmp_path: Path) -> None:
    said = "\n".join(lines(tmp_path, "127.0.0.1:8000"))
    assert "http://localhost:8000/console/" in said and demo.journal.password in said
    for login in ("ines", "marisol", "marta", "joao", "lucia", "omar", "noor"):
        assert login in said
        assert accounts.sign_in(login=login, password=demo.journal.password)


def test_only_a_demo_may_tell_another_time() -> None:
    with (
        pytest.raises(RuntimeError, match="Only a demo"),
        past.at(datetime(2020, 1, 1, tzinfo=UTC)),
    ):
        pass
    assert clock.now() > datetime(2025, 1, 1, tzinfo=UTC)


def test_before_it_is_loaded_no_account_is_printed(tmp_path: Path) -> None:
    assert not list(lines(tmp_path, "127.0.0.1:8000"))
