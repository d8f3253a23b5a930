"""Days, clocks on walls and places as programs write them; errors in the names that we gave."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, time
from typing import Annotated

from pydantic import BeforeValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from amparo.commons.crises import queries as crises
from amparo.doors.api.fields import Code, Line, Text
from amparo.kernel.errors import InvalidError

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _a_day(given: object) -> object:
    # Anything else that could be read as a day, such as a number of seconds, is a guess.
    if isinstance(given, date) or (isinstance(given, str) and _DAY.fullmatch(given)):
        return given
    raise PydanticCustomError("date_type", "a day is written as 2026-05-01")


# As in 2026-05-01. Whoever writes another century has mistyped it.
Day = Annotated[date, BeforeValidator(_a_day), Field(ge=date(1900, 1, 1), le=date(2100, 12, 31))]
# As in 08:30; a whole day ends at 24:00.
WallClock = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$")]
DayTime = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
# Texts by the codes of their languages; nothing is sent of those that stay.
Texts = Annotated[dict[Code, Text], Field(default_factory=dict)]
Lines = Annotated[dict[Code, Line], Field(default_factory=dict)]
Tongues = Annotated[list[Code], Field(max_length=60, default_factory=list)]
# As in 18.5434: north and east of zero.
North = Annotated[float, Field(ge=-90, le=90)]
East = Annotated[float, Field(ge=-180, le=180)]


def time_of(clock: str) -> time:
    """The time of a `DayTime`."""
    return time.fromisoformat(clock)


def zone() -> str:
    """The time zone of the present crisis."""
    crisis = crises.current("en")
    return crisis.timezone if crisis else "UTC"


@contextmanager
def called(**names: str) -> Iterator[None]:
    """What an action calls `label_ht` is `labels/ht` in the body: `called(label="labels")`."""
    try:
        yield
    except InvalidError as wrong:
        stem, _, code = wrong.field.partition("_")
        if stem not in names or wrong.field in names.values():
            raise
        where = f"{names[stem]}/{code}" if code else names[stem]
        raise InvalidError(where, wrong.reason) from wrong
