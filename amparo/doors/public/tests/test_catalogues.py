"""Every page speaks every language, whole."""

import re

import pytest
from babel.messages.catalog import Message

from amparo.doors.public.languages import LANGUAGES
from amparo.doors.public.tests.catalogue import (
    HERE,
    of_code,
    of_templates,
    said_of,
    translated,
)

OTHERS = [language.code for language in LANGUAGES if language.code != "en"]
_PLACE = re.compile(r"%\(\w+\)s")
_MARKS = re.compile(r"<[^>]+>")


def _forms(message: Message) -> list[str]:
    """What the message is in each number; of most there is only one."""
    string = message.string
    return [str(one).strip() for one in (string if isinstance(string, list | tuple) else [string])]


def test_it_reads_sentences_from_templates_and_code() -> None:
    assert "You can ask for help here." in of_templates()
    assert {"A place to sleep", "today %(time)s"} <= of_code()


@pytest.mark.parametrize("language", OTHERS)
def test_it_is_complete_and_nothing_is_left_over(language: str) -> None:
    said = of_templates() | of_code()
    known = {said_of(message.id) for message in translated(language) if message.id}
    assert said - known == set()
    assert known - said == set()


@pytest.mark.parametrize("language", OTHERS)
def test_it_leaves_nothing_empty_or_doubtful(language: str) -> None:
    poor = [m.id for m in translated(language) if m.id and (m.fuzzy or not all(_forms(m)))]
    assert poor == []


@pytest.mark.parametrize("language", OTHERS)
def test_it_keeps_what_is_filled_in(language: str) -> None:
    for message in translated(language):
        said = message.id[1] if isinstance(message.id, list | tuple) else str(message.id)
        for here in _forms(message) if said else ():
            filled, there = sorted(_PLACE.findall(said)), sorted(_PLACE.findall(here))
            # Of one or two a language may say it without the number.
            spared = isinstance(message.id, list | tuple) and not there
            assert spared or filled == there, said
            assert sorted(_MARKS.findall(said)) == sorted(_MARKS.findall(here)), said


@pytest.mark.parametrize("language", OTHERS)
def test_it_has_a_form_for_every_number(language: str) -> None:
    catalogue = translated(language)
    for message in catalogue:
        if isinstance(message.id, list | tuple):
            assert len(_forms(message)) == catalogue.num_plurals, message.id


@pytest.mark.parametrize("language", OTHERS)
def test_it_quotes_buttons_as_they_are_called(language: str) -> None:
    words = {str(m.id): str(m.string) for m in translated(language)}
    for said, here in words.items():
        for button in re.findall("“([^”]+)”", said):
            if button in words:
                assert f"«{words[button]}»" in here, said


def test_it_has_a_sentence_left_in_plain_english_nowhere() -> None:
    texts = [p.read_text() for p in (HERE / "templates").rglob("*.html")]
    bare = [
        re.sub(
            r"(?s){#.*?#}|{%.*?%}|{{.*?}}|<[^>]*>",
            "\n",
            re.sub(r"(?s){% blocktranslate.*?{% endblocktranslate %}", "", t),
        )
        for t in texts
    ]
    found = {word for text in bare for word in re.findall(r"[A-Za-z]{2,}", text)}
    assert found == {"Amparo"}
