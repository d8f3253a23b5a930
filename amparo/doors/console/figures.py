"""Counts for coordinators and donors: never below the smallest cell, rounded, dated."""

import csv
import io
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.translation import gettext as _

from amparo.aid.cases import figures
from amparo.doors.console import moments
from amparo.doors.console.access import StaffRequest, needs
from amparo.doors.console.case_words import WISH_KINDS
from amparo.doors.console.show import guarded, show
from amparo.kernel.authority import Power


@dataclass(frozen=True, slots=True)
class Bar:
    """One kind of wish. None: held back. Shares are of the longest bar, 0 to 100."""

    key: str
    words: str
    count: int | None
    against: int | None
    share: int


@needs(Power.READ_FIGURES)
def wishes(request: StaffRequest) -> HttpResponse:
    """What people wish, as bars and as a table; with `?as=csv` as a file."""
    found = figures.wishes(request.actor, moments.here())
    bars = _bars(found)
    if request.GET.get("as") == "csv":
        return _csv(found, bars)
    return show(request, "wishes", {"found": found, "bars": bars, "part": "more"})


def _bars(found: figures.Wishes) -> list[Bar]:
    most = max((count or 0 for count in found.cases.cells.values()), default=0) or 1
    return [
        Bar(
            key,
            str(words),
            found.cases.cells.get(key),
            found.against.cells.get(key),
            round(100 * (found.cases.cells.get(key) or 0) / most),
        )
        for key, words in WISH_KINDS
    ]


def _csv(found: figures.Wishes, bars: list[Bar]) -> HttpResponse:
    text = io.StringIO()
    rows = csv.writer(text)
    held_back = _("held back")
    rows.writerow([_("wish"), _("cases"), _("with a step against it"), _("counted until")])
    for one in bars:
        told = [held_back if value is None else value for value in (one.count, one.against)]
        rows.writerow([one.words, *told, found.until.isoformat()])
    response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    name = f"wishes-{found.until.isoformat()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return guarded(response)
