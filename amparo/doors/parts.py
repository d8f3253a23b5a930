"""An export's file, whole or from where an earlier try stopped (RFC 9110, 14)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, StreamingHttpResponse

from amparo.guard.exports.queries import Export
from amparo.kernel.errors import InvalidError

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


@dataclass(frozen=True, slots=True)
class Part:
    """The first byte, the byte after the last, and whether that is not the whole file."""

    begins: int
    ends: int
    partial: bool


def asked(request: HttpRequest, found: Export) -> Part:
    """What of the file is asked for; InvalidError where nothing of it is."""
    wanted = _RANGE.fullmatch(request.headers.get("Range", "").strip())
    current = request.headers.get("If-Range", _tag(found)) == _tag(found)
    if wanted is None or not any(wanted.groups()) or not current:
        return Part(0, found.bytes, partial=False)
    first, last = wanted.groups()
    if first:
        begins, ends = int(first), min(int(last) + 1 if last else found.bytes, found.bytes)
    else:
        begins, ends = max(found.bytes - int(last), 0), found.bytes
    if begins >= ends:
        raise InvalidError("Range", "There is nothing at that place of the file.")
    return Part(begins, ends, partial=True)


def answer(body: Iterable[bytes], found: Export, part: Part) -> StreamingHttpResponse:
    """The answer that carries this part of the file."""
    response = StreamingHttpResponse(body)
    if part.partial:
        response.status_code = 206
        response["Content-Range"] = f"bytes {part.begins}-{part.ends - 1}/{found.bytes}"
    day = f"{found.asked_at:%Y-%m-%d}"
    kind = "text/csv; charset=utf-8" if found.shape == "csv" else "application/jsonl"
    response["Content-Type"] = kind
    response["Content-Length"] = str(part.ends - part.begins)
    response["Content-Disposition"] = f'attachment; filename="{found.what}-{day}.{found.shape}"'
    # Compressing on the way would take the length away, and with it going on where it stopped.
    response["Content-Encoding"] = "identity"
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = _tag(found)
    return response


def _tag(found: Export) -> str:
    return f'"{found.id.hex}-{found.bytes}"'
