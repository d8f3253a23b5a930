"""Services near a place: found in two steps, without a word in any address."""

import re
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from amparo.commons.crises.actions import seed_needs
from amparo.commons.directory.models import Organisation, Service
from amparo.doors.public import chosen, near
from amparo.doors.public.chosen import Chosen
from amparo.doors.public.languages import LANGUAGES
from amparo.doors.public.tests.pages import text
from amparo.kernel import clock
from amparo.kernel.authority import machine
from amparo.kernel.rooms import room
from tests import seed
from tests.cast import FARO
from tests.harness import House

LINK = re.compile(r'href="(\?s=[\w-]+)"')


@pytest.fixture
def here(stage: House) -> House:
    """Two services near Delmas, and nothing remembered of another test's places."""
    seed.crisis()
    seed.services()
    near.forget()
    with room("commons", machine()):
        Service.objects.update(place="Delmas", documents="none", staff_gender="both")
    return stage


def change(**columns: Any) -> None:
    with room("commons", machine()):
        Service.objects.filter(id=seed.SHELTER).update(**columns)


def listed(client: Client, language: str = "en") -> str:
    """The list near Delmas, as one finds it from the first page."""
    start = text(client.get(f"/{language}/services/"))
    way = re.search(rf"{LINK.pattern}><bdi>Delmas<", start)
    assert way
    return text(client.get(f"/{language}/services/{way[1]}"))


def filtered(client: Client, **said: str) -> str:
    at = re.search(r'name="at" value="([\w-]+)"', listed(client))
    assert at
    return text(client.post("/en/services/", {"at": at[1], **said}, follow=True))


def shown(client: Client, way: str) -> bool:
    return "Casa shelter" in text(client.get(f"/en/services/{way}"))


@pytest.mark.parametrize("language", [one.code for one in LANGUAGES])
def test_it_is_found_in_two_steps(client: Client, here: House, language: str) -> None:
    assert f'href="/{language}/services/"' in text(client.get(f"/{language}/"))
    page = listed(client, language)
    assert "Casa shelter" in page and "Casa doctor" in page and 'id="map"' in page


def test_it_says_of_each_what_is_known_and_what_is_not(client: Client, here: House) -> None:
    page = listed(client)
    for words in (
        "Does not ask for papers",
        "We do not know the opening hours",
        "We do not know what they tell the authorities",
        "Nobody has confirmed this yet",
        "May be out of date: call before you go",
        "Women and men work there",
    ):
        assert words in page, words


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({"need": "doctor"}, {"Casa doctor"}),
        ({"speaks": "ht"}, {"Casa doctor", "Casa shelter"}),
        ({"speaks": "am"}, set()),
        ({"papers": "1"}, {"Casa doctor", "Casa shelter"}),
        ({"women": "1"}, {"Casa doctor", "Casa shelter"}),
        ({"open": "1"}, set()),
        ({"need": "nonsense", "speaks": "\x00"}, {"Casa doctor", "Casa shelter"}),
    ],
)
def test_it_filters_by_what_is_known(
    client: Client, here: House, said: dict[str, str], found: set[str]
) -> None:
    page = filtered(client, **said)
    assert set(re.findall(r"<bdi>(Casa \w+)<", page)) == found
    if not found:
        assert "That does not mean that there is none" in page and 'href="/en/help/"' in page


def test_it_knows_who_is_open(client: Client, here: House) -> None:
    change(always_open=True)
    page = filtered(client, open="1")
    assert "Casa shelter" in page and "Always open" in page and "Casa doctor" not in page


def test_no_address_holds_what_was_chosen(client: Client, here: House) -> None:
    at = re.search(r'name="at" value="([\w-]+)"', listed(client))
    assert at
    answer = client.post("/en/services/", {"at": at[1], "need": "doctor", "speaks": "ht"})
    way = answer["Location"]
    assert answer.status_code == 303 and re.fullmatch(r"/en/services/\?s=[\w-]+", way)
    again = client.post("/en/services/", {"at": at[1], "need": "doctor", "speaks": "ht"})
    assert again["Location"] != way
    title = re.search("<title>(.*)</title>", text(client.get(way)))
    assert title and title[1] == "Places"


def test_a_hidden_one_is_in_no_list_and_on_no_page(client: Client, here: House) -> None:
    page = listed(client)
    ways = [
        way
        for way in LINK.findall(page)
        if "Casa shelter" in text(client.get(f"/en/services/{way}"))
    ]
    change(address_hidden=True)
    assert "Casa shelter" not in listed(client)
    assert ways and not any(shown(client, way) for way in ways)


