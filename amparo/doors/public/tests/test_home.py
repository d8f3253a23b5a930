"""The first page and the way to it."""

import re

import pytest
from django.test import Client

from amparo.doors.public import languages
from amparo.doors.public.tests.pages import text

LANGUAGES = [language.code for language in languages.LANGUAGES]


def test_it_leads_to_the_language_of_the_browser(client: Client) -> None:
    response = client.get("/", headers={"Accept-Language": "ar-SY,en;q=0.5"})
    assert (response.status_code, response["Location"]) == (302, "/ar/")
    assert "Accept-Language" in response["Vary"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_offers_the_two_ways_first(client: Client, language: str) -> None:
    page = text(client.get(f"/{language}/"))
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in page
    assert page.index(f'href="/{language}/help/"') < page.index(f'href="/{language}/back/"')


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_offers_every_language_by_its_own_name(client: Client, language: str) -> None:
    page = text(client.get(f"/{language}/"))
    for other in languages.LANGUAGES:
        if other.code != language:
            assert f'href="/{other.code}/" lang="{other.code}"' in page and other.name in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_leads_on_in_one_step(client: Client, language: str) -> None:
    page = text(client.get(f"/{language}/"))
    first = page.index(f'href="/{language}/help/"')
    for name in ("services", "numbers", "today", "limits"):
        assert page.index(f'href="/{language}/{name}/"') > first


def test_it_says_which_languages_no_native_speaker_has_read(client: Client) -> None:
    assert "reviewed" not in text(client.get("/en/"))
    assert "Se yon machin ki prepare tradiksyon sa a" in text(client.get("/ht/"))


def test_its_doors_open_the_request_without_a_word_in_the_address(client: Client) -> None:
    page = text(client.get("/en/"))
    doors = re.findall(r'class="door" name="need" value="(\w+)"', page)
    assert doors == ["search", "wages", "held", "transit"]
    for need in doors:
        opened = text(client.post("/en/help/", {"need": need}))
        assert f'value="{need}" checked' in opened
