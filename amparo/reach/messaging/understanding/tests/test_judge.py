"""How soon a text should be answered. All sentences are invented."""

import pytest

from amparo.reach.messaging.understanding.needs import find_needs
from amparo.reach.messaging.understanding.urgency import Urgency, judge


def judged(text: str, language: str = "en") -> Urgency:
    """The urgency of a text with the needs found in it."""
    return judge(text, language, find_needs(text, language))


LEVELS = [
    (4, "en", "two people trapped under the rubble"),
    (4, "en", "my wife is giving birth"),
    (4, "en", "armed men are breaking in"),
    (4, "en", "our boat is sinking"),
    (4, "en", "a child alone at the bus station"),
    (4, "en", "no water for 4 days"),
    (4, "ht", "gen moun anba dekonb"),
    (4, "ht", "li pa ka respire"),
    (4, "fr", "il y a un enfant seul devant l'école"),
    (4, "es", "hay gente bajo los escombros"),
    (4, "ar", "ليس لدينا ماء منذ 4 أيام"),
    (4, "ru", "люди под завалами"),
    (3, "es", "no tenemos agua"),
    (3, "pt", "não temos comida"),
    (3, "bn", "আমাদের পানি নেই"),
    (3, "ne", "खाना छैन, बच्चा भोकै छ"),
    (3, "en", "no insulin left"),
    (3, "en", "my husband beats me"),
    (3, "en", "food for my baby please"),
    (3, "en", "we have slept without a tent for three nights"),
    (3, "ht", "pa gen dlo"),
    (3, "ht", "nou gen 60 moun nou bezwen manje"),
    (3, "fr", "rien à manger depuis deux jours"),
    (2, "en", "we need food"),
    (2, "en", "I lost my passport"),
    (2, "ht", "nou bezwen tant"),
    (2, "en", "help"),
    (1, "en", "where can I charge my phone"),
    (1, "en", "we are safe, nobody is hurt, no one is trapped"),
    (1, "ht", "eske gen nouvèl ?"),
    (0, "en", "good morning"),
    (0, "und", ""),
]


@pytest.mark.parametrize(("level", "language", "text"), LEVELS)
def test_it_judges_by_readable_rules(level: int, language: str, text: str) -> None:
    urgency = judged(text, language)
    assert urgency.level == level, urgency.reasons
    assert bool(urgency.reasons) == (level > 0)


DANGERS = [
    ("am", "ቤቱ ተደርምሶ እህቴ ከስር ናት"),
    ("am", "አሰሪዬ በሩን ቆልፋብኝ ሄደች"),
    ("ar", "بنت عمرها 7 سنوات وحدها عند المحطة"),
    ("ar", "أختي بلعت حبوب كثيرة"),
    ("bn", "আমার বোন বিষ খেয়েছে"),
    ("bn", "মালিক আমাদের বের হতে দিচ্ছে না"),
    ("en", "my brother took too many pills"),
    ("en", "our boss locked us in the workshop"),
    ("en", "the river is rising around the house"),
    ("es", "el río está subiendo, somos seis"),
    ("es", "hay una niña solita en la parada"),
    ("es", "mi vecina se tomó las pastillas"),
    ("fr", "un petit garçon seul au port"),
    ("fr", "ma soeur a avalé des comprimés"),
    ("fr", "le bateau prend l'eau"),
    ("hi", "पिताजी को दिल का दौरा पड़ा है"),
    ("hi", "malik ne hum ko band kar rakha hai"),
    ("ht", "lanmè a antre nan katye a"),
    ("ht", "yon ti gason 6 an pou kont li bò larivyè a"),
    ("id", "perahu kami bocor"),
    ("id", "kakak saya minum racun"),
    ("ne", "malik le bahira jana dinna"),
    ("ne", "बुबाको छाती दुखेको छ"),
    ("pt", "a água do rio está subindo"),
    ("pt", "o patrão não nos deixa sair"),
    ("ru", "у отца сердечный приступ"),
    ("ru", "хозяин запер нас на складе"),
    ("ti", "ሓወይ ትሕቲ ፍርስራስ ኣሎ"),
    ("ti", "ኣደይ ክትወልድ እያ"),
    ("tl", "naipit ang anak ko sa ilalim ng pader"),
    ("tl", "pumapasok na ang tubig sa bahay"),
    ("ur", "والد کو دل کا دورہ پڑا ہے"),
    ("ur", "وہ خودکشی کرنا چاہتا ہے"),
]


