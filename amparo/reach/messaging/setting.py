"""Where the line stands: whose it is, in which country, and which places it knows."""

import time
from dataclasses import dataclass
from uuid import UUID

from amparo.commons.crises import queries as crises
from amparo.guard.accounts import queries as accounts
from amparo.kernel.authority import Actor, machine
from amparo.reach.messaging.understanding.places import Entry, Gazetteer

# A changed gazetteer or a new crisis is noticed within half a minute.
FRESH_SECONDS = 30.0
NO_LINE_SECONDS = 1.0  # the first line is awaited: nothing can be read before


@dataclass(frozen=True, slots=True)
class Setting:
    """What reading a message needs to know of the world around it."""

    line: UUID | None
    country: str
    languages: tuple[str, ...]
    gazetteer: Gazetteer
    places: int

    @property
    def actor(self) -> Actor:
        """The machine, serving this line."""
        return machine([self.line] if self.line else [])


class Surroundings:
    """The setting, read again when it may have changed."""

    def __init__(self) -> None:
        """Read when first asked."""
        self._setting: Setting | None = None
        self._read_at = 0.0

    def now(self) -> Setting:
        """The setting, at most half a minute old. Without a line, nothing can be taken in yet."""
        lasts = FRESH_SECONDS if self._setting and self._setting.line else NO_LINE_SECONDS
        if self._setting is None or time.monotonic() - self._read_at > lasts:
            self._setting = _read(self._setting)
            self._read_at = time.monotonic()
        return self._setting


def _read(last: Setting | None) -> Setting:
    crisis = crises.current("en")
    line = accounts.line_of(crisis.id if crisis else None)
    country = crisis.country if crisis else ""
    count = crises.count_places(country, machine())
    if last is not None and (last.country, last.places) == (country, count):
        gazetteer = last.gazetteer
    else:
        gazetteer = _gazetteer(country)
    return Setting(line, country, crisis.languages if crisis else (), gazetteer, count)


def _gazetteer(country: str) -> Gazetteer:
    return Gazetteer(
        Entry(str(one.id), (one.name, *one.names), one.lat, one.lon, one.kind, one.population)
        for one in crises.places(country)
    )
