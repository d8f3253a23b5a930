"""Searching the directory: accents, marks and case are not minded."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import date, datetime
from typing import Any, Final, TypeVar
from uuid import UUID

from django.db.models import DateField, Expression, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from amparo.commons.directory import freshness
from amparo.commons.directory.cards import (
    OrganisationPage,
    Page,
    SearchFilter,
    organisation_card,
)
from amparo.commons.directory.folding import fold
from amparo.commons.directory.models import Organisation, Service
from amparo.commons.directory.queries.reading import card
from amparo.kernel import clock
from amparo.kernel.authority import anyone
from amparo.kernel.errors import InvalidError
from amparo.kernel.rooms import room

PAGE = 50
_Named = TypeVar("_Named", Service, Organisation)
_NEVER: Final = date(1, 1, 1)
# By what a list is sorted, and whether the largest comes first.
_SORTS: Final[dict[str, tuple[Any, bool]]] = {
    "name": (F("name"), False),
    "confirmed": (
        Coalesce("confirmed_on", Value(_NEVER), output_field=DateField()),
        False,
    ),
    "changed": (F("updated_at"), True),
}


def services(
    wanted: SearchFilter, limit: int = PAGE, language: str = "en", at: datetime | None = None
) -> Page:
    """Services by words, need, language and place, sorted as asked."""
    now = at or clock.now()
    with room("commons", anyone()):
        found = narrowed(wanted, now.date()).select_related("organisation")
        rows, following, total = _page(found, wanted.after, limit, wanted.sort)
    return Page(tuple(card(row, now, language) for row in rows), following, total)


def narrowed(wanted: SearchFilter, today: date) -> QuerySet[Service]:
    """The rows that are wanted; inside a room."""
    found = Service.objects.all()
    if wanted.only == "inactive":
        found = found.filter(active=False)
    elif not wanted.with_closed_down:
        found = found.filter(active=True)
    if wanted.only == "stale":
        found = found.filter(stale_since(today), active=True)
    if wanted.only == "hidden":
        found = found.filter(address_hidden=True)
    if wanted.need:
        found = found.filter(needs__contains=[_clean(wanted.need)])
    if wanted.language:
        found = found.filter(languages__contains=[_clean(wanted.language)])
    if wanted.organisation:
        found = found.filter(organisation=wanted.organisation)
    if place := fold(_clean(wanted.place)):
        known = Service.objects.exclude(place="").values_list("place", flat=True).distinct()
        found = found.filter(place__in=[one for one in known if place in fold(one)])
    # Never by address: a hidden one could be guessed letter by letter.
    return _with_words(found, wanted.text)


def _with_words(found: QuerySet[_Named], text: str) -> QuerySet[_Named]:
    """Those that hold each of the words; a text of signs alone finds nothing."""
    words = fold(_clean(text)).split()[:8]
    for word in words:
        found = found.filter(folded__contains=word)
    return found if words or not text.strip() else found.none()


def stale_since(today: date) -> Q:
    """Those that were never confirmed, or longer ago than their needs allow."""
    found = Q(confirmed_on__isnull=True)
    for day, needs in freshness.classes(today):
        found |= Q(confirmed_on__lt=day, needs__overlap=needs)
    usual = date.fromordinal(today.toordinal() - freshness.USUAL_DAYS)
    return found | Q(confirmed_on__lt=usual)


def organisations(
    text: str = "", after: str = "", limit: int = PAGE, *, with_closed_down: bool = False
) -> OrganisationPage:
    """Organisations by words, in the order of their names."""
    found = Organisation.objects.all()
    if not with_closed_down:
        found = found.filter(active=True)
    found = _with_words(found, text)
    with room("commons", anyone()):
        rows, following, total = _page(found, after, limit, "name")
    return OrganisationPage(tuple(map(organisation_card, rows)), following, total)


def _clean(text: str) -> str:
    """The text without what PostgreSQL can't be asked: NUL and lone surrogates."""
    return text.encode("utf-8", "ignore").decode().replace("\0", "")


def _page(
    found: QuerySet[_Named], after: str, limit: int, sort: str
) -> tuple[list[_Named], str, int]:
    total = found.count()
    by, falling = _SORTS.get(sort, _SORTS["name"])
    found = found.annotate(_by=by)
    if after:
        value, id = _read_cursor(after)
        way = "lt" if falling else "gt"
        found = found.filter(Q(**{f"_by__{way}": value}) | Q(_by=value, id__gt=id))
    order: Expression = F("_by").desc() if falling else F("_by").asc()
    rows: list[_Named] = list(found.order_by(order, "id")[: limit + 1])
    following = _cursor(rows[limit - 1]) if len(rows) > limit else ""
    return rows[:limit], following, total


def _cursor(row: Any) -> str:
    by = row._by
    value = by if isinstance(by, str) else by.isoformat()
    kind = "t" if isinstance(by, datetime) else "d" if isinstance(by, date) else "w"
    text = json.dumps([kind, value, str(row.id)])
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


_READ: Final[dict[str, Any]] = {
    "t": datetime.fromisoformat,
    "d": date.fromisoformat,
    "w": _clean,
}


def _read_cursor(after: str) -> tuple[Any, UUID]:
    try:
        padded = after.encode() + b"=" * (-len(after) % 4)
        kind, value, id = json.loads(urlsafe_b64decode(padded))
        return _READ[kind](str(value)), UUID(id)
    except (ValueError, TypeError, AttributeError, KeyError):
        raise InvalidError("after", "This page is gone: start the list anew.") from None
