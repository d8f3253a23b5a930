"""The board: where people wrote from and when, as a map, a time line and the same as lists."""

from dataclasses import dataclass
from datetime import datetime

import h3
from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from amparo.commons.crises import queries as crises
from amparo.doors import drawing
from amparo.doors.console import lists
from amparo.doors.console.access import StaffRequest, needs
from amparo.doors.console.show import show
from amparo.kernel.authority import Power
from amparo.kernel.language import name_in
from amparo.reach.messaging.queries import board as seen

WINDOWS: dict[int, str | Promise] = {
    6: gettext_lazy("last 6 hours"),
    24: gettext_lazy("last 24 hours"),
    72: gettext_lazy("last 3 days"),
    168: gettext_lazy("last 7 days"),
}
LABELS = 10  # names on the map
LISTED = 12


@dataclass(frozen=True, slots=True)
class Drawn:
    """One cell as it is drawn and listed."""

    name: str
    count: int
    waiting: int
    shade: int
    path: str  # empty: it lies outside the picture
    x: str
    y: str


@needs(Power.READ_QUEUE)
def board(request: StaffRequest) -> HttpResponse:
    """The last hours seen from above; the window and the need stand in the address."""
    reader = get_language() or "en"
    words = lists.needs(reader)
    hours = _window(request.GET.get("hours", ""))
    need = request.GET.get("need", "")
    need = need if need in words else ""
    found = seen.board(request.actor, hours=hours, need=need)
    drawn = _drawn(found.areas)
    begins = drawing.steps(max((one.count for one in found.areas), default=1))
    context = {
        "part": "queue",
        "board": found,
        "hours": hours,
        "windows": WINDOWS,
        "need": need,
        "all_needs": words,
        "cells": drawn,
        "labels": _labels(drawn),
        "listed": drawn[:LISTED],
        "outside": sum(one.count for one in drawn if not one.path),
        "legend": [(number, start) for number, start in enumerate(begins, 1)],
        "bars": _bars(found.hours),
        "needs": _measured([(words.get(key, key), n, waits) for key, n, waits in found.needs]),
        "languages": _measured(
            [(name_in(key, reader), n, waits) for key, n, waits in found.languages]
        ),
        "sentence": _sentence(found, drawn),
    }
    return show(request, "board", context)


def _window(text: str) -> int:
    return int(text) if text in {str(one) for one in WINDOWS} else 24


def _sentence(found: seen.Board, drawn: list[Drawn]) -> str:
    """What the picture says, in one sentence."""
    if not found.count:
        return _("Nobody has written in this time.")
    named = [one.name for one in drawn[:2] if one.waiting]
    if not named:
        return ngettext("%(n)s person has written.", "%(n)s people have written.", found.count) % {
            "n": found.count
        }
    if len(named) == 1:
        return _("Most people who wait are in %(place)s.") % {"place": named[0]}
    return _("Most people who wait are in %(one)s and %(two)s.") % {
        "one": named[0],
        "two": named[1],
    }


def _drawn(areas: tuple[seen.Area, ...]) -> list[Drawn]:
    if not areas:
        return []
    inside = _inside(areas)
    within = drawing.frame([one.outline for one in inside])
    begins = drawing.steps(areas[0].count)
    names = _names(areas)
    kept = {one.cell for one in inside}
    found = []
    for one in sorted(areas, key=lambda area: (-area.waiting, -area.count, area.cell)):
        x, y = within.place(one.centre)
        line = drawing.path(one.outline, within) if one.cell in kept else ""
        shade = drawing.shade(one.count, begins)
        # As text: a template would write the numbers with the reader's own decimal sign.
        where = (f"{x:.0f}", f"{y:.0f}")
        found.append(Drawn(names[one.cell], one.count, one.waiting, shade, line, *where))
    return found


def _labels(drawn: list[Drawn]) -> list[Drawn]:
    shown = [one for one in drawn if one.path]
    apart = drawing.apart([(float(one.x), float(one.y)) for one in shown], LABELS)
    return [shown[number] for number in apart]


def _inside(areas: tuple[seen.Area, ...]) -> list[seen.Area]:
    """Those that lie near each other and hold nearly everyone."""
    everyone, held, kept = sum(one.count for one in areas), 0, []
    centre = areas[0].centre
    near = sorted(areas, key=lambda one: h3.great_circle_distance(centre, one.centre))
    for one in near:
        if held >= everyone * seen.NEARLY_ALL:
            break
        kept.append(one)
        held += one.count
    return kept


def _names(areas: tuple[seen.Area, ...]) -> dict[str, str]:
    """The largest place in each cell; where the gazetteer knows none, the cell's own middle."""
    size = h3.get_resolution(areas[0].cell)
    known = _places(size)
    return {
        one.cell: known.get(one.cell) or f"{one.centre[0]:.1f}, {one.centre[1]:.1f}"
        for one in areas
    }


def _places(size: int) -> dict[str, str]:
    present = lists.crisis("en")
    if present is None:
        return {}

    def read() -> dict[str, str]:
        largest = sorted(crises.places(present.country), key=lambda place: place.population)
        return {h3.latlng_to_cell(one.lat, one.lon, size): one.name for one in largest}

    return lists.fresh("places", f"{present.id}{size}", read, seconds=600)


def _bars(hours: tuple[tuple[datetime, int], ...]) -> list[tuple[datetime, int, str]]:
    paths = drawing.bars([count for _, count in hours])
    return [(at, count, line) for (at, count), line in zip(hours, paths, strict=True)]


def _measured(rows: list[tuple[str, int, int]]) -> list[tuple[str, int, int, str, str]]:
    """Each row with the lengths of its two bars, out of 300."""
    most = max((count for _, count, _ in rows), default=1) or 1
    return [
        (name, count, waiting, str(300 * count // most), str(300 * waiting // most))
        for name, count, waiting in rows[:LISTED]
    ]
