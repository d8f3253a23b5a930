"""I need help: three pages, nothing lost, nobody turned away."""

import re

import pytest
from django.test import Client

from amparo.doors.public.tests.pages import EMPTY, SAID, hidden, send, text, token
from amparo.kernel import receipts

HTML = '<script>alert(1)</script> & "=1+1"'


def test_it_goes_through_three_pages_and_keeps_everything(client: Client) -> None:
    first = client.post("/en/help/", {"at": "what", "go": "where", "need": ["food"], "words": "üç"})
    second = client.post("/en/help/", {**hidden(first), "go": "reach", "place": "kafou"})
    kept = hidden(second)
    assert (kept["need"], kept["words"], kept["place"]) == (["food"], ["üç"], ["kafou"])
    last = client.post("/en/help/", {**kept, "go": "send", "reach": "code"})
    assert "We have your request" in text(last)


@pytest.mark.parametrize("language", ["en", "ar", "ht"])
def test_it_gives_a_code_once_and_never_in_an_address(client: Client, language: str) -> None:
    response = send(client, language=language)
    code = hidden(response)["code"][0]
    assert response.status_code == 200
    assert receipts.normalise(code) == code
    assert "".join(re.findall(r"<span>(\d{4})</span>", text(response))) == code
    assert not re.search(rf'(href|action)="[^"]*{code}', text(response))


def test_it_goes_back_with_everything_kept(client: Client) -> None:
    page = client.post("/en/help/", {**SAID, "go": "what"})
    assert 'value="food" checked' in text(page)
    assert "three of us</textarea>" in text(page)
    assert hidden(page)["place"] == ["kafou"]


def test_it_asks_once_whether_nothing_is_meant(client: Client) -> None:
    first = client.post("/en/help/", {"at": "what", "go": "where"})
    assert "You have not told us anything yet" in text(first)
    again = client.post("/en/help/", {**hidden(first), "at": "what", "go": "where"})
    assert "Where is the help needed?" in text(again)


def test_it_takes_even_an_empty_request(client: Client) -> None:
    asked = send(client, EMPTY)
    assert "Send anyway" in text(asked)
    assert "We have your request" in text(send(client, {**hidden(asked), **EMPTY}))


@pytest.mark.parametrize("number", ["", "12", "call me", "1" * 40])
def test_it_asks_once_about_a_number_that_is_none(client: Client, number: str) -> None:
    said = {**SAID, "reach": "phone", "number": number}
    asked = send(client, said)
    assert "This does not look like a phone number" in text(asked)
    assert "We have your request" in text(send(client, {**hidden(asked), **said}))


def test_it_takes_a_number_in_any_digits(client: Client) -> None:
    said = {**SAID, "reach": "phone", "number": "٠٩٣٧ ١٢٣ ٤٥٦"}
    assert "We have your request" in text(send(client, said))


def test_it_never_refuses_for_a_stale_token(client: Client) -> None:
    page = client.post("/en/help/", {**SAID, "form": "stale"})
    assert page.status_code == 200
    assert "Please press “Send” once more" in text(page)
    kept = hidden(page)
    assert (kept["need"], kept["words"]) == (["food", "shelter"], ["three of us"])
    assert "We have your request" in text(client.post("/en/help/", {**SAID, **kept}))


def test_it_sends_nothing_for_another_site(client: Client) -> None:
    foreign = {"Sec-Fetch-Site": "cross-site"}
    page = client.post("/en/help/", {**SAID, "form": token(client)}, headers=foreign)
    assert "Please press “Send” once more" in text(page)


def test_it_shows_html_and_formulas_as_they_were_written(client: Client) -> None:
    page = text(send(client, {**SAID, "words": HTML, "place": HTML}))
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;=1+1&quot;") == 2
    assert "<script>alert" not in page


def test_it_keeps_html_in_hidden_fields_whole(client: Client) -> None:
    page = client.post("/en/help/", {"at": "what", "go": "where", "words": HTML})
    assert hidden(page)["words"] == [HTML]


def test_it_cleans_what_no_reader_sees(client: Client) -> None:
    page = text(send(client, {**SAID, "words": "we\x00 are\x1b three"}))
    assert "we are three" in page


def test_it_takes_bytes_that_are_no_text(client: Client) -> None:
    body = b"at=what&go=where&words=%ff%fe%ed%a0%80kafou"
    page = client.post("/en/help/", body, content_type="application/x-www-form-urlencoded")
    assert page.status_code == 200
    assert "kafou" in hidden(page)["words"][0]


def test_it_shows_what_was_kept_of_a_long_text(client: Client) -> None:
    said = {"at": "what", "go": "where", "words": "a" * 4990 + " the bridge" + "b" * 900_000}
    page = client.post("/en/help/", said)
    assert "Your text was too long for one message" in text(page)
    assert len(hidden(page)["words"][0]) == 5000


def test_it_does_not_know_other_ways(client: Client) -> None:
    assert client.put("/en/help/").status_code == 405
    assert "What do you need?" in text(client.post("/en/help/", {"go": "../../etc"}))


def test_it_says_what_to_do_when_a_text_is_beyond_reading(client: Client) -> None:
    page = client.post("/en/help/", {"at": "what", "go": "where", "words": "a" * 3_000_000})
    assert page.status_code == 400
    assert "send a shorter text" in text(page)
