"""Services, numbers and advice as they may look."""

from datetime import date, timedelta
from types import SimpleNamespace as One
from typing import Any

from django.http import HttpRequest, HttpResponse

from amparo.commons.directory.queries import Door
from amparo.doors.public import door_words, mapping
from amparo.doors.public.examples.looks import WORDS, Example, with_
from amparo.doors.public.languages import ANSWER_LANGUAGES, Language
from amparo.doors.public.show import show
from amparo.kernel import clock
from amparo.kernel.language import own_name


def places(what: str) -> Example:
    which = [("Porto Lua", "town", ""), ("Porto Lua de Cima", "village", "")]
    context: dict[str, object] = {"places": [("Porto Lua", ""), ("Vila Sol", "")], "everywhere": ""}
    return with_("services", **context, **{what: which if what == "which" else True})


_DOORS = (
    Door(open=True, until="18:00"),
    Door(open=True, until="Mon 18:00"),
    Door(open=True, until=""),
    Door(open=True, until="?"),
    Door(open=False, opens="at 08:00"),
    Door(open=False, opens="tomorrow 08:00"),
    Door(open=False, opens="Mon 08:00"),
    Door(open=False, opens="?"),
    Door(open=None),
)


def _card(nth: int, **more: object) -> One:
    now = clock.now()
    told: dict[str, object] = {
        "name": f"Casa Aurora {nth}",
        "organisation": "Aurora",
        "organisation_id": None,
        "needs": ("shelter",),
        "languages": ("en", "es"),
        "place": "Porto Lua" if nth != 5 else "",
        "address": "Rua 1" if nth != 5 else "",
        "description": WORDS,
        "documents": ("none", "some", "all")[nth % 3],
        "documents_asked": WORDS if nth % 4 else "",
        "firewall": ("keeps", "reports", "unknown")[nth // 2 % 3],
        "fees": WORDS,
        "free": (3, 0, None, 1, 0)[nth % 5],
        "free_at": now if nth % 2 else now - timedelta(days=3),
        "staff_gender": ("women", "both", "men", "unknown")[nth % 4],
        "stale": nth % 2 == 0,
        "lat": 1.0 if nth % 3 else None,
        "lon": 1.0 if nth % 3 else None,
        "eligibility": WORDS,
        "accessibility": WORDS,
    }
    return One(**{**told, **more})


def _entry(nth: int, **more: object) -> One:
    card: Any = _card(nth, **more)
    how = ("phone", "visit", "email", "file", "")[nth % 5]
    room, room_how = door_words.room_left(card)
    return One(
        near=One(phone="+00 000 00 00", discreet=nth == 4),
        card=card,
        number=nth + 1,
        link="",
        open=door_words.now_open(_DOORS[nth % len(_DOORS)]),
        away=door_words.away(1.5, about=nth == 4),
        room=room,
        room_how=room_how,
        confirmed=door_words.confirmed(date(2026, 1, 2) if nth else None, how),
        languages="English, Español",
        needs=WORDS,
        for_whom=" · ".join(map(str, door_words.FOR_WHOM.values())) if nth else "",
    )


def _map() -> mapping.Drawn | None:
    return mapping.drawn([(1, (1.0, 1.0)), (2, (1.02, 1.01))], None, ())


def listed(total: int, *, near: bool = True) -> Example:
    def page(request: HttpRequest, language: Language) -> HttpResponse:
        place = One(name="Porto Lua") if near else None
        context = {
            "chosen": One(need="", speaks="", open_now=False, women=False, no_papers=False),
            "place": place,
            "found": [_entry(nth) for nth in range(total)],
            "total": total,
            "token": "",
            "needs": {"shelter": WORDS},
            "tongues": [(code, own_name(code)) for code in ANSWER_LANGUAGES],
            "wide": "x" if not total else "",
            "everywhere": "x",
            "page_number": 2,
            "pages": 3,
            "before": "x",
            "after": "x",
            "map": _map() if total else None,
        }
        return show(request, language, "services_list", context)

    return page


def service(firewall: str, **more: str) -> Example:
    def page(request: HttpRequest, language: Language) -> HttpResponse:
        one = _entry(1, firewall=firewall, **more)
        other = One(role="Desk", phone="+00 000", email="a@example.org", hours=WORDS)
        days = [
            One(on="2026-12-24", opens="", closes="", words=WORDS),
            One(on="2026-12-31", opens="08:00", closes="12:00", words=""),
        ]
        context = {
            "one": one,
            "card": one.card,
            "back": "",
            "week": [("…", "08:00–17:00"), ("…", "")],
            "other_days": days,
            "contacts": [other],
            "organisation": One(phone="+00 000", email="a@example.org", website="example.org"),
            "map": _map(),
        }
        return show(request, language, "service", context)

    return page


def _source(language: str, **more: object) -> One:
    told = {"source": "Aurora", "source_on": date(2026, 1, 2), "confirmed_at": clock.now()}
    return One(language=language, old=language == "en", **told, **more)


def numbers(request: HttpRequest, language: Language) -> HttpResponse:
    cards = [
        _source(
            code,
            label=WORDS,
            note=WORDS,
            note_language="en",
            number="100",
            texts=True,
            cost=cost,
            always_open=cost == "free",
        )
        for code, cost in (("en", "free"), (language.code, "paid"), (language.code, ""))
    ]
    rows = [{"card": one, "hours": "", "languages": ""} for one in cards]
    return show(request, language, "numbers", {"rows": rows})


def today(request: HttpRequest, language: Language) -> HttpResponse:
    one = _source("en", title=WORDS, steps=(WORDS,), steps_language="en", picture="", place="")
    return show(request, language, "today", {"places": [("", [one]), ("Porto Lua", [one])]})
