"""A language goes out as a file and comes back with what somebody wrote in another tool."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.commons.wording import actions, queries
from amparo.commons.wording.queries import Laid, over
from amparo.commons.wording.tests.readers import NOOR, SPEAKS
from amparo.doors.wordbook import catalogue, files
from amparo.kernel.errors import InvalidError
from tests.harness import House


@pytest.mark.parametrize("language", catalogue.languages())
def test_what_goes_out_comes_back_the_same(language: str) -> None:
    back = list(files.read(language, files.written(language, Laid())))
    shipped = {one.key: one.shipped for one in catalogue.sentences(language)}
    wishes = [one for one in back if isinstance(one, files.Wish)]
    assert {one.sentence.key: one.texts for one in wishes} == shipped
    assert len(wishes) == len(back) and all(one.doubtful for one in wishes)


def test_it_carries_corrections_and_marks_what_nobody_has_read(stage: House) -> None:
    send = next(s for s in catalogue.sentences("ar") if s.original == ("Send",))
    actions.correct(language="ar", sentence=send, texts=["ابعث"], names={}, speaks=SPEAKS, by=NOOR)
    content = files.written("ar", queries.laid("ar")).decode()
    assert 'msgid "Send"\nmsgstr "ابعث"' in content and "# corrected" in content
    wishes = [one for one in files.read("ar", content.encode()) if isinstance(one, files.Wish)]
    assert [one.texts for one in wishes if not one.doubtful] == [("ابعث",)]
    assert over(("ابعث",)) != over(send.shipped)


def test_sentences_of_others_are_told_by_name() -> None:
    found = list(files.read("ar", b'msgid "Not ours"\nmsgstr "x"\n\nmsgid "Send"\nmsgstr ""\n'))
    assert found == ["Not ours"]


@given(st.binary(max_size=200))
def test_a_broken_file_is_refused_in_words(content: bytes) -> None:
    try:
        list(files.read("ar", content))
    except InvalidError as error:
        assert error.field == "file"
