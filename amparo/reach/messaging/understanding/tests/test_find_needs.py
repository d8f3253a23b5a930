"""Which needs a text names. All sentences are invented."""

import pytest

from amparo.reach.messaging.understanding.needs import ORDER, find_needs

NAMED = [
    ("en", "we have no water", "water"),
    ("en", "my mother needs insulin and a doctor", "doctor medicine"),
    ("en", "there is someone under the rubble", "rescue"),
    ("en", "we sleep outside, food for my children please", "food shelter"),
    ("en", "my boss took my passport and will not let me leave", "trafficking wages"),
    ("en", "how can I get to the embassy", "consular transit"),
    ("en", "where can I charge my phone", "information phone"),
    ("en", "I was not paid my salary", "wages"),
    ("en", "a child without parents is with us", "child_alone"),
    ("en", "I have no news of my brother", "search"),
    ("en", "he was arrested, we need a lawyer", "held"),
    ("en", "my husband beats me", "gbv"),
    ("en", "help", "other"),
    ("en", "my father has a strong pain in the chest", "doctor"),
    ("ht", "pa gen dlo", "water"),
    ("ht", "nou grangou, nou domi nan lari", "food shelter"),
    ("ht", "gen moun anba dekonb", "rescue"),
    ("ht", "pitit mwen malad, nou bezwen doktè", "doctor"),
    ("ht", "eske gen lekol demen", "information other"),
    ("ht", "nou bezwen remèd pou tansyon", "doctor medicine"),
    ("fr", "nous n'avons ni eau ni nourriture", "water food"),
    ("fr", "je cherche ma soeur, sans nouvelles", "search"),
    ("fr", "mon mari me bat", "gbv"),
    ("es", "necesitamos agua y un médico para mi hijo", "water doctor"),
    ("es", "mi jefe me quitó el pasaporte y no me paga", "trafficking wages"),
    ("pt", "precisamos de comida e de uma tenda", "food shelter"),
    ("ar", "نحتاج إلى ماء وطعام", "water food"),
    ("ar", "musa3da mafi akl wala mayy", "food water"),
    ("tl", "kailangan namin ng tubig at pagkain", "water food"),
    ("tl", "nawawala ang kapatid ko", "search"),
    ("id", "kami butuh air dan makanan", "water food"),
    ("bn", "আমাদের পানি ও খাবার দরকার", "water food"),
    ("bn", "amader pani nai", "water"),
    ("am", "ውሃ እና ምግብ እንፈልጋለን", "water food"),
    ("ti", "ማይን መግብን የብልናን", "water food"),
    ("ne", "हामीलाई पानी र खाना चाहियो", "water food"),
    ("ru", "нужна вода и врач", "water doctor"),
    ("es", "busco un lugar para dormir con mi hija", "shelter"),
    ("pt", "tem um lugar pra dormir perto da igreja", "shelter"),
    ("ar", "نريد مكان ننام فيه", "shelter"),
    ("en", "is there a place for the night", "shelter information"),
    ("bn", "পুলিশ আমার ভাইকে ধরে নিয়ে গেছে", "held"),
    ("ne", "पुलिसले मेरो साथीलाई लग्यो, पुलिसले लगेको हो", "held"),
    ("pt", "meu primo está na delegacia", "held"),
    ("fr", "mon cousin est retenu au poste de police", "held"),
    ("hi", "पुलिस ने पकड़ लिया", "held"),
    ("ar", "جارتنا زوجها يضربها", "gbv"),
    ("en", "the owner has all our passports", "trafficking"),
    ("es", "mi hija se perdió en la feria", "child_alone search"),
    ("pt", "minha mãe chora o dia todo", "psychosocial"),
]


@pytest.mark.parametrize(("language", "text", "needs"), NAMED)
def test_it_finds_what_is_asked_for(language: str, text: str, needs: str) -> None:
    found = {one.need for one in find_needs(text, language)}
    assert found >= set(needs.split())
    assert found <= {*needs.split(), "information", "unsafe"}


DENIED = [
    ("en", "nobody is hurt", "doctor"),
    ("en", "no one is trapped here", "rescue"),
    ("en", "we do not need food, we need a tent", "food"),
    ("en", "we have enough water", "water"),
    ("ht", "nou pa bezwen manje", "food"),
    ("ht", "pa gen moun blese", "doctor"),
    ("fr", "personne n'est blessé", "doctor"),
    ("fr", "nous n'avons pas besoin de tentes", "shelter"),
    ("en", "we are safe, thank you", "unsafe"),
    ("ht", "nou byen, nou an sekirite", "unsafe"),
    ("es", "nadie está herido", "doctor"),
    ("pt", "ninguém está ferido", "doctor"),
    ("ar", "لا يوجد جرحى", "doctor"),
    ("id", "tidak ada yang terluka", "doctor"),
    ("bn", "কেউ আহত নয়", "doctor"),
    ("bn", "খাবার লাগবে না", "food"),
    ("ne", "खाना चाहिँदैन", "food"),
    ("ne", "कोही घाइते छैन", "doctor"),
    ("hi", "कोई घायल नहीं", "doctor"),
    ("ru", "никто не ранен", "doctor"),
    ("en", "I am an asylum seeker", "asylum"),
    ("en", "greetings from the Red Cross, how can I help", "other"),
]


