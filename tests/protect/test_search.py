"""The search itself: each spelling is found, across pieces too, and chance is not."""

import base64
import hashlib
import os
import zlib

import pytest

from tests.protect.found import Found, Value
from tests.protect.search import Letters, Marks, Needles, in_pieces, look

NAME = Value(1, "family", "Klosòfoyol")
PHONE = Value(2, "phone", "+50931898240")
DOCUMENT = Value(3, "document", "XL70705118")
VALUES = [NAME, PHONE, DOCUMENT]

# Written by hand or by another tool, not by the code that is tested.
LETTERS = [
    b"xxKlos\xc3\xb2foyolxx",
    b"xxKloso\xcc\x80foyolxx",
    b"xxKlosofoyolxx",
    b"xxKLOS\xc3\x92FOYOLxx",
    b"xxklos\xc3\xb2foyolxx",
    b"xxloyof\xc3\xb2solKxx",
    b"xxKlos\xf2foyolxx",
    b"K\0l\0o\0s\0\xf2\0f\0o\0y\0o\0l\0",
    b"\0K\0l\0o\0s\0\xf2\0f\0o\0y\0o\0l",
    b"4b6c6f73c3b2666f796f6c",
    b"4B6C6F73C3B2666F796F6C",
    b"4b006c006f007300f20066006f0079006f006c00",
    base64.b64encode(b"Klos\xc3\xb2foyol, who"),
    base64.b64encode(b"1Klos\xc3\xb2foyol, who"),
    base64.b64encode(b"12Klos\xc3\xb2foyol, who"),
    base64.urlsafe_b64encode(b"??Klos\xc3\xb2foyol??"),
    b"q=Klos%C3%B2foyol&",
    b"q=klos%c3%b2foyol&",
    rb'"Klos\u00f2foyol"',
    b"Klos&#242;foyol",
    b"Klos=C3=B2foyol",
    rb"'Klos\xf2foyol'",
    b"tel:50931898240",
    b"%2B50931898240",
    b"XL70705118",
]
MARKS = [
    b"Tel. ***1898240.",
    b"paper no. 70705118,",
    hashlib.md5("klosòfoyol".encode()).digest(),
    hashlib.sha1("Klosòfoyol".encode()).hexdigest().encode(),
    hashlib.sha256(b"klosofoyol").digest(),
    hashlib.sha512(b"50931898240").hexdigest().upper().encode(),
    hashlib.sha256(b"31898240").digest(),
    b"a" + hashlib.sha256(b"+50931898240").hexdigest().encode() + b"b",
    f"crc {zlib.crc32(b'50931898240'):08x}".encode(),
    f"crc {zlib.crc32(b'klosofoyol')} ".encode(),
]


def seen(needles: Needles, *pieces: bytes) -> Found:
    found = Found()
    look(needles, pieces, "here", found)
    return found


@pytest.mark.parametrize("written", LETTERS, ids=repr)
def test_it_finds_each_way_of_writing(written: bytes) -> None:
    assert seen(Letters(VALUES), os.urandom(50) + written + os.urandom(50)).values


@pytest.mark.parametrize("written", MARKS, ids=repr)
def test_it_finds_short_numbers_and_digests(written: bytes) -> None:
    assert seen(Marks(VALUES), b"\xff" * 40 + b" " + written + b" " + b"\xff" * 40).values


@pytest.mark.parametrize("cut", [101, 105, 110, 111])
def test_it_finds_what_is_cut_in_two(cut: int) -> None:
    for needles, written in ((Letters(VALUES), b"XL70705118"), (Marks(VALUES), b" 70705118 ")):
        whole = b"." * 100 + written + b"." * 100
        assert seen(needles, whole[:cut], whole[cut:]).values == {DOCUMENT}


@pytest.mark.parametrize("near", [b"51898240", b"18982401", b"a1898240", b"1898240f-"])
def test_it_takes_no_part_of_a_longer_number(near: bytes) -> None:
    for cut in range(1, len(near) + 2):
        whole = b" " + near + b" "
        assert not seen(Marks(VALUES), whole[:cut], whole[cut:]).values


def test_it_finds_nothing_in_noise() -> None:
    noise = os.urandom(1 << 20)
    for needles in (Letters(VALUES), Marks(VALUES)):
        assert not seen(needles, *in_pieces(noise), noise.hex().encode()).values
