"""A field opens under its own key and in its own place, and nowhere else."""

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.kernel.sealed import KEY_CLASSES, NotOpened, derive, open_field, seal_field

KEY, OTHER = bytes(range(32)), bytes(range(1, 33))


@given(st.binary(max_size=2000), st.binary(max_size=40))
def test_it_opens_what_was_sealed_under_the_same_key_and_place(text: bytes, aad: bytes) -> None:
    """Any bytes, any place."""
    assert open_field(KEY, seal_field(KEY, text, aad), aad) == text


@pytest.mark.parametrize(("key", "aad"), [(OTHER, b"here"), (KEY, b"there")])
def test_it_stays_shut_under_another_key_or_in_another_place(key: bytes, aad: bytes) -> None:
    """Beside its twin that opens."""
    blob = seal_field(KEY, b"Delmas 19", b"here")
    assert open_field(KEY, blob, b"here") == b"Delmas 19"
    with pytest.raises(NotOpened):
        open_field(key, blob, aad)


@given(st.integers(min_value=0), st.integers(min_value=1, max_value=255))
def test_it_stays_shut_when_any_byte_was_altered(at: int, by: int) -> None:
    """Version, nonce, text and tag alike."""
    blob = bytearray(seal_field(KEY, b"please send water", b"here"))
    blob[at % len(blob)] ^= by
    with pytest.raises(NotOpened):
        open_field(KEY, bytes(blob), b"here")


@given(st.binary(max_size=64))
def test_it_stays_shut_for_bytes_that_were_never_sealed(blob: bytes) -> None:
    """Short, long, empty."""
    with pytest.raises(NotOpened):
        open_field(KEY, blob, b"")


def test_it_never_seals_the_same_way_twice() -> None:
    """Equal texts are not seen to be equal."""
    assert len({seal_field(KEY, b"same", b"") for _ in range(1000)}) == 1000


@pytest.mark.parametrize("cls", KEY_CLASSES)
def test_it_derives_by_hkdf_as_rfc_5869_writes_it(cls: str) -> None:
    """Worked out a second time with nothing but HMAC."""
    extracted = hmac.digest(bytes(32), KEY, hashlib.sha256)
    expected = hmac.digest(extracted, b"amparo key " + cls.encode() + b"\x01", hashlib.sha256)
    assert derive(KEY, cls) == expected  # type: ignore[arg-type]


def test_it_derives_another_key_for_each_class() -> None:
    """None is the root, none is like another."""
    assert len({KEY, *(derive(KEY, cls) for cls in KEY_CLASSES)}) == 1 + len(KEY_CLASSES)


def test_it_derives_nothing_for_a_class_nobody_knows() -> None:
    """A slip of the pen is no key."""
    with pytest.raises(ValueError, match="face"):
        derive(KEY, "face")  # type: ignore[arg-type]
