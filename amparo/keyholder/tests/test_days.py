"""Intake keys of the day: there before they are needed, gone when their time is over."""

import stat
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from amparo.kernel.sealed import DayKey, EpochSealer, Sealed, open_body, read_day_keys
from amparo.keyholder.client import Keyholder
from amparo.keyholder.days import PUBLISHED, Days
from amparo.keyholder.store import FOLDER, Store
from amparo.keyholder.tests.running import Running

MONDAY = date(2026, 11, 23)
ENVELOPE = bytes(16)


class House:
    """Day keys on a calendar that the test turns."""

    def __init__(self, data: Path) -> None:
        """It is Monday."""
        self.public, self.today = data / "public", MONDAY
        self.store = Store(data / FOLDER)
        self.days = Days(self.store, self.public)
        self.days.turn(MONDAY)
        self.sealer = EpochSealer(self.load, today=lambda: self.today, max_age=0)

    def load(self) -> list[DayKey]:
        """The published keys."""
        return read_day_keys((self.public / PUBLISHED).read_text())

    def seal(self) -> Sealed:
        """A message of today."""
        return self.sealer.seal(b"help", ENVELOPE)

    def run(self, days: int) -> None:
        """Day after day the keyholder is at work."""
        for _ in range(days):
            self.today += timedelta(days=1)
            self.days.turn(self.today)

    def away(self, days: int) -> None:
        """Messages come in, but the keyholder is sealed or off."""
        self.today += timedelta(days=days)

    def opens(self, sealed: Sealed) -> bool:
        """Whether the message can still be read."""
        (key,) = self.days.open([sealed.head])
        return key is not None and open_body(key, sealed.body, ENVELOPE) == b"help"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A new one."""
    house = House(tmp_path)
    yield house
    house.store.close()


def test_it_publishes_today_and_thirty_days_ahead_without_private_halves(house: House) -> None:
    """Readable to the door, whole, and nothing but what the door needs."""
    keys = house.load()
    assert len(keys) == 31
    text = (house.public / PUBLISHED).read_text()
    for (wrapped,) in house.store.db.execute("SELECT wrapped FROM days"):
        assert wrapped.hex() not in text
    assert not list(house.public.glob("*.new"))


def test_it_opens_a_message_for_seven_days_and_then_never(house: House) -> None:
    """To the day."""
    sealed = house.seal()
    house.run(7)
    assert house.opens(sealed)
    house.run(1)
    assert not house.opens(sealed)


def test_it_opens_what_came_in_while_it_was_away(house: House) -> None:
    """Nine days sealed: the messages of the first day have seven days from the return."""
    sealed = house.seal()
    house.away(9)
    house.days.turn(house.today)
    assert house.opens(sealed)
    house.run(7)
    assert house.opens(sealed)
    house.run(1)
    assert not house.opens(sealed)


def test_it_opens_what_was_sealed_to_the_last_key_after_the_last_day(house: House) -> None:
    """Sixty days away: the door went on with the key of the thirtieth."""
    house.away(60)
    sealed = house.seal()
    house.days.turn(house.today)
    assert house.opens(sealed)
    assert len(house.load()) == 31


def test_it_destroys_overdue_halves_when_the_worker_has_resealed(house: House) -> None:
    """Only those beyond their seven days: the rest the rule still keeps."""
    old = house.seal()
    house.away(9)
    young = house.seal()
    house.days.turn(house.today)
    assert house.days.resealed(house.today + timedelta(days=99), house.today) == 2
    assert (house.opens(old), house.opens(young)) == (False, True)


def test_it_leaves_nothing_of_a_destroyed_half_in_its_file(house: House, tmp_path: Path) -> None:
    """The search does find it as long as it is there."""
    (wrapped,) = house.store.db.execute("SELECT wrapped FROM days ORDER BY day").fetchone()
    folder = tmp_path / FOLDER

    def on_disk() -> bool:
        return any(wrapped in path.read_bytes() for path in folder.iterdir())

    assert on_disk()
    house.run(8)
    assert not on_disk()


def test_it_gives_one_answer_for_each_head_in_order(keyholder: Running) -> None:
    """Two epochs, a repeat, and bytes that are no head."""
    one = keyholder.sealer().seal(b"one", ENVELOPE)
    two = keyholder.sealer().seal(b"two", ENVELOPE)
    heads = [two.head, b"nonsense", one.head, two.head, two.head[:-1] + b"?"]
    keys = keyholder.client("worker").open_epochs(heads, audit=UUID(int=1))
    assert [key is None for key in keys] == [False, True, False, False, True]
    assert open_body(keys[0] or b"", two.body, ENVELOPE) == b"two"
    assert open_body(keys[2] or b"", one.body, ENVELOPE) == b"one"


def test_it_keeps_its_own_files_to_itself(keyholder: Running) -> None:
    """Folder, store, log, master key, socket: no one else; the public halves: everyone."""
    for path in [*keyholder.folder.iterdir(), keyholder.path]:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
    assert stat.S_IMODE(keyholder.folder.stat().st_mode) == 0o700
    assert not Keyholder(keyholder.path).status().sealed
