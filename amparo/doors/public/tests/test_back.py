"""Back with the code."""

import pytest
from django.test import Client

from amparo.doors.public.tests.pages import SAID, hidden, text, token
from amparo.kernel import receipts

UNKNOWN = "000000000000001" + receipts.check_digit("000000000000001")


def opened(client: Client, code: str, **more: str) -> str:
    """The page that a code opens."""
    return text(client.post("/en/back/", {"form": token(client), "code": code, **more}))


def test_it_asks_for_the_code_alone(client: Client) -> None:
    page = client.get("/en/back/")
    assert page.status_code == 200
    assert set(hidden(page)) == {"form"}


def test_it_says_the_same_for_wrong_and_not_yet(client: Client) -> None:
    page = opened(client, UNKNOWN)
    assert "This code opens nothing at the moment" in page
    assert f'value="{UNKNOWN}"' in page


@pytest.mark.parametrize("typed", ["", "4827", UNKNOWN[:-1] + "9", "x" * 5000, HTML := "<b>1</b>"])
def test_it_finds_a_slip_of_the_pen_without_a_try(client: Client, typed: str) -> None:
    page = opened(client, typed)
    assert "This is not a whole code" in page
    assert "<b>1" not in page


def test_it_reads_the_code_in_other_digits(client: Client) -> None:
    arabic = UNKNOWN.translate({ord("0") + n: 0x0660 + n for n in range(10)})
    assert "This code opens nothing at the moment" in opened(client, arabic)


def test_it_opens_nothing_for_another_site(client: Client) -> None:
    said = {"form": token(client), "code": UNKNOWN}
    page = client.post("/en/back/", said, headers={"Sec-Fetch-Site": "cross-site"})
    assert "Please press “Open” once more" in text(page)


def test_it_takes_no_code_from_an_address(client: Client) -> None:
    page = text(client.get(f"/en/back/?code={UNKNOWN}", SAID))
    assert UNKNOWN not in page
    assert client.get(f"/en/back/{UNKNOWN}/").status_code == 404
