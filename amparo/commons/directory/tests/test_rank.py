"""Ranking over real rows, as situations by name."""

from datetime import UTC, datetime, timedelta

from amparo.commons.directory import actions
from amparo.commons.directory.candidates import kilometres
from amparo.commons.directory.tests.stories import (
    AT,
    HERE,
    NIGHT,
    editor,
    names,
    ranked,
    reasons,
    service,
)
from tests.harness import House


def test_it_shows_only_services_that_meet_a_need(stage: House) -> None:
    service("Beds")
    service("Soup", needs=("food",))
    assert names(ranked("shelter")) == ["Beds"]
    assert set(names(ranked("shelter", "food"))) == {"Beds", "Soup"}


def test_it_puts_who_meets_both_needs_before_the_nearer_one(stage: House) -> None:
    service("Soup next door", needs=("food",))
    service("Beds and soup", needs=("shelter", "food"), lat=18.9, lon=-72.3)
    assert names(ranked("shelter", "food"))[0] == "Beds and soup"


def test_it_says_the_reasons_in_words(stage: House) -> None:
    service("Beds", documents="none", confirmed_on=AT.date(), always_open=True, hours=())
    assert reasons(ranked("shelter")[0]) == [
        "Helps with A place to sleep",
        "Speaks Kreyòl",
        "0.0 km",
        "Always open",
        "Free places: not known",
        "Does not ask for papers",
        "Keeps the firewall: does not ask, does not tell",
    ]


def test_it_shows_a_closed_one_last_and_why(stage: House) -> None:
    service("Night shelter next door", hours=NIGHT)
    service("Day shelter far away", lat=19.75, lon=-72.2, languages=("es",))
    found = ranked("shelter")
    assert names(found) == ["Day shelter far away", "Night shelter next door"]
    assert "Closed now, opens at 20:00" in reasons(found[1])
    assert (found[0].open_now, found[1].open_now) == (True, False)


def test_it_shows_a_full_one_last_until_the_news_is_old(stage: House) -> None:
    full = service("Full next door")
    service("Far with places", lat=19.75, lon=-72.2, free=2, free_at=AT)
    actions.set_free(service=full, free=0, by=editor(), at=AT - timedelta(hours=3))
    assert names(ranked("shelter")) == ["Far with places", "Full next door"]
    later = AT + timedelta(days=2)
    assert names(ranked("shelter", at=later)) == ["Full next door", "Far with places"]


def test_it_never_asks_how_large_an_organisation_is(stage: House) -> None:
    service("Small", lat=18.5435)
    for n in range(5):
        service(f"One of many {n}", lat=18.7)
    assert names(ranked("shelter"))[0] == "Small"


def test_it_shows_a_consulate_but_not_as_a_receiver(stage: House) -> None:
    service("Emergency papers", kind="consulate", needs=("papers",))
    service("Legal papers", needs=("papers",))
    found = ranked("papers")
    assert {one.service.name: one.service.can_receive for one in found} == {
        "Emergency papers": False,
        "Legal papers": True,
    }


def test_it_counts_a_hotline_without_a_place_as_near_everyone(stage: House) -> None:
    service("Hotline", lat=None, lon=None, always_open=True, hours=())
    found = ranked("shelter")
    assert names(found) == ["Hotline"]
    assert "Distance: not known" in reasons(found[0])


def test_it_looks_farther_when_nothing_is_near(stage: House) -> None:
    service("Across the country", lat=18.2, lon=-73.75)
    service("On another continent", lat=52.5, lon=13.4, timezone="Europe/Berlin")
    assert names(ranked("shelter"))[0] == "Across the country"


def test_it_opens_by_the_clock_of_the_place_and_not_of_the_server(stage: House) -> None:
    service("Here")
    early = datetime(2026, 3, 18, 9, 0, tzinfo=UTC)  # five in the morning there
    assert ranked("shelter", at=early)[0].open_now is False
    assert ranked("shelter", at=AT)[0].open_now is True


def test_it_leaves_out_what_is_no_longer_offered(stage: House) -> None:
    gone = service("Gone")
    assert names(ranked("shelter")) == ["Gone"]
    actions.set_active(service=gone, active=False, by=editor())
    assert ranked("shelter") == ()


def test_it_gives_at_most_what_was_asked(stage: House) -> None:
    for n in range(4):
        service(f"Beds {n}")
    assert len(ranked("shelter", limit=3)) == 3


def test_it_answers_without_a_place_or_a_language_or_a_need(stage: House) -> None:
    service("Beds")
    found = ranked(lat=None, lon=None, languages=())
    assert names(found) == ["Beds"]
    assert found[0].distance_km is None


def test_it_measures_the_way_from_port_au_prince_to_jacmel() -> None:
    assert 39 < kilometres(*HERE, 18.2343, -72.5354) < 42
