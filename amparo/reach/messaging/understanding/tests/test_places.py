"""Where help is needed: places as people write them, in invented sentences."""

import csv
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.commons import crises
from amparo.reach.messaging.understanding.places import Entry, Gazetteer, PlaceFound
from amparo.reach.messaging.understanding.tests.measured import real_messages, rows

HAITI = Path(crises.__file__).parent / "gazetteers" / "ht.csv"


def _entries() -> list[Entry]:
    with HAITI.open(encoding="utf-8", newline="") as file:
        return [_entry(row) for row in csv.DictReader(file)]


def _entry(row: dict[str, str]) -> Entry:
    names = (row["name"], *filter(None, row["other_names"].split(";")))
    return Entry(row["ref"], names, float(row["lat"]), float(row["lon"]), row["kind"], 0)


ABROAD = Entry("us-miami", ("Miami",), 25.77, -80.19, "city", 442_000)
GAZETTEER = Gazetteer([*_entries(), ABROAD])


def _first(text: str, language: str) -> PlaceFound | None:
    return next(iter(GAZETTEER.find(text, language)), None)


def _ref(text: str, language: str) -> str:
    found = _first(text, language)
    return found.ref if found else ""


@pytest.mark.parametrize(
    ("text", "language", "ref", "label"),
    [
        ("Nou bezwen dlo nan Delmas 19", "ht", "ht-delmas-19", "Delmas 19"),
        ("nou nan delma33 san manje", "ht", "ht-delmas-33", "delma33"),
        ("delma 71 nou grangou", "ht", "ht-delmas", "delma 71"),
        ("thomassin 32, pa gen wout", "ht", "ht-thomassin", "thomassin 32"),
        ("zon fontamara 27 bis bezwen tant", "ht", "ht-fontamara", "fontamara 27"),
        ("Tout moun Kafou Fey deyò", "ht", "ht-carrefour-feuilles", "Kafou Fey"),
        ("Delmas 40 B, rue de la Source", "fr", "ht-delmas-40", "Delmas 40 B"),
    ],
)
def test_it_keeps_the_number_that_people_write_behind_a_name(
    text: str, language: str, ref: str, label: str
) -> None:
    found = _first(text, language)
    assert found is not None
    assert (found.ref, found.label) == (ref, label)


def test_it_does_not_take_a_count_of_people_for_a_street() -> None:
    found = _first("Nan Delmas 30 moun pa manje", "ht")
    assert found is not None
    assert found.label == "Delmas"


def test_it_does_not_take_a_telephone_number_for_a_street() -> None:
    found = _first("Jacmel 509 37 00 11 22", "en")
    assert found is not None
    assert found.label == "Jacmel"


@pytest.mark.parametrize(
    ("text", "language", "ref"),
    [
        ("My sister in Jacmel has no water. I am in Miami", "en", "ht-jacmel"),
        ("I am in Miami, my brother is trapped in Gonaives", "en", "ht-gonaives"),
        ("I write from Miami for people in Hinche", "en", "ht-hinche"),
        ("J'habite à Miami, ma mère est à Léogâne sans eau", "fr", "ht-leogane"),
        ("Mwen rete Miami, manman m nan Jeremi bezwen ed", "ht", "ht-jeremie"),
        ("Estoy en Miami, mi hermana en Jacmel necesita agua", "es", "ht-jacmel"),
        ("Soti Okap nou ale Gressier, nou nan Gressier san tant", "ht", "ht-gressier"),
    ],
)
def test_it_prefers_the_place_of_those_in_need_to_that_of_the_writer(
    text: str, language: str, ref: str
) -> None:
    assert _ref(text, language) == ref


def test_it_still_takes_the_writers_place_when_no_other_is_named() -> None:
    assert _ref("I am in Jacmel and my leg is broken", "en") == "ht-jacmel"


@pytest.mark.parametrize(
    ("text", "language", "ref"),
    [
        ("nou nan Jakemel, voye dlo", "ht", "ht-jacmel"),
        ("bezwen manje nan pòtopwens", "ht", "ht-port-au-prince"),
        ("nou nan Petiyonvil", "ht", "ht-petion-ville"),
        ("nous sommes à Port o Prince", "fr", "ht-port-au-prince"),
        ("moun nan croi des bouket pa gen anyen", "ht", "ht-croix-des-bouquets"),
        ("zon martisant la", "ht", "ht-martissant"),
        ("nou nan Gonayvs", "ht", "ht-gonaives"),
    ],
)
def test_it_knows_a_misspelt_name_after_a_word_like_in(text: str, language: str, ref: str) -> None:
    assert _ref(text, language) == ref


def test_it_is_less_sure_of_a_misspelt_name_and_says_what_it_took_it_for() -> None:
    right, wrong = _first("nou nan Jacmel", "ht"), _first("nou nan Jakemel", "ht")
    assert right is not None
    assert wrong is not None
    assert wrong.confidence < right.confidence
    assert "Jakemel ≈ Jacmel" in wrong.reasons


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("we are okay, thank God", "en"),
        ("nou bezwen limonad ak pen", "ht"),
        ("n ap rete lakay", "ht"),
        ("il fait nuit, trou dans le toit", "fr"),
        ("Fevrier nou te pèdi kay nou", "ht"),
        ("mwen wè sa ki sot pase a", "ht"),
        ("nan lari a depi twa jou", "ht"),
        ("", "und"),
        ("?", "und"),
    ],
)
def test_it_finds_no_place_in_common_words(text: str, language: str) -> None:
    assert GAZETTEER.find(text, language) == ()


