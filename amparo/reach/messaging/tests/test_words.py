"""What the line itself says."""

import pytest

from amparo.reach.messaging.channels.kannel.send import parts
from amparo.reach.messaging.words import known_languages, say

KEYS = (
    "ack stopped help received read worked_on passed_on closed nothing asked_helped thanks "
    "accepted declined cover new_code new_code_cover"
).split()


@pytest.mark.parametrize("language", known_languages())
@pytest.mark.parametrize("key", KEYS)
def test_it_says_everything_in_every_language(language: str, key: str) -> None:
    text, said_in = say(key, language, "ABC123")
    assert said_in == language
    assert key in ("stopped", "nothing", "thanks", "cover") or "ABC123" in text


@pytest.mark.parametrize("language", known_languages())
def test_it_fits_in_two_sms(language: str) -> None:
    assert max(parts(say(key, language, "ABC123")[0]) for key in KEYS) <= 2


@pytest.mark.parametrize("language", known_languages())
def test_it_hides_behind_the_cover_text(language: str) -> None:
    text = say("cover", language)[0].casefold()
    assert not any(word in text for word in ("help", "refuge", "migrant", "amparo"))


def test_it_falls_back_to_english() -> None:
    assert say("thanks", "sw")[1] == "en" and say("thanks", "../x")[1] == "en"
