"""Files made new: good ones lose all but what they show, hostile ones lose."""

import io
import random
import subprocess
import sys
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor

import pytest
from PIL import Image

from amparo.aid.attachments import renewing
from amparo.aid.attachments.renewing import WHY, NewPage, renew
from amparo.aid.attachments.tests import files
from amparo.kernel.errors import InvalidError


def opened(page: NewPage) -> Image.Image:
    return Image.open(io.BytesIO(page.data))


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "GIF", "WEBP", "HEIF"])
def test_a_picture_is_a_new_jpeg_of_the_same_look(format_: str) -> None:
    new = renew(files.picture(format_))
    (page,) = new.pages
    assert (new.kind, page.width, page.height) == ("picture", 300, 200)
    shown = opened(page).convert("RGB")
    left, right = shown.getpixel((30, 100)), shown.getpixel((270, 100))
    assert isinstance(left, tuple) and isinstance(right, tuple)
    assert left[0] > 200 > 60 > left[2] and right[2] > 200 > 60 > right[0]
    assert max(Image.open(io.BytesIO(page.thumb)).size) <= 240


def test_where_it_was_taken_is_gone_and_it_stands_upright() -> None:
    photo = files.with_exif()
    assert files.SECRET in photo and Image.open(io.BytesIO(photo)).getexif()
    (page,) = renew(photo).pages
    assert files.SECRET not in page.data and b"Exif" not in page.data + page.thumb
    assert not opened(page).getexif() and "icc_profile" not in opened(page).info
    assert (page.width, page.height) == (200, 300)
    top = opened(page).convert("RGB").getpixel((100, 30))
    assert isinstance(top, tuple) and top[0] > 200


def test_what_was_see_through_is_white() -> None:
    clear = io.BytesIO()
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(clear, "PNG")
    assert opened(renew(clear.getvalue()).pages[0]).getpixel((25, 25)) == (255, 255, 255)


def test_a_big_photo_is_made_smaller() -> None:
    (page,) = renew(files.picture(size=(6000, 8000))).pages
    assert (page.width, page.height) == (1500, 2000) and len(page.data) < 1_000_000


def test_a_pdf_becomes_pictures_of_its_pages() -> None:
    new = renew(files.pdf((595, 842), (842, 595), (14_400, 14_400)))
    assert new.kind == "pages"
    sizes = [(one.width, one.height) for one in new.pages]
    assert sizes == [(1190, 1684), (1684, 1190), (2000, 2000)]


def test_words_in_a_font_that_is_not_in_the_file_are_drawn() -> None:
    (page,) = renew(files.pdf_with_words("KANARI")).pages
    dark = sum(opened(page).convert("L").histogram()[:64])
    assert dark > 2000 and b"JavaScript" not in page.data


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16"])
def test_plain_text_stays_text(coding: str) -> None:
    new = renew("مرحبا, dlo\r\n".encode(coding))
    assert (new.kind, new.pages[0].data.decode()) == ("text", "مرحبا, dlo\n")


ARCHIVE = io.BytesIO()
with zipfile.ZipFile(ARCHIVE, "w", zipfile.ZIP_DEFLATED) as _zip:
    _zip.writestr("word/document.xml", b"\0" * 5_000_000)

REFUSED = {
    "large": [
        files.png_that_claims(50_000, 50_000),
        files.png_that_claims(50_000, 10),
        files.png_that_claims(10_000, 7_000),
    ],
    "damaged": [
        files.picture()[:2000],
        files.picture("PNG")[:100],
        files.png_that_claims(3000, 3000),
        b"\x89PNG\r\n\x1a\n<html><script>alert(1)</script>",
        b"\xff\xd8\xff<svg onload=alert(1)>",
        b"GIF89a=1;alert(1)//",
        b"%PDF-1.7\nnothing",
        b"RIFF\0\0\0\0WEBPVP8 " + bytes(50),
        b"\0\0\0\x18ftypheic" + bytes(50),
    ],
    "archive": [ARCHIVE.getvalue(), b"\xd0\xcf\x11\xe0" + bytes(99)],
    "program": [b"MZ" + bytes(99), b"#!/bin/sh\nrm -rf /"],
    "markup": [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        b"\n <!DOCTYPE html><html>",
        b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>",
    ],
    "unknown": [bytes(50), b"\x93\xfa\xff" * 50, b"a\x1bc"],
    "many": [files.pdf(*[(50, 50)] * 21)],
    "long": [b"a" * 100_001],
    "empty": [b""],
    "big": [b"\xff\xd8\xff" + bytes(renewing.MOST_BYTES)],
}


@pytest.mark.parametrize(
    ("why", "data"),
    [(why, one) for why, some in REFUSED.items() for one in some],
    ids=[f"{why}-{nth}" for why, some in REFUSED.items() for nth in range(len(some))],
)
def test_it_refuses_with_the_reason(why: str, data: bytes) -> None:
    with pytest.raises(InvalidError) as refused:
        renew(data)
    assert renewing.WHY[why] in str(refused.value)


def test_a_comment_that_unpacks_to_200_mb_takes_nobody_down() -> None:
    began = time.monotonic()
    with pytest.raises(InvalidError):
        renew(files.png_with_text_bomb())
    assert time.monotonic() - began < 20
    assert renew(files.picture()).kind == "picture"


def test_of_two_files_in_one_only_the_picture_is_left() -> None:
    both = files.picture() + ARCHIVE.getvalue() + b"<script>alert(1)</script>"
    (page,) = renew(both).pages
    assert b"PK\x03\x04" not in page.data and b"<script>" not in page.data


def test_broken_bytes_are_refused_or_drawn_and_never_more() -> None:
    wild = random.Random(4)
    good = [files.picture(one) for one in ("JPEG", "PNG", "GIF", "WEBP")] + [files.pdf()]
    for _ in range(25):
        data = bytearray(wild.choice(good))
        for _ in range(wild.randint(1, 40)):
            data[wild.randrange(len(data))] = wild.randrange(256)
        try:
            assert renew(bytes(data)).pages
        except InvalidError as refused:
            assert refused.field == "file"


IN_PRISON = """
import ctypes, os, socket, subprocess, sys
from amparo.aid.attachments.decoder import prison
assert prison.enter()
def tried(what):
    try: what()
    except OSError: return True
    return False
assert tried(lambda: open("/etc/passwd"))
assert tried(lambda: socket.socket())
assert tried(lambda: os.fork())
assert tried(lambda: os.execv("/bin/true", ["true"]))
assert tried(lambda: os.kill(os.getppid(), 0))
try: bytearray(2 << 30)
except MemoryError: print("locked up")
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the kernel's filter is Linux's")
def test_the_prison_holds() -> None:
    ran = subprocess.run([sys.executable, "-I", "-c", IN_PRISON], capture_output=True, check=False)
    assert ran.stdout == b"locked up\n", ran.stderr.decode()


def test_not_all_who_answer_people_wait_for_files() -> None:
    """Eight at once on one process: some are told to come back, and the others are served."""
    slow = files.picture("PNG", (6000, 6000))

    def tried(_: int) -> str:
        try:
            return renew(slow).kind
        except InvalidError as error:
            return error.reason

    with ThreadPoolExecutor(8) as pool:
        said = list(pool.map(tried, range(8)))
    assert said.count("picture") >= 4
    assert {one for one in said if one != "picture"} == {f"{WHY['busy']} Nothing was kept."}


def test_it_is_ended_when_it_takes_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renewing, "_SECONDS", 0.001)
    with pytest.raises(InvalidError, match="too long to open"):
        renew(files.picture())
