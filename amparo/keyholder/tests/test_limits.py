"""How many people's keys may be opened: by one, by all, and after a restart."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from amparo.keyholder.days import Days
from amparo.keyholder.desk import Desk
from amparo.keyholder.errors import Refused
from amparo.keyholder.limits import DAY, HOUR, Cap, Opened, Rate, Seen, caps_of
from amparo.keyholder.store import FOLDER, Store
from amparo.keyholder.wire import Message
from amparo.keyholder.witness import Witness

ANA, BRUNO = b"a" * 16, b"b" * 16
SENDING = 20_000


def people(count: int) -> list[bytes]:
    """As many references."""
    return [uuid4().bytes for _ in range(count)]


def test_it_stops_one_actor_at_ten_identities_an_hour_and_not_a_colleague() -> None:
    """The wait told is the true one."""
    opened = Opened()
    opened.take("web", ANA, "identity", people(10), 0)
    with pytest.raises(Refused) as no:
        opened.take("web", ANA, "identity", people(1), 600)
    opened.take("web", BRUNO, "identity", people(10), 600)
    assert no.value.retry_after == HOUR - 600
    opened.take("web", ANA, "identity", people(1), HOUR)


def test_it_stops_one_actor_at_fifty_identities_a_day() -> None:
    """Ten in each of five hours, then none until tomorrow."""
    opened = Opened()
    for hour in range(5):
        opened.take("web", ANA, "identity", people(10), hour * HOUR)
    with pytest.raises(Refused) as no:
        opened.take("web", ANA, "identity", people(1), 6 * HOUR)
    assert no.value.retry_after == DAY - 6 * HOUR


def test_it_stops_all_actors_together_at_two_hundred_an_hour() -> None:
    """Whoever invents an actor for every question gains nothing."""
    opened = Opened()
    for n in range(20):
        opened.take("web", n.to_bytes(16), "identity", people(10), n)
    with pytest.raises(Refused):
        opened.take("web", ANA, "identity", people(1), 30)


def test_it_counts_a_person_once_and_a_refusal_not_at_all() -> None:
    """Opening the same page again is not another person."""
    opened, nine = Opened(), people(9)
    for second in range(30):
        opened.take("web", ANA, "identity", nine, second)
    with pytest.raises(Refused):
        opened.take("web", ANA, "identity", people(2), 31)
    opened.take("web", ANA, "identity", people(1), 32)


def test_it_caps_contact_and_identity_but_not_text() -> None:
    """Texts are the daily work."""
    assert caps_of("web", "text") is None
    for cls in ("contact", "identity"):
        assert caps_of("web", cls) is not None


def test_it_tells_how_long_to_wait_when_asked_for_more_than_ever_fits() -> None:
    """The whole time: only fewer at once will do."""
    assert Seen(Cap(3, 60)).wait_for(people(4), 0) == 60


def test_it_limits_a_rate_over_the_last_hour() -> None:
    """And takes again when the oldest minute is over."""
    now = [0.0]
    rate = Rate(100, lambda: now[0])
    rate.take(60)
    rate.take(40)
    with pytest.raises(Refused) as no:
        rate.take(1)
    now[0] += no.value.retry_after
    rate.take(100)


class Office:
    """A desk with a clock that the test turns, over a real store and log."""

    def __init__(self, data: Path) -> None:
        """Open it."""
        self.data, self.now = data, datetime(2026, 11, 23, tzinfo=UTC).timestamp()
        self.store, self.witness = Store(data / FOLDER), Witness(data / FOLDER)
        self.open()

    def open(self) -> None:
        """A desk as after a restart."""
        days = Days(self.store, self.data / "public")
        tokens = {"worker": "the token of the worker"}
        self.desk = Desk(self.store, days, self.witness, tokens, lambda: self.now)

    def make(self, count: int) -> list[bytes]:
        """References with a key."""
        refs = people(count)
        for start in range(0, count, 1000):
            self.store.make_keys(refs[start : start + 1000], "conversation", self.now)
        return refs

    def contact(self, refs: list[bytes]) -> Message:
        """The answer to the sender, in batches of a thousand."""
        ask = {"op": "keys", "token": "the token of the worker", "cls": "contact"}
        for start in range(0, len(refs), 1000):
            part = {"refs": refs[start : start + 1000], "actor": ANA, "audit": ANA}
            answer = self.desk.answer({**ask, **part})
        return answer


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """A new one."""
    office = Office(tmp_path)
    yield office
    office.store.close()
    office.witness.close()


def test_it_lets_the_sender_reach_many_but_not_empty_the_house(office: Office) -> None:
    """New conversations are not counted: they open nobody who was there before."""
    office.store.db.execute("PRAGMA synchronous=OFF")
    old = office.make(SENDING + 1)
    office.now += HOUR + 1
    assert "ok" in office.contact(old[:SENDING])
    assert office.contact(old[-1:])["kind"] == "refused"
    assert "ok" in office.contact(office.make(100))
    assert "ok" in office.contact(old[:100])


def test_it_remembers_across_a_restart_what_was_opened(office: Office) -> None:
    """From its own log; an hour later it is free again."""
    office.store.db.execute("PRAGMA synchronous=OFF")
    old = office.make(SENDING + 1)
    office.now += HOUR + 1
    office.contact(old[:SENDING])
    office.open()
    refused = office.contact(old[-1:])
    assert refused["kind"] == "refused"
    office.now += refused["retry_after"]
    assert "ok" in office.contact(old[-1:])
