"""The languages of the public pages: one more line and one more catalogue is one more language."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

from amparo.doors.wordbook import overlay
from amparo.kernel.language import direction, own_name


@dataclass(frozen=True, slots=True)
class Language:
    """A language the pages speak."""

    code: str

    @property
    def standing(self) -> overlay.Told:
        """How far native readers have read it over and who signs; English is what is translated."""
        return overlay.SOURCE if self.code == "en" else overlay.fresh(self.code)

    @property
    def name(self) -> str:
        """Its own name for itself."""
        return own_name(self.code)

    @property
    def short_name(self) -> str:
        """Its own name in one word: the top bar of a small phone has no room for two."""
        # "Bahasa" is only the word for a language.
        return self.name.split()[-1 if self.code == "id" else 0]

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`."""
        return direction(self.code)


ENGLISH = Language("en")
LANGUAGES = (
    ENGLISH,
    *(Language(code) for code in "es fr pt ar ht tl bn ne am ru id".split()),
)
BY_CODE = {language.code: language for language in LANGUAGES}

# People may ask for an answer in more languages than the pages speak: volunteers translate.
ANSWER_LANGUAGES = ("en", "es", "fr", "pt", "ar", "ht", "tl", "bn", "ne", "am", "ru", "id")


# What browsers call two of them.
_SAME = {"fil": "tl", "in": "id"}


class LanguageConverter:
    """The first part of every public address: the code of a language in the table."""

    regex = "|".join(BY_CODE)

    def to_python(self, value: str) -> Language:
        """The language of this code."""
        return BY_CODE[value]

    def to_url(self, value: Language | str) -> str:
        """The code as it stands in the address."""
        return value.code if isinstance(value, Language) else value


def preferred(accept_language: str) -> Language:
    """The first language of the table in an Accept-Language header; English if there is none."""
    for code, weight in parse_accept_lang_header(accept_language):
        start = code.split("-")[0]
        language = BY_CODE.get(_SAME.get(start, start))
        if language and weight > 0:
            return language
    return ENGLISH


def of_request(request: HttpRequest) -> Language:
    """The language to answer in where no page was found: the address's, else the browser's."""
    first = request.path_info.lstrip("/").split("/")[0]
    return BY_CODE.get(first) or preferred(request.headers.get("Accept-Language", ""))


Page = Callable[Concatenate[HttpRequest, Language, ...], HttpResponse]


def spoken(page: Page) -> Page:
    """The page, made whole in the language of its address and in no other."""

    @wraps(page)
    def in_language(request: HttpRequest, language: Language, *args: object) -> HttpResponse:
        # Corrected sentences lie over the shipped ones before the first of them is said.
        _ = language.standing
        with translation.override(language.code):
            return page(request, language, *args)

    return in_language
