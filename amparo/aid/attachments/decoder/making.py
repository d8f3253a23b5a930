"""What a file really is, by its own bytes, and the same made new. Imported in the prison only."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import pi_heif
import pypdfium2
from PIL import (
    GifImagePlugin,
    Image,
    ImageOps,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    WebPImagePlugin,
)

MOST_PIXELS: Final = 64_000_000
LONGEST_SIDE: Final = 20_000
LONGEST_KEPT: Final = 2000
THUMB: Final = 240
MOST_PAGES: Final = 20
MOST_TEXT: Final = 100_000
# Loaded now: nothing can be opened later.
LOADED: Final = (
    GifImagePlugin, JpegImagePlugin, MpoImagePlugin, PngImagePlugin, WebPImagePlugin,
)  # fmt: skip

_HEIF: Final = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")
_ARCHIVES: Final = (
    b"PK",
    b"\xd0\xcf\x11\xe0",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7z",
)
_PROGRAMS: Final = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe")


class Refused(Exception):
    """This file is not kept. The word says why."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page or picture, made new; of a text the text."""

    width: int
    height: int
    data: bytes
    thumb: bytes


def begin() -> None:
    """All that opens files has opened them."""
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    pi_heif.options.DECODE_THREADS = 1
    pi_heif.register_heif_opener(thumbnails=False)
    _warm_up()


def _warm_up() -> None:
    """One of each kind is made: whatever is loaded late has been loaded."""
    for format_ in ("JPEG", "PNG", "GIF", "WEBP"):
        out = io.BytesIO()
        Image.new("RGBA" if format_ == "PNG" else "RGB", (8, 8)).save(out, format_)
        _picture(out.getvalue(), format_)
    document, out = pypdfium2.PdfDocument.new(), io.BytesIO()
    document.new_page(8, 8)
    document.save(out)
    list(_pages(out.getvalue()))
    for coding in ("utf-8-sig", "utf-16"):
        "a".encode(coding).decode(coding)


def make(data: bytes) -> tuple[str, list[Page]]:
    """The kind (picture, pages, text) and the new pages; Refused with the reason as one word."""
    head = data[:32]
    for format_, is_it in _FORMATS.items():
        if is_it(head):
            return "picture", [_picture(data, format_)]
    # PDF readers find the mark anywhere in the first kilobyte; we want it at the front.
    if head.startswith(b"%PDF-"):
        return "pages", list(_pages(data))
    if head.startswith(_PROGRAMS):
        raise Refused("program")
    if head.startswith(_ARCHIVES):
        raise Refused("archive")
    return "text", [_text(data)]


_FORMATS: Final[dict[str, Callable[[bytes], bool]]] = {
    "JPEG": lambda head: head.startswith(b"\xff\xd8\xff"),
    "PNG": lambda head: head.startswith(b"\x89PNG\r\n\x1a\n"),
    "GIF": lambda head: head.startswith((b"GIF87a", b"GIF89a")),
    "WEBP": lambda head: head.startswith(b"RIFF") and head[8:12] == b"WEBP",
    "HEIF": lambda head: head[4:8] == b"ftyp" and head[8:12] in _HEIF,
}


def _picture(data: bytes, format_: str) -> Page:
    """The first picture in it, upright, small enough, without anything that it said of itself."""
    formats = ["JPEG", "MPO"] if format_ == "JPEG" else [format_]
    try:
        image: Any = Image.open(io.BytesIO(data), formats=formats)
        _check_size(*image.size)
        if format_ == "JPEG":
            # A JPEG unpacks itself to half, a quarter or an eighth at a fraction of the memory.
            image.draft("RGB", (LONGEST_KEPT, LONGEST_KEPT))
        image.load()
        image = ImageOps.exif_transpose(image)
        return _page(_on_white(image))
    except Refused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
        raise Refused("large") from None
    except Exception:
        raise Refused("damaged") from None


def _check_size(width: int, height: int) -> None:
    if width < 1 or height < 1:
        raise Refused("damaged")
    if max(width, height) > LONGEST_SIDE or width * height > MOST_PIXELS:
        raise Refused("large")


def _on_white(image: Any) -> Any:
    """The picture in plain colours; what was see-through is white."""
    image.thumbnail((LONGEST_KEPT, LONGEST_KEPT))
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        white = Image.new("RGB", image.size, "white")
        white.paste(image, mask=image.getchannel("A"))
        return white
    return image.convert("RGB")


def _page(image: Any) -> Page:
    # Only the pixels go on: not the profile, not the comment, not the place it was taken.
    bare = Image.frombytes("RGB", image.size, image.tobytes())
    small = bare.copy()
    small.thumbnail((THUMB, THUMB))
    return Page(*bare.size, _jpeg(bare, 82), _jpeg(small, 70))


def _jpeg(image: Any, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return out.getvalue()


def _pages(data: bytes) -> Iterator[Page]:
    """Each page drawn, at most so many; scripts, links and forms in it are not."""
    try:
        document = pypdfium2.PdfDocument(data)
        number = len(document)
    except Exception as error:
        raise Refused("locked" if "password" in str(error).lower() else "damaged") from None
    if number < 1:
        raise Refused("damaged")
    if number > MOST_PAGES:
        raise Refused("many")
    for nth in range(number):
        try:
            page = document[nth]
            width, height = page.get_size()
            if not (0 < width < 1e6 and 0 < height < 1e6):
                raise Refused("large")
            scale = min(2.0, LONGEST_KEPT / max(width, height))
            yield _page(page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB"))
        except Refused:
            raise
        except MemoryError:
            raise Refused("large") from None
        except Exception:
            raise Refused("damaged") from None


def _text(data: bytes) -> Page:
    """Plain text only: neither markup, which looks like a page, nor anything unreadable."""
    if len(data) > MOST_TEXT:
        raise Refused("long" if _decoded(data[:1000]) is not None else "unknown")
    text = _decoded(data)
    if text is None:
        raise Refused("unknown")
    start = text.lstrip().lower()
    if start.startswith("<") and any(
        mark in start[:2000] for mark in ("<svg", "<html", "<?xml", "<!doc", "<script")
    ):
        raise Refused("markup")
    return Page(0, 0, text.replace("\r\n", "\n").encode(), b"")


def _decoded(data: bytes) -> str | None:
    marks = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
    try:
        text = data.decode(marks.get(data[:2], "utf-8-sig"), "strict")
    except UnicodeDecodeError:
        return None
    if not text.strip() or any(ord(one) < 32 and one not in "\t\n\r\f" for one in text):
        return None
    return text
