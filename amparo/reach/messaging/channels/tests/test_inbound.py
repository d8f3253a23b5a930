"""A message survives being sealed; ids and references are steady."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.reach.messaging.channels.inbound import (
    Inbound,
    Part,
    envelope_id,
    reference_of,
    sound_text,
    tidy_reference,
)

TEXT = st.text(alphabet=st.characters(codec="utf-8"))
PARTS = st.builds(Part, TEXT, st.integers(1, 255), st.integers(1, 255))


@given(
    st.builds(
        Inbound,
        channel=TEXT,
        gateway_id=TEXT,
        sender=TEXT,
        text=TEXT,
        to=TEXT,
        sent_at=st.none() | st.datetimes(timezones=st.just(UTC)),
        part=st.none() | PARTS,
        extra=st.dictionaries(TEXT, TEXT),
    )
)
def test_it_comes_back_from_bytes_as_it_was(message: Inbound) -> None:
    assert Inbound.from_bytes(message.to_bytes()) == message


def test_it_keeps_the_time_zone_of_the_moment() -> None:
    sent = datetime.fromisoformat("2026-11-22T09:30:00+05:45")
    again = Inbound.from_bytes(Inbound("json", "1", "a", "b", sent_at=sent).to_bytes())
    assert again.sent_at is not None
    assert again.sent_at.isoformat() == "2026-11-22T09:30:00+05:45"


@pytest.mark.parametrize("blob", [b"\x80", b"\x81\x02", b"\x00"])
def test_it_refuses_bytes_of_another_version(blob: bytes) -> None:
    with pytest.raises(ValueError, match="version"):
        Inbound.from_bytes(blob)


@given(st.text())
def test_it_makes_any_text_sound_without_changing_a_sound_one(text: str) -> None:
    sound = sound_text(text)
    sound.encode()
    assert "\0" not in sound
    assert sound_text(sound) == sound


def test_it_joins_surrogates_that_belong_together_and_marks_those_that_do_not() -> None:
    assert sound_text("a\ud83d\ude00b") == "a😀b"
    assert sound_text("a\ud83db\0") == "a\ufffdb\ufffd"


def test_it_names_a_repeat_the_same_and_everything_else_differently() -> None:
    first = envelope_id(b"k" * 32, "json", "7")
    others = [(b"k" * 32, "json", "8"), (b"k" * 32, "kannel", "7"), (b"j" * 32, "json", "7")]
    assert envelope_id(b"k" * 32, "json", "7") == first
    assert first not in {envelope_id(*other) for other in others}


def test_it_gives_a_reference_of_six_letters_that_cannot_be_misread() -> None:
    references = {reference_of(uuid4()) for _ in range(500)}
    assert len(references) > 495
    assert not set("".join(references)) & set("ILOUilou")
    assert {len(reference) for reference in references} == {6}


def test_it_never_changes_how_a_reference_is_made() -> None:
    assert reference_of(UUID(int=0)) == "0XZ4JV"


def test_it_reads_a_reference_as_people_type_it() -> None:
    assert tidy_reference(" o1i-l2 3") == "011123"
    assert tidy_reference("ABCDE") == ""
    assert tidy_reference("ABC!EF") == ""
