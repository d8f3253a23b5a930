"""The conversation as its person sees it."""

from datetime import UTC, datetime

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from amparo.doors.public.languages import BY_CODE
from amparo.doors.public.pages.back import show_thread
from amparo.doors.public.tests.pages import hidden, text
from amparo.kernel import receipts
from amparo.reach.messaging import web

CODE = "000000000000001" + receipts.check_digit("000000000000001")
AT = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)
HTML = '<img src=x onerror=alert(1)> =1+1 "'
LINES = (
    web.Line(kind="answer", text="The older answer", language="en", at=AT, author=""),
    web.Line(kind="person", text=HTML, language="en", at=AT.replace(minute=31), author=""),
    web.Line(kind="note", text="We asked a place", language="en", at=AT, author=""),
    web.Line(kind="answer", text="سرير", language="ar", at=AT.replace(hour=3), author=HTML),
)


def shown(status: str = "read", asks: bool = False, done: str = "") -> HttpResponse:
    """The page of a conversation in this state."""
    thread = web.Thread(
        reference="K7M2QX",
        status=status,  # type: ignore[arg-type, unused-ignore]
        lines=LINES,
        asks_help_question=asks,
        needs=("food", "gbv"),
        place=HTML,
    )
    request = RequestFactory().post("/en/back/", {"words": "and one more"})
    return show_thread(request, BY_CODE["en"], CODE, thread, done)


@pytest.mark.parametrize(
    ("status", "line"),
    [
        ("received", "Nobody has read it yet"),
        ("read", "A person has read your request"),
        ("worked_on", "People are working on your request"),
        ("passed_on", "As you agreed, your request was passed on"),
        ("closed", "This request is closed"),
    ],
)
def test_it_says_in_one_line_where_things_stand(client: Client, status: str, line: str) -> None:
    assert text(shown(status)).count(line) == 1


def test_it_shows_the_newest_answer_first_in_its_own_direction(client: Client) -> None:
    page = text(shown())
    assert '<div class="lead" lang="ar" dir="auto"><p>سرير</p></div>' in page
    assert page.index("سرير") < page.index("The older answer")


def test_it_escapes_what_people_wrote_wherever_it_stands(client: Client) -> None:
    page = text(shown())
    assert "<img" not in page
    assert page.count("&lt;img src=x onerror=alert(1)&gt; =1+1 &quot;") == 4


def test_it_does_not_show_needs_that_staff_added(client: Client) -> None:
    assert "Food or water" in text(shown())
    assert "gbv" not in text(shown())


def test_it_asks_whether_it_helped_only_when_told_so(client: Client) -> None:
    assert "Did it help?" not in text(shown())
    for answer in ("yes", "partly", "no", "not_yet"):
        assert f'name="helped" value="{answer}"' in text(shown(asks=True))


def test_it_answers_a_no_with_what_happens_next(client: Client) -> None:
    assert "A person will look for another way." in text(shown(done="thanks_no"))


def test_it_carries_the_code_in_its_forms_and_nowhere_else(client: Client) -> None:
    page = shown(asks=True)
    assert hidden(page)["code"] == [CODE] * 5
    assert text(page).count(CODE) == 5


def test_it_keeps_words_that_could_not_be_taken(client: Client) -> None:
    assert "and one more</textarea>" in text(shown(done="again"))
    assert "and one more" not in text(shown(done="added"))