def test_it_believes_a_common_word_after_a_word_like_in() -> None:
    assert _ref("nou nan okay san dlo", "ht") == "ht-les-cayes"


def test_it_puts_the_neighbourhood_before_its_city() -> None:
    found = GAZETTEER.find("Nou nan Pòtoprens, nan Bèlè", "ht")
    assert [place.ref for place in found] == ["ht-bel-air", "ht-port-au-prince"]


def test_it_names_a_place_once_with_its_number() -> None:
    found = GAZETTEER.find("Tante nou nan Delmas 56, li rete Delmas", "ht")
    assert [place.label for place in found] == ["Delmas 56"]


def test_it_gives_the_messages_own_words_as_reasons() -> None:
    found = _first("My sister in Jacmel has no water", "en")
    assert found is not None
    assert found.reasons == ("in Jacmel", "My sister")


@pytest.mark.parametrize(
    ("names", "text", "language"),
    [
        (("حلب",), "نحن بحلب تحت الأنقاض", "ar"),
        (("Halab",), "ana fi 7alab", "ar"),
        (("काठमाडौँ",), "काठमाडौंमा घर भत्कियो", "ne"),
        (("সিলেট",), "আমরা সিলেটে আটকা", "bn"),
        (("መቀሌ",), "በመቀሌ ውሃ የለም", "am"),
        (("Харьков",), "Мы в Харькове, нужна вода", "ru"),
        (("Tacloban",), "nasa tacloban kami", "tl"),
    ],
)
def test_it_finds_names_in_other_scripts_with_their_endings(
    names: tuple[str, ...], text: str, language: str
) -> None:
    gazetteer = Gazetteer([Entry("there", names, 0.0, 0.0, "city", 1)])
    assert [place.ref for place in gazetteer.find(text, language)] == ["there"]


def test_it_takes_the_larger_of_two_places_with_one_name_and_is_less_sure() -> None:
    large = Entry("large", ("Arvela",), 10.0, 10.0, "city", 90_000)
    small = Entry("small", ("Arvela",), 14.0, 10.0, "town", 900)
    alone = Gazetteer([large]).find("we are in Arvela", "en")[0]
    shared = Gazetteer([small, large]).find("we are in Arvela", "en")[0]
    assert shared.ref == "large"
    assert shared.confidence < alone.confidence


@given(text=st.text(), language=st.sampled_from(["ht", "en", "ar", "und", "xx"]))
def test_it_never_fails_whatever_the_text_holds(text: str, language: str) -> None:
    found = GAZETTEER.find(text + " nan Delmas", language)
    assert all(0 <= place.confidence <= 1 for place in found)


@pytest.mark.parametrize("text", ["Delmas " * 9_000, "nan Karefur " * 5_000, "\ud800\x00" * 9_000])
def test_a_text_without_end_does_not_hold_up_its_batch(text: str) -> None:
    GAZETTEER.find("warm", "ht")
    started = time.process_time()
    GAZETTEER.find(text, "ht")
    assert time.process_time() - started < 0.5


def test_an_empty_gazetteer_finds_nothing() -> None:
    assert Gazetteer([]).find("We are in Jacmel", "en") == ()


def test_it_knows_each_place_of_haiti_by_its_own_name_after_in() -> None:
    unknown = [
        entry.names[0]
        for entry in _entries()
        if entry.ref not in {place.ref for place in GAZETTEER.find(f"nan {entry.names[0]}", "ht")}
    ]
    assert unknown == []


def test_the_places_of_haiti_lie_in_haiti_and_stand_there_once() -> None:
    entries = _entries()
    assert len({entry.ref for entry in entries}) == len(entries)
    for entry in entries:
        assert 17.9 < entry.lat < 20.2, entry.ref
        assert -74.6 < entry.lon < -71.6, entry.ref


def test_two_thousand_places_are_ready_within_a_second() -> None:
    entries = [
        Entry(
            str(i),
            (f"Arvela {i:04d}", f"Borsuna{i:04d}", f"Côte Méra {i:04d}"),
            0.0,
            0.0,
            "city",
            i,
        )
        for i in range(2_000)
    ]
    started = time.process_time()
    gazetteer = Gazetteer(entries)
    assert time.process_time() - started < 1.0
    assert gazetteer.find("we are in Borsuna0042", "en")[0].ref == "42"


def test_it_finds_places_in_many_real_messages() -> None:
    file = real_messages()
    if file is None:
        pytest.skip("AMPARO_TEST_DATA names no folder with the real messages")
    texts = [row["original"] for row in rows(file, "even")]
    started = time.process_time()
    placed = sum(bool(GAZETTEER.find(text, "ht")) for text in texts)
    assert placed / len(texts) > 0.2
    assert len(texts) / (time.process_time() - started) > 2_000
