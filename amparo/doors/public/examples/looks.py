"""What all examples share: their shape, a crisis, a code. All of it is invented."""

from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace as One

from django.http import HttpRequest, HttpResponse

from amparo.doors.public.languages import Language
from amparo.doors.public.show import show
from amparo.doors.wordbook.overlay import SOURCE, Told
from amparo.kernel import clock

Example = Callable[[HttpRequest, Language], HttpResponse]
CODE, GROUPS, REFERENCE = "4127 0963 5518", ("4127", "0963", "5518"), "K7M2QF"
WORDS = "…"
NONE = "nothing"
STEPS = ("received", "read", "worked_on", "answered", "passed_on", "closed")


def with_(page: str, **context: object) -> Example:
    """The page with just this."""
    return lambda request, language: show(request, language, page, context)


def in_crisis(page: str, **context: object) -> Example:
    """The page while there is a crisis with all its numbers, whether there is one or not."""

    def drawn(request: HttpRequest, language: Language) -> HttpResponse:
        card = One(
            title=WORDS,
            line=WORDS,
            timezone="UTC",
            sms_number="100",
            call_number="101",
            emergency_number="102",
            updated_at=clock.now(),
        )
        return show(request, language, page, {"card": card, **context})

    return drawn


@dataclass(frozen=True, slots=True)
class _Read(Language):
    """A language that is read over as far as this says."""

    told: Told = SOURCE

    @property
    def standing(self) -> Told:
        """What the foot of the page says."""
        return self.told


def read_over(page: str, told: Told) -> Example:
    """The page when its language is read over so far."""
    return lambda request, language: show(request, _Read(language.code, told), page)
