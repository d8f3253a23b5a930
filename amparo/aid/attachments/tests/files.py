"""Real files, made here: good ones, and ones that are not what they say."""

import io
import struct
import zlib
from typing import Any

import pillow_heif
import pypdfium2
from PIL import Image

SECRET = b"kanariexif"


def picture(format_: str = "JPEG", size: tuple[int, int] = (300, 200), **more: Any) -> bytes:
    """A picture whose left half is red and whose right half is blue."""
    image = Image.new(more.pop("mode", "RGB"), size, "red")
    image.paste("blue", (size[0] // 2, 0, *size))
    out = io.BytesIO()
    if format_ == "HEIF":
        pillow_heif.from_pillow(image).save(out)
    else:
        image.save(out, format_, **more)
    return out.getvalue()


def with_exif() -> bytes:
    """A photo that says where it was taken, lying on its side (orientation 6)."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = SECRET.decode()
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (18.0, 33.0, 0.0)
    return picture(exif=exif.tobytes(), comment=SECRET, icc_profile=SECRET * 20)


def png_that_claims(width: int, height: int) -> bytes:
    """A few bytes that say they unpack to a huge picture."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 100_000)
    parts = [(b"IHDR", head), (b"IDAT", body), (b"IEND", b"")]
    out = b"\x89PNG\r\n\x1a\n"
    for name, data in parts:
        out += struct.pack(">I", len(data)) + name + data
        out += struct.pack(">I", zlib.crc32(name + data))
    return out


def png_with_text_bomb() -> bytes:
    """A small picture with a comment that unpacks to 200 MB."""
    good = picture("PNG")
    text = b"k\0\0" + zlib.compress(b"\0" * 200_000_000, 9)
    chunk = struct.pack(">I", len(text)) + b"zTXt" + text
    chunk += struct.pack(">I", zlib.crc32(b"zTXt" + text))
    return good[:33] + chunk + good[33:]


def pdf(*sizes: tuple[float, float]) -> bytes:
    """A PDF with empty pages of these sizes, in points."""
    document = pypdfium2.PdfDocument.new()
    for width, height in sizes or ((595, 842),):
        document.new_page(width, height)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def pdf_with_words(words: str) -> bytes:
    """A page with words in a font that is not in the file, and a script that would run."""
    stream = f"BT /F1 48 Tf 50 700 Td ({words}) Tj ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert\\('x'\\))>>>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
    ]
    out, starts = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        starts.append(len(out))
        out += b"%d 0 obj%sendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % one for one in starts)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return out + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1,
        start,
    )
