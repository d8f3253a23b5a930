"""When a page cannot be given."""

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from amparo.doors.public import errors
from amparo.doors.public.languages import BY_CODE
from amparo.doors.public.tests.pages import hidden, text

ENGLISH = BY_CODE["en"]


def pages() -> dict[int, HttpResponse]:
    """Every error page."""
    request = RequestFactory().get("/en/nowhere")
    return {
        400: errors.bad_request(request),
        403: errors.denied(request),
        404: errors.not_found(request),
        429: errors.too_many(request, ENGLISH, 540.2),
        500: errors.broken(request),
        503: errors.sealed(request, ENGLISH),
    }


@pytest.mark.parametrize("status", [400, 403, 404, 429, 500, 503])
def test_it_always_leaves_the_way_to_ask_open(client: Client, status: int) -> None:
    page = pages()[status]
    assert page.status_code == status
    assert 'class="btn btn-lamp" href="/en/help/"' in text(page)


def test_it_says_when_to_try_again(client: Client) -> None:
    assert pages()[429]["Retry-After"] == "541"
    assert "try again today" in text(pages()[429])


def test_it_says_what_was_kept_while_sealed(client: Client) -> None:
    assert "What you sent us is kept, and we still take in new requests" in text(pages()[503])


@pytest.mark.parametrize(("address", "words"), [("/ht/x", "Pa gen paj"), ("/ar/x", "لا توجد صفحة")])
def test_it_speaks_the_language_of_the_address(client: Client, address: str, words: str) -> None:
    response = client.get(address)
    assert response.status_code == 404
    assert words in text(response)


def test_it_gives_words_back_that_could_not_be_added(client: Client) -> None:
    request = RequestFactory().post("/en/back/", {"words": "the <b>bridge</b> is gone"})
    for page in (errors.sealed(request, ENGLISH), errors.failed(request, ENGLISH)):
        assert hidden(page)["words"] == ["the <b>bridge</b> is gone"]
        assert "Send them as a new request" in text(page)
