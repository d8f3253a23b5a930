"""Pages that only tell."""

import pytest
from django.test import Client

from amparo.doors.public.tests.pages import text


@pytest.mark.parametrize(
    "truth",
    [
        "every word of an SMS",
        "in its own files until it is delivered",
        "no outside auditor",
        "Courts",
    ],
)
def test_it_says_what_it_cannot_protect_from(client: Client, truth: str) -> None:
    assert truth in text(client.get("/en/limits/"))


def test_it_leads_back_to_the_same_page_in_another_language(client: Client) -> None:
    page = text(client.get("/ht/languages/?to=limits"))
    assert 'href="/ar/limits/" lang="ar" hreflang="ar" dir="rtl"' in page


@pytest.mark.parametrize("to", ["//evil.example", "receipt", "\x00", ""])
def test_it_leads_to_no_other_place(client: Client, to: str) -> None:
    page = text(client.get("/en/languages/", {"to": to}))
    assert 'href="/ar/" lang="ar"' in page
