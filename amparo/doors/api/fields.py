"""The types of what is sent to us. Strict where a guess could do harm; no text holds a NUL."""

from datetime import UTC, datetime
from typing import Annotated

from ninja import Schema
from pydantic import AwareDatetime, BeforeValidator, ConfigDict, Field, Strict, StringConstraints
from pydantic_core import PydanticCustomError


class Sent(Schema):
    """A body. A field that we do not know is refused: it was meant to do something."""

    model_config = ConfigDict(extra="forbid")


def _a_text(given: object) -> object:
    if not isinstance(given, str):
        raise PydanticCustomError("datetime_type", "a moment is written as a text")
    return given


# No database and no gateway can carry a NUL.
_CLEAN = r"^[^\x00]*$"
Word = Annotated[str, StringConstraints(max_length=80, pattern=_CLEAN)]
Line = Annotated[str, StringConstraints(max_length=400, pattern=_CLEAN)]
Text = Annotated[str, StringConstraints(max_length=20_000, pattern=_CLEAN)]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=12)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_.-]{1,64}$")]
Whole = Annotated[int, Strict(), Field(ge=-(2**31), lt=2**31)]
YesNo = Annotated[bool, Strict()]
# With its zone, as in 2026-05-01T08:30:00+02:00. Another century is mistyped, and at the ends of
# the calendar there is no day after.
Moment = Annotated[
    AwareDatetime,
    BeforeValidator(_a_text),
    Field(ge=datetime(1900, 1, 1, tzinfo=UTC), le=datetime(2100, 12, 31, tzinfo=UTC)),
]
__all__ = [
    "Code",
    "Key",
    "Line",
    "Moment",
    "Sent",
    "Text",
    "Whole",
    "Word",
    "YesNo",
    "datetime",
]
