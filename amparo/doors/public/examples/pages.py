"""Every public page as it may look, with invented people: for who reads its sentences over.

Nothing here is asked for, kept or sent. Pages that need no code and no form are the true ones.
"""

from collections.abc import Callable, Iterator

from django.http import HttpRequest, HttpResponse

from amparo.doors.public.errors import bad_request, broken, denied, failed, not_found, sealed
from amparo.doors.public.examples import asking, places
from amparo.doors.public.examples.looks import (
    CODE,
    GROUPS,
    NONE,
    STEPS,
    WORDS,
    Example,
    in_crisis,
    read_over,
    with_,
)
from amparo.doors.public.languages import Language
from amparo.doors.public.pages import concern, home, notices, services, texts
from amparo.doors.public.show import show
from amparo.doors.wordbook.overlay import Told
from amparo.kernel import clock

__all__ = ["Example", "pages"]


def pages() -> dict[str, tuple[Example, ...]]:
    """The pages in the order in which one meets them; of each the usual look first."""
    return {
        "home": (home.home, in_crisis("home")),
        "help_what": (asking.help("what"), asking.help("what", question="empty", cut=WORDS)),
        "help_where": (asking.help("where"),),
        "help_reach": tuple(
            asking.help("reach", question=one) for one in ("", "empty", "number", "again", "failed")
        ),
        "receipt": (
            asking.receipt("code"),
            asking.receipt("phone"),
            asking.receipt("phone", cover="off"),
        ),
        "back": tuple(with_("back", wrong=one, typed=CODE) for one in _WRONG),
        "thread": tuple(asking.threads()),
        "kin": (with_("kin", code=CODE, groups=GROUPS, kin_days=30),),
        "glance": (asking.glance(("received",)), asking.glance(STEPS)),
        "passed_on": tuple(asking.passed(done) for done in ("", "taken", "again", "none")),
        "taken_back": (with_("taken_back"),),
        "lost": (texts.lost, in_crisis("lost")),
        "services": (
            services.services,
            *(places.places(one) for one in ("late", "unknown", "which")),
        ),
        "services_list": (
            places.listed(12),
            places.listed(0),
            places.listed(0, near=False),
            places.listed(1),
        ),
        "service": (
            places.service("keeps"),
            places.service("reports", documents="none"),
            places.service("keeps", documents="", documents_asked=""),
        ),
        "numbers": (places.numbers, notices.numbers, in_crisis("numbers")),
        "today": (places.today, notices.today),
        "concern": (
            concern.concern,
            *(asking.concern(one) for one in ("empty", "number", "again")),
        ),
        "concern_done": (asking.done("none"), asking.done("code"), asking.done("phone")),
        "signs": (concern.signs,),
        "about": (texts.about, *(read_over("about", one) for one in _FEET)),
        "limits": (texts.limits,),
        "languages": (texts.languages,),
        "slip_open": tuple(with_("slip_open", wrong=one) for one in ("", "again", "late", NONE)),
        "slip": tuple(asking.slips()),
        "sealed": (sealed,),
        "error": (failed, *_errors(), _busy, in_crisis("error", error="503")),
    }


_FEET = (Told("partly"), Told("read"), Told("read", "Noor"))
_WRONG = ("", "typing", "again", NONE)


def _errors() -> Iterator[Example]:
    for answer in (bad_request, denied, not_found, broken):
        yield _error(answer)


def _error(answer: Callable[[HttpRequest], HttpResponse]) -> Example:
    def page(request: HttpRequest, language: Language) -> HttpResponse:
        request.path_info = f"/{language.code}/"
        return answer(request)

    return page


def _busy(request: HttpRequest, language: Language) -> HttpResponse:
    context = {"error": "429", "again": clock.now(), "unsent": WORDS}
    return show(request, language, "error", context)
