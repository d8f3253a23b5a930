"""The body of the JSON webhook as a message, or an error that names the field."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from amparo.kernel.errors import InvalidError
from amparo.reach.messaging.channels.inbound import Inbound, Part, sound_text

CHANNEL: Final = "json"
# A phone numbers the pieces of a long SMS with one byte (3GPP TS 23.040, 9.2.3.24.1).
MOST_PARTS: Final = 255
_LONGEST_ID: Final = 200
_LONGEST_ADDRESS: Final = 320
_MOST_EXTRAS: Final = 20
_LONGEST_EXTRA: Final = 2_000
_KNOWN: Final = frozenset({"id", "from", "to", "text", "sent_at", "part"})


def parse(body: bytes) -> Inbound:
    """The message. InvalidError says which field is wrong and what would be right.

    An empty text is taken in: that somebody wrote, and from where, is news enough.
    """
    row = _object(body)
    return Inbound(
        channel=CHANNEL,
        gateway_id=_name(row, "id", _LONGEST_ID),
        sender=_name(row, "from", _LONGEST_ADDRESS),
        text=sound_text(_string(row, "text")),
        to=_name(row, "to", _LONGEST_ADDRESS) if "to" in row else "",
        sent_at=_moment(row["sent_at"]) if row.get("sent_at") is not None else None,
        part=_part(row["part"]) if row.get("part") is not None else None,
        extra=_extra(row) if len(row) > 3 else {},
    )


def _object(body: bytes) -> dict[str, Any]:
    if not body.strip():
        raise InvalidError("body", "The body is empty. Send a JSON object.")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as wrong:
        raise InvalidError(
            "body", "The body is not UTF-8 at byte %(byte)s.", byte=wrong.start
        ) from None
    try:
        row = json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except InvalidError:
        raise
    except json.JSONDecodeError as wrong:
        raise InvalidError(
            "body", "No JSON at character %(sign)s: %(why)s.", sign=wrong.pos, why=wrong.msg
        ) from None
    except (RecursionError, ValueError):
        raise InvalidError("body", "The JSON is nested too deep or holds a huge number.") from None
    if not isinstance(row, dict):
        raise InvalidError("body", "The body must be one JSON object.")
    return row


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The object. Of a name given twice one value would be lost in silence, so it is refused."""
    row = dict(pairs)
    if len(row) != len(pairs):
        raise InvalidError("body", "A name stands twice in one object.")
    return row


def _no_constant(name: str) -> None:
    raise InvalidError("body", "%(name)s is not JSON.", name=name)


def _string(row: Mapping[str, Any], field: str) -> str:
    if field not in row:
        raise InvalidError(field, 'The field "%(field)s" is missing.', field=field)
    value = row[field]
    if not isinstance(value, str):
        raise InvalidError(field, 'The field "%(field)s" must be a string.', field=field)
    return value


def _name(row: Mapping[str, Any], field: str, longest: int) -> str:
    """A short string that names something: not empty, nothing unprintable in it."""
    value = _string(row, field).strip()
    if not value:
        raise InvalidError(field, 'The field "%(field)s" is empty.', field=field)
    if len(value) > longest:
        raise InvalidError(
            field,
            'The field "%(field)s" is longer than %(longest)s characters.',
            field=field,
            longest=longest,
        )
    # isprintable is false for NUL, line ends and lone surrogates alike.
    if not value.isprintable():
        raise InvalidError(
            field, 'The field "%(field)s" holds characters that cannot be printed.', field=field
        )
    return value


def _moment(value: object) -> datetime:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        moment = None
    if moment is None or moment.utcoffset() is None:
        raise InvalidError("sent_at", "sent_at must be like 2026-11-22T09:30:00+00:00.")
    return moment


def _part(value: object) -> Part:
    if not isinstance(value, dict) or set(value) != {"ref", "number", "total"}:
        raise InvalidError("part", "part must have ref, number and total, and nothing else.")
    number, total = _whole(value["number"]), _whole(value["total"])
    if not 1 <= total <= MOST_PARTS:
        raise InvalidError(
            "part", "part.total must be a number from 1 to %(most)s.", most=MOST_PARTS
        )
    if not 1 <= number <= total:
        raise InvalidError("part", "part.number must be a number from 1 to part.total.")
    return Part(_name(value, "ref", _LONGEST_ID), number, total)


def _whole(value: object) -> int:
    """The number, or 0, which no count accepts. True and 1.0 are not numbers of a part."""
    return value if type(value) is int else 0


def _extra(row: Mapping[str, Any]) -> dict[str, str]:
    """Fields we do not know, kept as they came: what a partner sends is not thrown away."""
    unknown = [field for field in row if field not in _KNOWN]
    if len(unknown) > _MOST_EXTRAS:
        raise InvalidError(
            "body", "More than %(most)s fields that we do not know.", most=_MOST_EXTRAS
        )
    return {sound_text(field): _kept(field, row[field]) for field in unknown}


def _kept(field: str, value: object) -> str:
    kept = sound_text(value) if isinstance(value, str) else json.dumps(value)
    if len(field) + len(kept) > _LONGEST_EXTRA:
        raise InvalidError(
            "body", "A field that we do not know is over %(most)s long.", most=_LONGEST_EXTRA
        )
    return kept
