"""Files sealed to a recovery key: whole or not at all."""

import io
from typing import IO, cast

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from amparo.kernel.sealed import NotOpened, public_of
from amparo.kernel.strongbox import PIECE, Closing, Opening

PRIVATE = X25519PrivateKey.generate().private_bytes_raw()
SIZES = [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 2 * PIECE + 7]


def sealed(plain: bytes, name: str = "keys") -> bytes:
    out = io.BytesIO()
    closing = Closing(public_of(PRIVATE), name, out)
    half = len(plain) // 3
    closing.write(plain[:half])
    closing.write(plain[half:])
    closing.close()
    return out.getvalue()


def opened(box: bytes, private: bytes = PRIVATE, name: str = "keys") -> bytes:
    return Opening(private, name, cast("IO[bytes]", io.BytesIO(box))).read()


@pytest.mark.parametrize("size", SIZES)
def test_what_went_in_comes_out(size: int) -> None:
    plain = bytes(range(256)) * (size // 256 + 1)
    assert opened(sealed(plain[:size])) == plain[:size]


def test_another_key_and_another_part_open_nothing() -> None:
    box = sealed(b"words")
    with pytest.raises(NotOpened, match="not sealed to this"):
        opened(box, X25519PrivateKey.generate().private_bytes_raw())
    with pytest.raises(NotOpened, match="altered"):
        opened(box, name="house")


@pytest.mark.parametrize("cut", [1, 17, PIECE + 16, PIECE + 17, 2 * (PIECE + 16)])
def test_an_end_that_is_missing_is_seen(cut: int) -> None:
    box = sealed(bytes(2 * PIECE + 100))
    with pytest.raises(NotOpened):
        opened(box[:-cut])


def test_pieces_can_not_change_places() -> None:
    box = sealed(bytes(PIECE) + b"\1" * PIECE + b"end")
    head, step = len(box) - 2 * (PIECE + 16) - 19, PIECE + 16
    one, two = box[head : head + step], box[head + step : head + 2 * step]
    with pytest.raises(NotOpened):
        opened(box[:head] + two + one + box[head + 2 * step :])


@given(st.integers(0, 10_000), st.integers(1, 255))
def test_no_altered_byte_passes(where: int, change: int) -> None:
    box = bytearray(BOX)
    box[where % len(box)] ^= change
    with pytest.raises(NotOpened):
        opened(bytes(box))


@given(st.binary(max_size=200))
def test_noise_is_no_box(noise: bytes) -> None:
    with pytest.raises(NotOpened):
        opened(noise)


BOX = sealed(b"a word of somebody")
