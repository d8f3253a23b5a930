"""Which language a person meets."""

import pytest
from django.test import RequestFactory

from amparo.doors.public.languages import BY_CODE, LANGUAGES, of_request, preferred


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("", "en"),
        ("ar-EG,ar;q=0.9,en;q=0.8", "ar"),
        ("fr-HT,fr;q=0.9,ht;q=0.8,en;q=0.5", "fr"),
        ("de-CH,de;q=0.9,ht;q=0.8,en;q=0.5", "ht"),
        ("fil-PH,fil;q=0.9,tl;q=0.8", "tl"),
        ("pt-BR", "pt"),
        ("in;q=0.9", "id"),
        ("en;q=0.2,ht;q=0.9", "ht"),
        ("ar;q=0,en", "en"),
        ("*", "en"),
        ("\x00;;q=nonsense" * 50, "en"),
    ],
)
def test_it_takes_the_first_language_we_speak(header: str, code: str) -> None:
    assert preferred(header).code == code


@pytest.mark.parametrize(("path", "code"), [("/ht/nowhere", "ht"), ("/xx/", "ar"), ("/", "ar")])
def test_it_answers_errors_in_the_language_of_the_address(path: str, code: str) -> None:
    request = RequestFactory().get(path, headers={"Accept-Language": "ar"})
    assert of_request(request).code == code


def test_it_knows_which_languages_run_from_right_to_left() -> None:
    assert [language.code for language in LANGUAGES if language.direction == "rtl"] == ["ar"]


def test_it_names_a_language_in_one_word_for_small_phones() -> None:
    assert BY_CODE["ht"].short_name == "Kreyòl"
