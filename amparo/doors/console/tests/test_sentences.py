"""What the console says, in the reader's language, with its numbers and names."""

import pickle
import re

import pytest
from django.utils import translation

from amparo.commons.directory.queries import Reason
from amparo.doors.console import reason_words
from amparo.doors.console.tests.catalogue import of_code, of_refusals, of_templates, translated
from amparo.doors.sentences import in_words
from amparo.kernel.authority import Power, anyone
from amparo.kernel.errors import DeniedError, InvalidError, Sentence, WrongStateError, word
from tests.harness import House

_PLACES = re.compile(r"%\((\w+)\)")


def said() -> dict[str, str]:
    """Sentences and their Arabic, of a plural the first form."""
    found = {}
    for one in translated("ar"):
        id = one.id if isinstance(one.id, str) else one.id[0]
        said_so = one.string or ""
        found[id] = said_so if isinstance(said_so, str) else said_so[0]
    return found


@pytest.mark.parametrize("sources", [of_templates, of_code, of_refusals])
def test_arabic_says_every_sentence_of_the_console(sources: object) -> None:
    assert callable(sources)
    known = {id for id, text in said().items() if text}
    assert not sorted(sources() - known)


def test_arabic_fills_in_what_english_fills_in_a_refusal() -> None:
    arabic = said()
    wrong = [
        id
        for id in of_refusals()
        if set(_PLACES.findall(id)) != set(_PLACES.findall(arabic.get(id, "")))
    ]
    assert not wrong


def test_a_refusal_is_filled_in_english_and_remembers_its_sentence() -> None:
    error = InvalidError("steps", "At most %(most)s letters.", most=3)
    assert (str(error), error.reason, error.field) == ("At most 3 letters.",) * 2 + ("steps",)
    assert in_words(str(error)) == "At most 3 letters."
    with translation.override("ar"):
        assert in_words(str(error)) == "3 حرفا على الأكثر."


def test_a_value_that_is_a_word_of_ours_is_translated_too() -> None:
    with pytest.raises(DeniedError) as refused:
        anyone().check(Power.EDIT_DIRECTORY)
    assert str(refused.value) == "Your role does not include «edit directory»."
    with translation.override("ar"):
        assert in_words(str(refused.value)) == "دورك لا يشمل «تحرير الدليل»."


def test_a_sentence_stays_one_wherever_a_text_goes() -> None:
    told = Sentence("%(why)s Nothing was kept.", why=word("not_done"))
    again = pickle.loads(pickle.dumps(told))
    assert (again, again.values) == ("not done Nothing was kept.", told.values)
    assert isinstance(str(ValueError(told)), Sentence)


def test_a_refusal_with_a_percent_sign_but_no_value_stays_as_it_is() -> None:
    assert in_words(str(WrongStateError("100% full"))) == "100% full"


def test_every_power_has_its_name_in_arabic(stage: House) -> None:
    del stage
    known = said()
    assert not [one.value for one in Power if not known.get(word(one.value))]


@pytest.mark.parametrize(
    ("value", "arabic"),
    [("3, told within the hour", "3، قيل ذلك خلال الساعة"), ("5 days ago", "قبل 5 أيام")],
)
def test_the_age_of_a_count_is_said_in_the_readers_language(value: str, arabic: str) -> None:
    line = Reason("full", f"Full, told {value}", good=False, value=value)
    with translation.override("ar"):
        assert arabic in reason_words.said(line)
