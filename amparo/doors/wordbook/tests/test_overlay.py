"""Corrections lie over what is shipped, and never bring in what a page would act on."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.db import connections
from django.utils import translation
from django.utils.translation import gettext, ngettext, trans_real

from amparo.commons.wording import actions
from amparo.commons.wording.models import Wording
from amparo.commons.wording.queries import Sentence, over
from amparo.commons.wording.tests.readers import NOOR, SPEAKS
from amparo.doors.wordbook import catalogue, overlay
from amparo.kernel.rooms import room
from tests.cast import THEN
from tests.harness import House

SEND = "Send"


@pytest.fixture(autouse=True)
def shipped() -> Iterator[None]:
    """Before and after, the pages speak as they were shipped."""
    overlay.forget()
    yield
    overlay.forget()
    overlay._lay("ar").texts = {}


def one(english: str) -> Sentence:
    return next(s for s in catalogue.sentences("ar") if s.original[0] == english)


def correct(english: str, *texts: str) -> None:
    actions.correct(
        language="ar", sentence=one(english), texts=texts, names={}, speaks=SPEAKS, by=NOOR
    )


def said(english: str) -> str:
    overlay.fresh("ar")
    with translation.override("ar"):
        return gettext(english)


def test_it_lies_before_what_django_has_merged() -> None:
    """Where Django moves its lists, this says so."""
    layer = overlay._lay("ar")
    catalogues = trans_real.translation("ar")._catalog._catalogs  # type: ignore[attr-defined]
    assert catalogues[0] is layer and len(catalogues) > 2
    assert overlay._lay("ar") is layer


def test_a_correction_is_said_and_undone(stage: House) -> None:
    before = said(SEND)
    correct(SEND, "ابعث")
    assert said(SEND) == before  # a minute has not passed
    overlay.forget("ar")
    assert said(SEND) == "ابعث" and said("Search") == one("Search").shipped[0]
    actions.undo(language="ar", sentence=one(SEND), speaks=SPEAKS, by=NOOR)
    overlay.forget("ar")
    assert said(SEND) == before


def test_plural_forms_are_corrected_together(stage: House) -> None:
    shipped = one("%(n)s free place").shipped
    correct("%(n)s free place", *(f"{text}!" for text in shipped))
    overlay.fresh("ar")
    with translation.override("ar"):
        said = [ngettext("%(n)s free place", "%(n)s free places", n) for n in (1, 2, 5)]
    assert said == [f"{shipped[form]}!" for form in (1, 2, 3)]


def test_nothing_that_a_page_would_act_on_is_laid_there(stage: House) -> None:
    before = said(SEND)
    with room("commons", NOOR):
        Wording(
            id=UUID(int=7),
            language="ar",
            key=one(SEND).key,
            original=SEND,
            state="corrected",
            texts=["<script>x</script>"],
            changed_at=THEN,
            changed_by_id=NOOR.id,
        ).save(force_insert=True)
    overlay.forget("ar")
    assert said(SEND) == before


def test_without_a_database_it_says_what_is_shipped_and_nobody_has_signed(
    stage: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    for sentence in catalogue.sentences("ar"):
        seen = over(sentence.shipped)
        actions.confirm(language="ar", sentence=sentence, seen=seen, speaks=SPEAKS, by=NOOR)
    actions.sign(
        language="ar", sentences=catalogue.sentences("ar"), name="", speaks=SPEAKS, by=NOOR
    )
    assert overlay.fresh("ar").how == "read"
    overlay.forget("ar")
    monkeypatch.delitem(connections.settings, "commons")
    connections["commons"].close()
    del connections["commons"]
    assert overlay.fresh("ar").how == "unread" and said(SEND) == one(SEND).shipped[0]


def test_it_asks_once_a_minute(stage: House) -> None:
    overlay.fresh("ar")
    correct(SEND, "ابعث")
    assert said(SEND) != "ابعث"
    overlay._kept["ar"].until -= overlay.FRESH
    assert said(SEND) == "ابعث"


def test_it_marks_one_sentence_and_hears_all(stage: House) -> None:
    overlay.fresh("ar")
    with translation.override("ar"):
        with overlay.marking("ar", one(SEND).key):
            assert gettext(SEND) == f"{overlay.OPEN}{one(SEND).shipped[0]}{overlay.CLOSE}"
            assert overlay.OPEN not in gettext("Search")
        with overlay.hearing("ar") as heard:
            gettext("Search")
            gettext(SEND)
        assert heard == ["Search", SEND] and overlay.OPEN not in gettext(SEND)
