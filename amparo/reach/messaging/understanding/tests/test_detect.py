"""The language of a short text. All sentences are invented."""

import pytest

from amparo.reach.messaging.understanding.language import detect

SPOKEN = {
    "ht": [
        "nou bezwen dlo ak manje nan kan an, tanpri",
        "NOU PA GEN KAY ANKO, KOTE POUN DOMI",
        "eske lekol ap louvri madi",
        "pitit mwen malad li gen lafyev",
        "svp voye yon tant pou nou nou nan lari",
        "nou bezwen d, nou grangou",
        "m pa jwenn anyen depi twa jou",
    ],
    "fr": [
        "nous avons besoin d'eau potable et de couvertures",
        "mon fils est malade, où est l'hôpital",
        "je cherche ma soeur depuis le séisme",
        "besoin de nourriture pour ma famille svp",
    ],
    "en": [
        "we have no water since two days please help",
        "where can I find a doctor for my son",
        "my boss took my passport",
    ],
    "es": ["necesitamos agua y comida por favor", "no encuentro a mi hermana desde el lunes"],
    "pt": ["precisamos de água e comida", "minha filha está doente, onde fica o hospital"],
    "tl": ["kailangan namin ng tubig at pagkain", "hindi ako binabayaran ng amo ko"],
    "id": ["kami butuh air dan makanan", "anak saya sakit, di mana rumah sakit"],
}


@pytest.mark.parametrize(("language", "text"), [(k, t) for k, v in SPOKEN.items() for t in v])
def test_it_knows_the_language_of_a_short_text(language: str, text: str) -> None:
    guess = detect(text)
    assert (guess.language, guess.script, guess.romanised) == (language, "Latn", False)
    assert guess.confidence > 0.3
    assert guess.reasons


@pytest.mark.parametrize(
    ("language", "script", "text"),
    [
        ("am", "Ethi", "እርዳታ እንፈልጋለን ውሃ የለም"),
        ("ti", "Ethi", "ሓገዝ የድልየና ኣሎ ማይ የብልናን"),
        ("bn", "Beng", "আমাদের পানি দরকার"),
        ("ne", "Deva", "हामीलाई पानी चाहिएको छ"),
        ("hi", "Deva", "हमें पानी की ज़रूरत है"),
        ("ar", "Arab", "نحتاج إلى ماء وطعام من فضلكم"),
        ("fa", "Arab", "ما به آب و غذا نیاز داریم کمک کنید"),
        ("ur", "Arab", "ہمیں پانی اور کھانے کی ضرورت ہے"),
        ("ru", "Cyrl", "нам нужна вода и еда"),
        ("uk", "Cyrl", "нам потрібна вода та їжа"),
        ("th", "Thai", "ช่วยด้วย เราต้องการน้ำ"),
        ("zh", "Hani", "我们需要水和食物"),
        ("ja", "Jpan", "水と食べ物が必要です"),
        ("el", "Grek", "χρειαζόμαστε νερό"),
    ],
)
def test_it_tells_languages_by_their_script_and_letters(
    language: str, script: str, text: str
) -> None:
    guess = detect(text)
    assert (guess.language, guess.script, guess.romanised) == (language, script, False)


ROMANISED = {
    "ar": ["musa3da mafi akl wala mayy", "na7na 3am nnam bl sheri3, bedna kheme"],
    "bn": ["amader pani nai khabar nai", "amar meye oshustho daktar lagbe"],
    "ne": ["hamilai pani chahiyo", "mero chora birami cha, doctor kaha cha"],
    "am": ["wuha ena migib enfelgalen", "lije tamemual hakim yet new"],
    "hi": ["hamko pani chahiye, ghar doob gaya hai", "meri beti bimar hai madad karo"],
}


@pytest.mark.parametrize(("language", "text"), [(k, t) for k, v in ROMANISED.items() for t in v])
def test_it_knows_everyday_spellings_in_latin_letters(language: str, text: str) -> None:
    guess = detect(text)
    assert (guess.language, guess.script, guess.romanised) == (language, "Latn", True)


@pytest.mark.parametrize("text", ["", "  ", "?", "12 34", "\x00", "😀😀", "..."])
def test_it_says_so_when_there_is_nothing_to_go_by(text: str) -> None:
    assert detect(text).language == "und"


def test_it_takes_the_senders_last_language_for_a_text_without_letters() -> None:
    assert detect("?", hint="ht").language == "ht"


@pytest.mark.parametrize("text", ["xkcd wqzt bfgh", "asdfgh qwerty zxcvb"])
def test_it_does_not_guess_at_letters_thrown_together(text: str) -> None:
    assert detect(text).language == "und"


@pytest.mark.parametrize("hint", ["ht", "fr"])
def test_it_breaks_a_tie_by_the_senders_last_language(hint: str) -> None:
    assert detect("svp", hint=hint).language == hint


def test_it_breaks_a_tie_by_the_languages_of_the_crisis() -> None:
    assert detect("svp", expected=["ht"]).language == "ht"
    assert detect("svp", expected=["fr-HT"]).language == "fr"


def test_it_is_not_led_by_the_hint_when_the_text_is_clear() -> None:
    text = "we have no water since two days please help"
    assert detect(text, hint="ht", expected=["ht", "fr"]).language == "en"