@pytest.mark.parametrize(("language", "text", "need"), DENIED)
def test_it_does_not_take_a_denial_for_a_need(language: str, text: str, need: str) -> None:
    assert need not in {one.need for one in find_needs(text, language)}


THANKED = [
    ("en", "thanks for the tent", "shelter"),
    ("en", "thank you for the clean water", "water"),
    ("en", "I am a nurse and I speak French", "doctor"),
    ("fr", "merci pour l'eau", "water"),
    ("fr", "merci beaucoup pour la tente", "shelter"),
    ("es", "gracias por la comida", "food"),
    ("es", "trabajo limpiando escombros", "rescue"),
    ("pt", "como faço a carteira", "unsafe"),
    ("pt", "obrigada pelas mantas", "shelter"),
    ("ht", "mèsi anpil pou dlo a", "water"),
    ("ht", "mwen se enfimyè, mwen pale fransè", "doctor"),
    ("ar", "شكرا على الماء", "water"),
    ("tl", "salamat po sa pagkain", "food"),
    ("id", "terima kasih atas makanan", "food"),
    ("ru", "спасибо за воду", "water"),
    ("bn", "পানির জন্য ধন্যবাদ", "water"),
    ("ne", "खानाको लागि धन्यवाद", "food"),
]


@pytest.mark.parametrize(("language", "text", "need"), THANKED)
def test_it_does_not_take_thanks_or_an_offer_for_a_need(
    language: str, text: str, need: str
) -> None:
    assert need not in {one.need for one in find_needs(text, language)}


STILL_ASKED = [
    ("en", "thanks for the tent but we need water", "water"),
    ("en", "thanks for the visit water is finished", "water"),
    ("en", "thank you for the food, my son is hurt", "doctor"),
    ("en", "thank you for the help no water here", "water"),
    ("en", "thank you, we need water", "water"),
    ("fr", "merci pour la tente, pas d'eau", "water"),
    ("ht", "mèsi pou tant la, nou bezwen dlo", "water"),
    ("bn", "পানি দরকার, ধন্যবাদ", "water"),
]


@pytest.mark.parametrize(("language", "text", "need"), STILL_ASKED)
def test_it_still_hears_what_is_asked_beside_thanks(language: str, text: str, need: str) -> None:
    assert need in {one.need for one in find_needs(text, language)}


LACKING = [
    ("fr", "il y a une personne blessée", "doctor"),
    ("fr", "de plus en plus de blessés", "doctor"),
    ("bn", "কেউ আহত হয়েছে", "doctor"),
    ("ne", "कोही घाइते छ", "doctor"),
    ("ht", "pa gen manje, moun malad", "doctor"),
    ("en", "no water my son is hurt", "doctor"),
    ("hi", "pani nahi bimar hain", "doctor"),
    ("ht", "non mwen malad", "doctor"),
    ("ru", "брат ранен нет врача", "doctor"),
    ("en", "we don't have enough water", "water"),
    ("en", "no rescue has come", "rescue"),
    ("en", "we are not safe", "unsafe"),
    ("en", "we are safe but gangs are shooting", "unsafe"),
    ("ht", "nou pa gen ase manje", "food"),
    ("ht", "nou pa an sekirite", "unsafe"),
    ("fr", "pas assez d'eau", "water"),
]


@pytest.mark.parametrize(("language", "text", "need"), LACKING)
def test_it_takes_a_lack_for_a_need(language: str, text: str, need: str) -> None:
    assert need in {one.need for one in find_needs(text, language)}


def test_it_gives_the_messages_own_words_as_reasons() -> None:
    (water,) = find_needs("Nou bezwen DLO POTAB !", "ht")
    assert (water.need, water.reasons) == ("water", ("DLO POTAB",))


def test_it_names_the_gravest_first() -> None:
    found = [one.need for one in find_needs("information, food, someone trapped", "en")]
    assert found == ["rescue", "food", "information"]


def test_it_forgets_a_bare_help_once_the_text_says_what_for() -> None:
    assert [one.need for one in find_needs("help us, no water", "en")] == ["water"]


def test_it_reads_all_languages_when_the_language_is_unknown() -> None:
    assert {one.need for one in find_needs("dlo manje", "und")} >= {"water", "food"}


def test_it_finds_nothing_in_a_text_without_a_need() -> None:
    assert find_needs("good morning my friend", "en") == ()


def test_it_orders_each_need_once() -> None:
    assert len(ORDER) == len(set(ORDER))
