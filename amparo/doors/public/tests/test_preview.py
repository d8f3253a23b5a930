"""Every page can be shown beside its sentences, and every sentence stands on one."""

import re

import pytest

from amparo.doors.public import preview
from amparo.doors.public.examples.pages import pages
from amparo.doors.public.languages import BY_CODE
from amparo.doors.wordbook import catalogue
from tests.harness import House

AR = BY_CODE["ar"]


def key(english: str) -> str:
    return next(s.key for s in catalogue.sentences("ar") if s.original[0] == english)


def shown(page: str, english: str) -> str:
    return preview.shown(AR, pages()[page], key(english))


def test_every_sentence_stands_on_a_page(web: House) -> None:
    heard = {english for said in preview.heard("ar").values() for english in said}
    assert [s.original[0] for s in catalogue.sentences("ar") if s.original[0] not in heard] == []


@pytest.mark.parametrize("page", pages())
def test_it_draws_every_look(web: House, page: str) -> None:
    for look in pages()[page]:
        drawn = preview._drawn(look, AR)
        assert 'lang="ar"' in drawn and "</html>" in drawn


def test_it_marks_the_sentence_and_only_it(web: House) -> None:
    page = shown("home", "I have a code")
    assert re.findall(r"<mark[^>]*>([^<]*)</mark>", page) == ["لديّ رمز"]
    assert '<mark id="sentence">' in page and "\ue000" not in page and "\ue001" not in page


def test_it_marks_a_sentence_of_another_look_of_the_page(web: House) -> None:
    assert '<mark id="sentence">' in shown("back", "Please press the button once more")


def test_it_says_a_title_above_the_page(web: House) -> None:
    page = shown("today", "Today")
    assert '<p class="unseen"><mark id="sentence">' in page
    title = re.search("<title>(.*?)</title>", page)
    assert title and "\ue000" not in title[1]


def test_nothing_in_it_leads_or_sends_or_runs(web: House) -> None:
    for page in pages():
        drawn = preview.shown(AR, pages()[page], key("Leave fast"))
        assert not re.search(r"<a\b[^>]*\shref=|<form\b[^>]*\saction=|<script", drawn), page
