"""The crisis at the top of the pages, and the numbers to call."""

import logging
from datetime import UTC, tzinfo
from zoneinfo import ZoneInfo

from amparo.commons.crises import queries as crises

log = logging.getLogger(__name__)

# The numbers must stay on the page while the database is away: the last ones seen are shown.
_last_seen: dict[str, crises.CrisisCard | None] = {}


def card(language: str) -> crises.CrisisCard | None:
    """The present crisis in this language, the last one known, or None. Never fails."""
    try:
        _last_seen[language] = crises.current(language)
    except Exception as reason:  # whatever broke, the page with the way to ask must appear
        log.warning("crisis card not read: %s", type(reason).__name__)
    return _last_seen.get(language)


def zone(seen: crises.CrisisCard | None) -> tzinfo:
    """The clock on the wall of those who read: that of the crisis, UTC without one."""
    try:
        return ZoneInfo(seen.timezone) if seen and seen.timezone else UTC
    except (KeyError, ValueError, OSError):
        return UTC