@pytest.mark.parametrize(("language", "text"), DANGERS)
def test_it_hears_a_danger_in_every_language(language: str, text: str) -> None:
    assert judged(text, language).level == 4


def test_it_does_not_let_thanks_hide_a_danger() -> None:
    assert judged("thanks for the water, we are trapped under the rubble").level == 4


def test_it_looks_today_after_an_old_person_who_is_alone() -> None:
    assert judged("there is an old man alone on the second floor").level == 3


def test_it_does_not_take_a_blessing_for_a_wound() -> None:
    assert judged("God bless you all").level == 0


def test_it_gives_the_rule_and_the_words_that_led_there() -> None:
    assert judged("Two people TRAPPED in a house").reasons == ("trapped: «TRAPPED»",)


STATUS = ["an asylum seeker", "an undocumented migrant", "a refugee", "a foreigner", "stateless"]
STATUS_HT = ["refijye", "imigran", "etranje"]
NATIONS = ["Syrian", "Haitian", "Afghan", "Venezuelan", "Ukrainian"]
ASKED = ["we need food", "my wife is giving birth", "where can I charge my phone"]


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("who", [*STATUS, *(f"a {one} citizen" for one in NATIONS)])
def test_it_never_judges_by_status_or_nationality(asked: str, who: str) -> None:
    assert judged(f"I am {who}, {asked}") == judged(asked)


@pytest.mark.parametrize("who", STATUS_HT)
def test_it_never_judges_by_status_in_creole(who: str) -> None:
    assert judged(f"mwen se {who}, nou bezwen manje", "ht") == judged("nou bezwen manje", "ht")


@pytest.mark.parametrize(
    ("people", "language", "text"),
    [
        (40, "en", "40 people need food"),
        (50, "en", "ten families here"),
        (250, "ht", "nou gen 50 fanmi"),
        (60, "ht", "60 timoun"),
        (3, "fr", "trois petits enfants"),
        (250, "bn", "৫০টি পরিবার"),
        (17, "hi", "hum 17 log hain"),
        (40, "es", "somos 40 personas"),
        (3, "ar", "3 أشخاص"),
        (2, "ar", "معي طفلان"),
        (2, "ar", "نحن شخصان وبلا ماء"),
        (10, "ar", "عائلتين في المدرسة"),
        (None, "ht", "nou san manje san timoun"),
        (None, "en", "call 34123456 people"),
        (None, "en", "people are hungry"),
    ],
)
def test_it_counts_people_a_family_as_five(people: int | None, language: str, text: str) -> None:
    assert judged(text, language).people == people


def test_it_does_not_take_how_long_for_how_urgent_without_a_vital_need() -> None:
    assert judged("I have been waiting for my visa for 30 days").level == 2


@pytest.mark.parametrize(
    ("dual", "plural"),
    [
        ("طفلان بلا طعام", "أطفال بلا طعام"),
        ("نحتاج حليب، معي طفلين", "نحتاج حليب، معي أطفال"),
        ("طفلتان في البيت ونحتاج دواء", "أطفال في البيت ونحتاج دواء"),
        ("نحتاج خيمة منذ يومين", "نحتاج خيمة منذ 2 أيام"),
        ("نحن بلا ماء منذ أسبوعين", "نحن بلا ماء منذ 14 يوم"),
        ("طفلين وحدهما على الطريق", "أطفال وحدهم على الطريق"),
        ("جريحان عند الجسر", "جرحى عند الجسر"),
    ],
)
def test_two_weigh_in_arabic_as_many_do(dual: str, plural: str) -> None:
    assert judged(dual, "ar").level == judged(plural, "ar").level >= 3


def test_two_people_alone_are_no_reason_in_arabic() -> None:
    assert (
        judged("شخصان يسألان عن العنوان", "ar").level
        == judged("أشخاص يسألون عن العنوان", "ar").level
    )
