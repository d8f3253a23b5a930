"""Numbers to call, and what to do today: each with its source and the day of confirmation."""

import logging
from collections.abc import Callable
from itertools import groupby
from typing import TypeVar

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from amparo.commons.notices import queries
from amparo.doors.public.door_words import in_short, tongues
from amparo.doors.public.languages import Language, spoken
from amparo.doors.public.show import show

log = logging.getLogger(__name__)

# They must stay on the page while the database is away: the last ones seen are shown.
_last_seen: dict[tuple[str, str], tuple[object, ...]] = {}
T = TypeVar("T")


@require_safe
@spoken
def numbers(request: HttpRequest, language: Language) -> HttpResponse:
    """Emergency numbers and hotlines."""
    found = _known("numbers", language, queries.numbers)
    rows = [
        {
            "card": one,
            "hours": in_short(one.week),
            "languages": tongues(one.languages),
        }
        for one in found
    ]
    return show(request, language, "numbers", {"rows": rows})


@require_safe
@spoken
def today(request: HttpRequest, language: Language) -> HttpResponse:
    """What to do today: everywhere first, then place by place."""
    found = _known("today", language, queries.advice)
    places = [(place, list(rows)) for place, rows in groupby(found, key=lambda one: one.place)]
    return show(request, language, "today", {"places": places})


def _known(name: str, language: Language, read: Callable[[str], tuple[T, ...]]) -> tuple[T, ...]:
    try:
        _last_seen[name, language.code] = read(language.code)
    except Exception as reason:  # whatever broke, the numbers last seen must appear
        log.warning("%s not read: %s", name, type(reason).__name__)
    return _last_seen.get((name, language.code), ())  # type: ignore[return-value]