@pytest.mark.parametrize(
    "columns",
    [{"for_whom": ["women"]}, {"for_whom": ["children_alone"]}, {"needs": ["shelter", "gbv"]}],
)
def test_a_shelter_for_women_or_children_is_on_no_map(
    client: Client, here: House, columns: dict[str, Any]
) -> None:
    change(address="Rue Kanari 4", lat=18.5611, lon=-72.3101)
    assert "Rue Kanari" in listed(client)
    change(**columns)
    page = listed(client)
    assert "Casa shelter" in page and "Rue Kanari" not in page
    one = re.search(rf"{LINK.pattern}><bdi>Casa shelter<", page)
    assert one
    whole = text(client.get(f"/en/services/{one[1]}"))
    assert "Rue Kanari" not in whole and "geo:" not in whole and 'id="map"' not in whole
    assert "18.56" not in whole and "about 10 km" in page


def test_an_immigration_authority_is_not_listed(client: Client, here: House) -> None:
    assert "Casa doctor" in listed(client)
    with room("commons", machine()):
        Organisation.objects.filter(id=FARO).update(kind="enforcement")
    assert "Casa doctor" not in listed(client)


def test_it_shows_one_whole_and_leads_back(client: Client, here: House) -> None:
    hours = [{"day": day, "opens": "08:00", "closes": "17:00"} for day in range(5)]
    change(hours=hours, phone="+509 3701 0203", documents="some", documents_asked="A letter")
    page = listed(client, "fr")
    one = re.search(rf"{LINK.pattern}><bdi>Casa shelter<", page)
    assert one
    whole = text(client.get(f"/fr/services/{one[1]}"))
    assert "lundi" in whole and "08:00–17:00" in whole and 'href="tel:+50937010203"' in whole
    assert "A letter" in whole and "geo:18.5500,-72.3000" in whole
    back = LINK.search(whole)
    assert back and "Delmas" in text(client.get(f"/fr/services/{back[1]}"))


def test_a_typed_place_is_found_whatever_its_spelling(client: Client, here: House) -> None:
    page = text(client.post("/en/services/", {"place": " DÉLMAS"}, follow=True))
    assert "Help near \u2068Delmas\u2069" in page
    assert "Which of these do you mean?" in text(client.post("/en/services/", {"place": "el"}))
    assert "We do not know this place" in text(client.post("/en/services/", {"place": "Zz\x00"}))


@pytest.mark.parametrize("token", ["", "x", "é", "A" * 900, "\x00"])
def test_a_broken_address_leads_to_the_start(client: Client, here: House, token: str) -> None:
    answer = client.get("/en/services/", {"s": token})
    assert answer.status_code == 200 and "Near which place?" in text(answer)


def test_the_picker_keeps_the_list(client: Client, here: House) -> None:
    page = listed(client)
    way = re.search(r'href="(/en/languages/\?to=services&amp;s=[\w-]+)"', page)
    assert way
    picker = text(client.get(way[1].replace("&amp;", "&")))
    other = re.search(r'href="(/ht/services/\?s=[\w-]+)"', picker)
    assert other and "Casa shelter" in text(client.get(other[1]))


def test_it_has_pages(client: Client, here: House) -> None:
    with room("commons", machine()):
        row = Service.objects.get(id=seed.SHELTER)
        for number in range(11):
            row.id, row.ref = UUID(int=0xD100 + number), f"more{number}"
            row.save(force_insert=True)
    page = listed(client)
    assert "13 places." in page and "Page 1 of 2" in page
    following = re.search(r'href="(\?s=[\w-]+)">Next page', page)
    assert following
    second = text(client.get(f"/en/services/{following[1]}"))
    assert "Page 2 of 2" in second and second.count('class="svc"') == 3
    assert '<ol start="11">' in second


def test_it_seals_and_opens(stage: House) -> None:
    one = Chosen(UUID(int=7), "doctor", "ht", True, False, True, 3, UUID(int=9))
    assert chosen.opened(chosen.seal(one)) == one
    assert chosen.opened(chosen.seal(one)[:-2] + "AA") is None


def test_it_says_when_places_were_told_in_the_time_of_the_place(
    client: Client, here: House
) -> None:
    """Noon at Greenwich is seven or eight there: what was told would lie in the time to come."""
    now = clock.now()
    change(free=4, free_at=now)
    there = now.astimezone(ZoneInfo("America/Port-au-Prince"))
    assert f"{there:%H:%M}" in listed(client)
    assert f"{now:%H:%M}" not in listed(client)


def test_needs_are_asked_for_in_the_words_of_who_needs(client: Client, here: House) -> None:
    seed_needs(by=machine())
    near.forget()
    assert ">I am not safe</option>" in listed(client)
    assert ">Not safe</option>" not in listed(client)
