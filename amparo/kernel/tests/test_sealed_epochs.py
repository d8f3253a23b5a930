"""What the door seals opens with the private half of the day, and with nothing else."""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.kernel.sealed import (
    HEAD_BYTES,
    DayKey,
    EpochSealer,
    NoDayKey,
    NotOpened,
    Sealed,
    day_key_id,
    day_key_of,
    open_body,
    open_head,
    public_of,
)

MONDAY = date(2026, 11, 23)
ENVELOPE = bytes(range(16))


@dataclass
class Door:
    """A sealer with a clock of its own and the private halves to look inside."""

    private: dict[bytes, bytes] = field(default_factory=dict)
    keys: list[DayKey] = field(default_factory=list)
    today: date = MONDAY
    second: float = 0

    def __post_init__(self) -> None:
        """Three days of keys."""
        for n in range(3):
            raw = os.urandom(32)
            public = public_of(raw)
            self.private[day_key_id(public)] = raw
            self.keys.append(DayKey(day_key_id(public), MONDAY + timedelta(days=n), public))
        self.sealer = EpochSealer(
            self.load, today=lambda: self.today, monotonic=lambda: self.second
        )

    def load(self) -> list[DayKey]:
        """The published keys."""
        return self.keys

    def day(self, sealed: Sealed) -> date:
        """Whose day's key opens it."""
        return next(key.day for key in self.keys if key.id == day_key_of(sealed.head))

    def open(self, sealed: Sealed, envelope: bytes = ENVELOPE) -> bytes:
        """As the keyholder and the worker do together."""
        private = self.private[day_key_of(sealed.head)]
        return open_body(open_head(private, sealed.head), sealed.body, envelope)


@given(st.binary(max_size=500))
def test_it_opens_with_the_private_half_of_the_day(text: bytes) -> None:
    """And the head has the size that everyone counts on."""
    door = Door()
    sealed = door.sealer.seal(text, ENVELOPE)
    assert (door.open(sealed), len(sealed.head)) == (text, HEAD_BYTES)


def test_it_stays_shut_in_another_envelope_and_with_another_days_half() -> None:
    """Beside its twin that opens."""
    door = Door()
    sealed = door.sealer.seal(b"we are on the roof", ENVELOPE)
    assert door.open(sealed) == b"we are on the roof"
    with pytest.raises(NotOpened):
        door.open(sealed, bytes(16))
    with pytest.raises(NotOpened):
        open_head(door.private[door.keys[1].id], sealed.head)


@given(st.integers(min_value=0, max_value=HEAD_BYTES - 1), st.integers(min_value=1, max_value=255))
def test_it_stays_shut_when_any_byte_of_the_head_was_altered(at: int, by: int) -> None:
    """The half in the head may become one of small order: that, too, does not open."""
    door = Door()
    head = bytearray(door.sealer.seal(b"", ENVELOPE).head)
    head[at] ^= by
    with pytest.raises(NotOpened):
        open_head(door.private[door.keys[0].id], bytes(head))


def test_it_stays_shut_for_a_head_whose_half_is_of_small_order() -> None:
    """All zeros would make the shared secret known to everyone."""
    door = Door()
    head = door.sealer.seal(b"", ENVELOPE).head
    with pytest.raises(NotOpened):
        open_head(door.private[door.keys[0].id], head[:9] + bytes(32) + head[41:])


def test_it_keeps_one_epoch_for_an_hour_and_not_longer() -> None:
    """Another ephemeral half and another key afterwards."""
    door = Door()
    first = door.sealer.seal(b"", ENVELOPE).head
    door.second = 3599
    assert door.sealer.seal(b"", ENVELOPE).head == first
    door.second = 3600
    later = door.sealer.seal(b"", ENVELOPE).head
    assert later[9:41] != first[9:41]


def test_it_takes_the_new_days_key_at_midnight() -> None:
    """Though the hour is not over."""
    door = Door()
    assert door.day(door.sealer.seal(b"", ENVELOPE)) == MONDAY
    door.today += timedelta(days=1)
    assert door.day(door.sealer.seal(b"", ENVELOPE)) == MONDAY + timedelta(days=1)


@pytest.mark.parametrize(("days", "used"), [(-3, 0), (0, 0), (2, 2), (40, 2)])
def test_it_goes_on_with_the_nearest_key_when_today_has_none(days: int, used: int) -> None:
    """Before the first the first, after the last the last."""
    door = Door(today=MONDAY + timedelta(days=days))
    assert door.day(door.sealer.seal(b"", ENVELOPE)) == MONDAY + timedelta(days=used)


def test_it_refuses_while_no_key_was_ever_published() -> None:
    """And seals as soon as there is one."""
    door = Door()
    keys, door.keys = door.keys, []
    with pytest.raises(NoDayKey):
        door.sealer.seal(b"", ENVELOPE)
    door.keys = keys
    assert door.open(door.sealer.seal(b"x", ENVELOPE)) == b"x"


@pytest.mark.parametrize("fault", [FileNotFoundError(), ValueError("torn")])
def test_it_goes_on_with_the_keys_it_knows_when_the_file_is_torn(fault: Exception) -> None:
    """A disk fault at the hour does not stop a message."""
    door = Door()
    door.sealer.seal(b"", ENVELOPE)
    door.second = 4000

    def broken() -> list[DayKey]:
        raise fault

    door.sealer.load_day_keys = broken
    assert door.open(door.sealer.seal(b"x", ENVELOPE)) == b"x"


def test_it_begins_one_epoch_however_many_threads_ask_at_once() -> None:
    """The turn of the hour costs one key exchange."""
    door = Door()
    with ThreadPoolExecutor(16) as threads:
        sealed = list(threads.map(lambda _: door.sealer.seal(b"x", ENVELOPE), range(400)))
    assert len({one.head for one in sealed}) == 1
    assert len({one.body for one in sealed}) == 400


def test_it_forgets_an_epoch_that_is_over_though_no_message_came() -> None:
    """An idle door holds no key older than an hour."""
    door = Door()
    door.sealer.seal(b"", ENVELOPE)
    door.sealer.forget_if_over()
    assert door.sealer._epoch is not None
    door.second = 3600
    door.sealer.forget_if_over()
    assert door.sealer._epoch is None
