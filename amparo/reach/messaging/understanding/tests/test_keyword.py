"""Command words, as a whole message."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.reach.messaging.understanding.wishes import keyword

WORDS = {
    "stop": [
        "STOP",
        "stop.",
        " Stop \n",
        "sispann",
        "arrêtez",
        "ARRETEZ",
        "parar",
        "berhenti",
        "стоп",
    ],
    "help": ["help", "AIDE", "èd", "ed", "à l'aide!", "ayuda", "tulong", "مساعدة", "সাহায্য"],
    "status": ["status", "statut", "estati"],
    "yes": ["yes", "oui", "wi", "Wi!", "d'accord", "sí", "sim", "نعم", "opo", "да", "አዎ"],
    "no": ["no", "non", "NO.", "não", "لا", "hindi", "нет", "না"],
}


@pytest.mark.parametrize(("word", "text"), [(k, t) for k, v in WORDS.items() for t in v])
def test_it_knows_a_command_word(word: str, text: str) -> None:
    assert keyword(text) == word


@pytest.mark.parametrize(
    "text",
    ["", "stop the fighting near us", "no water", "help my son is sick", "wi nou grangou", "?"],
)
def test_it_takes_a_longer_text_for_a_message(text: str) -> None:
    assert keyword(text) is None


@given(st.text())
def test_it_never_fails(text: str) -> None:
    assert keyword(text) in {None, "stop", "help", "status", "yes", "no"}
