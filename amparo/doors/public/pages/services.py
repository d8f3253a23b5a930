"""Services near a place: the place first, then the list, the map beside it, one of them whole.

All of it at one address. What was chosen stands in it as a sealed token (`chosen.py`), so that
Back, reload and the next page work, and the list of visited pages tells nothing. Words that are
typed come in the body of a post and go nowhere.
"""

import logging
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from amparo.commons.crises.queries import CrisisCard, PlaceCard
from amparo.commons.directory import queries as directory
from amparo.doors.public import chosen as choosing
from amparo.doors.public import crisis, mapping, near
from amparo.doors.public.chosen import Chosen
from amparo.doors.public.clean import kept
from amparo.doors.public.door_words import (
    FOR_WHOM,
    away,
    confirmed,
    now_open,
    room_left,
    tongues,
    week,
)
from amparo.doors.public.errors import failed
from amparo.doors.public.languages import ANSWER_LANGUAGES, Language, spoken
from amparo.doors.public.show import address, show
from amparo.kernel import clock
from amparo.kernel.authority import anyone
from amparo.kernel.errors import NotFoundError
from amparo.kernel.language import own_name

log = logging.getLogger(__name__)

PER_PAGE = 10
_LONGEST_TYPED = 100
_PAGES = 16


@dataclass(frozen=True, slots=True)
class Shown:
    """One service as the page says it."""

    near: directory.Near
    number: int
    link: str
    open: str
    away: str
    room: str
    room_how: str
    confirmed: str
    languages: str
    needs: str
    for_whom: str

    @property
    def card(self) -> directory.ServiceCard:
        """What is known of it."""
        return self.near.card


@csrf_exempt  # changes nothing: a post keeps what was chosen out of the address, no more
@require_http_methods(["GET", "HEAD", "POST"])
@spoken
def services(request: HttpRequest, language: Language) -> HttpResponse:
    """The places to choose from, the list, or one service."""
    try:
        if request.method == "POST":
            return _choose(request, language)
        token = request.GET.get("s", "")
        chosen = choosing.opened(token) if token else None
        if chosen is None:
            return _start(request, language, {"late": bool(token)})
        card = crisis.card(language.code)
        # "Told us at 09:14" is said here, before the page is put together: in the place's own time.
        with timezone.override(crisis.zone(card)):
            if chosen.service:
                return _one(request, language, chosen, card)
            return _list(request, language, chosen, card)
    except Exception as reason:  # whatever broke, the page says so and shows the ways to ask
        log.error("services not shown: %s", type(reason).__name__)
        return failed(request, language)


def _choose(request: HttpRequest, language: Language) -> HttpResponse:
    """The way to the list, or the question which place is meant."""
    said = request.POST
    before = choosing.opened(said.get("at", "")) or Chosen()
    typed = kept(said.get("place", "")[:_LONGEST_TYPED])
    if not typed:
        return _to(language, _filtered(request, before, language))
    card = crisis.card(language.code)
    found = near.matching(card.country, typed) if card else ()
    if len(found) == 1:
        return _to(language, Chosen(place=found[0].id))
    ways = [(one.name, one.kind, choosing.seal(Chosen(place=one.id))) for one in found]
    return _start(request, language, {"typed": typed, "which": ways, "unknown": not found})


def _filtered(request: HttpRequest, before: Chosen, language: Language) -> Chosen:
    said = request.POST
    need, speaks = said.get("need", ""), said.get("speaks", "")
    return Chosen(
        place=before.place,
        need=need if need in near.needs(language.code) else "",
        speaks=speaks if speaks in ANSWER_LANGUAGES else "",
        open_now="open" in said,
        women="women" in said,
        no_papers="papers" in said,
    )


def _to(language: Language, chosen: Chosen) -> HttpResponse:
    query = urlencode({"s": choosing.seal(chosen)})
    return HttpResponseRedirect(f"{address(language, 'services')}?{query}", status=303)


