"""What a correction must keep of its original."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.commons.wording import rules
from amparo.commons.wording.tests.readers import BOLD, NAMES, PLACES, PRESS, SEND
from amparo.kernel.errors import InvalidError
from tests.cast import THEN

NOBODY = UUID(int=0)


def refused(sentence: rules.Sentence, *texts: str) -> str:
    """Why this is no correction of the sentence."""
    with pytest.raises(InvalidError) as why:
        rules.check(sentence, texts, NAMES)
    return str(why.value)


@pytest.mark.parametrize("sentence", [SEND, PRESS, PLACES, BOLD])
def test_it_takes_what_is_shipped(sentence: rules.Sentence) -> None:
    rules.check(sentence, sentence.shipped, NAMES)


def test_it_takes_other_words_with_the_same_parts() -> None:
    rules.check(PRESS, ("اضغط «أرسل» يا %(name)s.",), NAMES)
    rules.check(BOLD, ("بلا اسم، و<b>مجانًا</b>.",), NAMES)
    rules.check(PLACES, ("واحد", "اثنان", "%(n)s من الأماكن"), NAMES)


def test_it_says_which_part_is_lost() -> None:
    assert "%(name)s is missing" in refused(PRESS, "اضغط «أرسل».")
    assert "%(other)s does not stand" in refused(PRESS, "%(name)s %(other)s «أرسل»")
    assert "%(n)s is missing" in refused(PLACES, "واحد", "اثنان", "أماكن")
    assert "<b> is missing" in refused(BOLD, "مجاني.")
    assert "«أرسل»" in refused(PRESS, "%(name)s، اضغط على «ابعث».")
    assert "every form" in refused(PLACES, "واحد", "اثنان")
    assert "Write the sentence" in refused(SEND, "  ")


@pytest.mark.parametrize(
    "text",
    [
        "<script>x</script>",
        "<b>أرسل</b>",
        'أرسل" onclick="x',
        "أرسل &lt;b",
        "أرسل <",
        "أرسل > b",
        "أرسل 100 %",
        "%(n)s",
        "أرسل\u202e",
        "أرسل\ue000",
        "أر\x00سل",
        "أ" * 2001,
    ],
)
def test_it_lets_nothing_in_that_a_page_would_act_on(text: str) -> None:
    assert refused(SEND, text)


@given(st.text(max_size=60))
def test_no_text_at_all_brings_a_tag_or_an_attribute(text: str) -> None:
    if rules.safe(SEND, (text,)):
        assert not set(text) & set('<>"&%')


def test_it_is_read_only_in_the_very_words_somebody_read() -> None:
    said = rules.Said("confirmed", (), rules.over(SEND.shipped), NOBODY, THEN)
    assert rules.reviewed(SEND, said, NAMES)
    redrafted = rules.Sentence(SEND.original, ("ابعث",))
    assert redrafted.key == SEND.key and not rules.reviewed(redrafted, said, {})


def test_it_is_unread_again_when_a_button_it_names_is_called_otherwise() -> None:
    said = rules.Said("confirmed", (), rules.over(PRESS.shipped), NOBODY, THEN)
    assert rules.reviewed(PRESS, said, NAMES)
    assert not rules.reviewed(PRESS, said, {"Send": "ابعث"})


@pytest.mark.parametrize(
    ("signed", "open", "how"), [(False, 0, "unread"), (True, 2, "partly"), (True, 0, "read")]
)
def test_a_page_says_no_more_than_is_true(signed: bool, open: int, how: str) -> None:
    assert rules.standing(signed=signed, open=open) == how
