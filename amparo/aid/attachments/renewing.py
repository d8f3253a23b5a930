"""A file made new by the decoder, a process of its own that holds no key and may die."""

import json
import subprocess
import sys
import threading
from dataclasses import dataclass
from typing import Final

from amparo.kernel.errors import InvalidError, Sentence

MOST_BYTES: Final = 8 << 20
_SECONDS: Final = 30
_MOST_NEW: Final = 48 << 20
_MOST_PAGES: Final = 20
# Two at once: the others wait, and answers to people go on.
_PLACES: Final = threading.BoundedSemaphore(2)
# And no more than these wait: half of this process's threads stay free for people who need help.
_WAITING: Final = threading.BoundedSemaphore(4)

WHY: Final = {
    "large": "It has too many pixels: at most 64 million, no side above 20,000.",
    "damaged": "It is cut off or damaged, or not what it says it is.",
    "many": "It has too many pages: at most 20. Send the pages that matter.",
    "locked": "It is locked with a password.",
    "long": "This text is too long: at most 100,000 characters.",
    "archive": "Office files and archives are not kept: make a PDF or a photo of it.",
    "program": "This is a program. Programs are not kept.",
    "markup": "This is a web page or a drawing in code: make a photo or a PDF of it.",
    "unknown": "Not a picture, a PDF or a plain text, whatever its name says.",
    "empty": "The file is empty.",
    "big": "It is too big: at most 8 MB.",
    "busy": "Many files are being opened just now. Try again in a minute.",
    "time": "It took too long to open. Make a photo of it.",
}


@dataclass(frozen=True, slots=True)
class NewPage:
    """One page, made new: a JPEG and a small one; or a text."""

    width: int
    height: int
    data: bytes
    thumb: bytes


@dataclass(frozen=True, slots=True)
class Renewed:
    """What the file became: `picture`, `pages` or `text`."""

    kind: str
    pages: tuple[NewPage, ...]


def renew(data: bytes) -> Renewed:
    """The file made new, or InvalidError with the reason in plain words."""
    if not data:
        raise _refused("empty")
    if len(data) > MOST_BYTES:
        raise _refused("big")
    if not _WAITING.acquire(blocking=False):
        raise _refused("busy")
    try:
        with _PLACES:
            out = _decode(data)
    finally:
        _WAITING.release()
    head, _, rest = out.partition(b"\n")
    try:
        said = json.loads(head)
        if "refused" in said:
            raise _refused(said["refused"])
        return _read(said, rest)
    except (ValueError, KeyError, TypeError):
        # It died, or was killed: the file asked for more than a file may.
        raise _refused("damaged") from None


def _refused(why: str) -> InvalidError:
    return InvalidError(
        "file", "%(why)s Nothing was kept.", why=Sentence(WHY.get(why, WHY["damaged"]))
    )


def _decode(data: bytes) -> bytes:
    command = [sys.executable, "-I", "-m", "amparo.aid.attachments.decoder"]
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
        cwd="/",
    )
    late = threading.Timer(_SECONDS, process.kill)
    late.start()
    try:
        out = _exchange(process, data)
    finally:
        # Without this a timer of a dead process could meet a new one with its number.
        timely = late.is_alive()
        late.cancel()
        process.kill()
        process.wait()
    if not timely:
        raise _refused("time")
    return out


def _exchange(process: "subprocess.Popen[bytes]", data: bytes) -> bytes:
    """What it answered, at most so much. It reads all before it writes, so this can't jam."""
    assert process.stdin is not None and process.stdout is not None
    with process.stdout:
        try:
            with process.stdin:
                process.stdin.write(data)
        except BrokenPipeError:
            return b""
        return process.stdout.read(_MOST_NEW)


def _read(said: dict[str, object], rest: bytes) -> Renewed:
    """The answer, believed only as far as it can be checked."""
    kind, rows = said["kind"], said["pages"]
    if kind not in ("picture", "pages", "text") or not isinstance(rows, list):
        raise ValueError("kind")
    pages: list[NewPage] = []
    for row in rows:
        width, height, size, small = (int(one) for one in row)
        if min(width, height, size, small) < 0 or max(width, height) > 4000:
            raise ValueError("size")
        data, thumb, rest = rest[:size], rest[size : size + small], rest[size + small :]
        if len(data) != size or len(thumb) != small:
            raise ValueError("short")
        if kind != "text" and not all(one.startswith(b"\xff\xd8\xff") for one in (data, thumb)):
            raise ValueError("no picture")
        pages.append(NewPage(width, height, data, thumb))
    if rest or not 1 <= len(pages) <= _MOST_PAGES:
        raise ValueError("pages")
    return Renewed(str(kind), tuple(pages))