def _start(request: HttpRequest, language: Language, more: dict[str, Any]) -> HttpResponse:
    card = crisis.card(language.code)
    offered = near.offered(card.country) if card else ()
    context = {
        "places": [(one.name, choosing.seal(Chosen(place=one.id))) for one in offered],
        "everywhere": choosing.seal(Chosen()),
        "unknown": False,
        **more,
    }
    return show(request, language, "services", context)


def _list(
    request: HttpRequest, language: Language, chosen: Chosen, card: CrisisCard | None
) -> HttpResponse:
    place = near.place(chosen.place)
    wanted = directory.Wanted(
        needs=(chosen.need,) if chosen.need else (),
        lat=place.lat if place else None,
        lon=place.lon if place else None,
        languages=(language.code,),
        at=clock.now(),
    )
    only = directory.Only(chosen.speaks, chosen.open_now, chosen.women, chosen.no_papers)
    page = min(chosen.page, _PAGES)
    listed = directory.near(wanted, only, language.code, skip=page * PER_PAGE, most=PER_PAGE)
    found = [
        _shown(one, page * PER_PAGE + n, chosen, language) for n, one in enumerate(listed.found, 1)
    ]
    last = max(0, (listed.total - 1) // PER_PAGE)
    context = {
        "chosen": chosen,
        "place": place,
        "found": found,
        "total": listed.total,
        "token": choosing.seal(chosen),
        "needs": near.needs(language.code),
        "tongues": [(code, own_name(code)) for code in ANSWER_LANGUAGES],
        "wide": choosing.seal(chosen.wide()) if chosen.narrowed else "",
        "everywhere": choosing.seal(Chosen()) if chosen.place else "",
        "page_number": page + 1,
        "pages": last + 1,
        "before": choosing.seal(chosen.on(page - 1)) if page else "",
        "after": choosing.seal(chosen.on(page + 1)) if page < last else "",
        "map": _map(found, place, card),
    }
    return show(request, language, "services_list", context)


def _shown(one: directory.Near, number: int, chosen: Chosen, language: Language) -> Shown:
    card, words = one.card, near.labels(language.code)
    room, how = room_left(card)
    return Shown(
        near=one,
        number=number,
        link=choosing.seal(chosen.one(card.id)),
        open=now_open(one.door),
        away=away(one.distance_km, about=one.discreet),
        room=room,
        room_how=how,
        confirmed=confirmed(card.confirmed_on, card.confirmed_how),
        languages=tongues(card.languages),
        needs=" · ".join(words.get(need, need) for need in card.needs),
        for_whom=" · ".join(str(FOR_WHOM.get(key, key)) for key in card.for_whom),
    )


def _map(
    found: list[Shown], place: PlaceCard | None, card: CrisisCard | None
) -> mapping.Drawn | None:
    spots = [
        (one.number, (one.card.lat, one.card.lon))
        for one in found
        if one.card.lat is not None and one.card.lon is not None
    ]
    centre = (place.lat, place.lon) if place else None
    return mapping.drawn(spots, centre, near.all_places(card.country) if card else ())


def _one(
    request: HttpRequest, language: Language, chosen: Chosen, of: CrisisCard | None
) -> HttpResponse:
    assert chosen.service is not None
    try:
        found = directory.one_near(chosen.service, language.code)
    except NotFoundError:
        return _start(request, language, {"late": True})
    one = _shown(found, 1, chosen, language)
    card, today = found.card, f"{timezone.localtime(clock.now()):%Y-%m-%d}"
    context = {
        "one": one,
        "card": card,
        "back": choosing.seal(chosen.on(chosen.page)),
        "week": [] if card.always_open else week(card.week) if card.week else [],
        "other_days": [day for day in card.exceptions if day.on >= today][:6],
        "contacts": directory.contacts(anyone(), card.organisation_id),
        "organisation": directory.organisation(card.organisation_id),
        "map": _map([one], None, of),
    }
    return show(request, language, "service", context)
