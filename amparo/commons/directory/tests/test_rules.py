"""The table of points: each line, and what outweighs what."""

from dataclasses import replace

import pytest

from amparo.commons.directory.rules import TABLE, Candidate, age_words, can_receive, judge

PLAIN = Candidate(met=("Shelter",))
BEST = Candidate(
    met=("Shelter",),
    speaks="Kreyòl",
    languages_known=True,
    speaks_it=True,
    distance_asked=True,
    distance_km=1.0,
    open=True,
    until="18:00",
    documents="none",
    firewall="keeps",
    free=4,
    free_age_hours=2.0,
    confirmed_days=3,
)


def words(one: Candidate) -> list[str]:
    """The reasons in words."""
    return [reason.words for reason in judge(one)[1]]


def test_it_says_everything_that_speaks_for_a_service_in_words() -> None:
    assert words(BEST) == [
        "Helps with Shelter",
        "Speaks Kreyòl",
        "1.0 km",
        "Open now, until 18:00",
        "Free places: 4, told 2 hours ago",
        "Does not ask for papers",
        "Keeps the firewall: does not ask, does not tell",
    ]


def test_it_says_what_is_not_known_and_never_guesses() -> None:
    unknown = replace(PLAIN, speaks="Kreyòl", distance_asked=True)
    assert words(unknown)[1:] == [
        "Languages: not known",
        "Distance: not known",
        "Hours: not known",
        "Free places: not known",
        "Papers: not known",
        "Firewall: not known",
        "Never confirmed",
    ]


@pytest.mark.parametrize(
    ("situation", "change", "words_said"),
    [
        ("speaks_other_languages", {"speaks_it": False}, "Not known to speak Kreyòl"),
        ("far_away", {"distance_km": 240.0}, "240 km"),
        (
            "hidden",
            {"hidden": True, "distance_km": 10},
            "About 10 km; the exact place is not shown",
        ),
        ("closed", {"open": False, "opens": "at 08:00"}, "Closed now, opens at 08:00"),
        ("hours_unknown", {"open": None}, "Hours: not known"),
        ("full", {"free": 0}, "Full, told 2 hours ago"),
        ("was_full", {"free": 0, "free_age_hours": 90}, "Was full 3 days ago; ask first"),
        (
            "free_some_days_ago",
            {"free_age_hours": 90},
            "Free places: 4, told 3 days ago; ask first",
        ),
        ("wants_papers", {"documents": "some"}, "Asks for papers"),
        (
            "wants_a_passport",
            {"documents": "some", "documents_asked": "passport"},
            "Asks for papers: passport",
        ),
        (
            "may_report",
            {"firewall": "reports"},
            "May report to authorities: ask before sending her",
        ),
        ("a_consulate", {"kind": "consulate"}, "A State body: cannot receive a referral"),
        ("not_confirmed", {"confirmed_days": 400}, "Not confirmed for more than a year"),
    ],
)
def test_it_puts_what_speaks_against_a_service_lower_and_says_why(
    situation: str, change: dict[str, object], words_said: str
) -> None:
    worse = replace(BEST, **change)  # type: ignore[arg-type]
    assert words_said in words(worse)
    assert judge(worse)[0] < judge(BEST)[0]


def test_it_puts_the_need_before_everything_that_is_not_closed_or_full() -> None:
    two = replace(PLAIN, met=("Shelter", "Food"), firewall="reports", documents="some")
    assert judge(two)[0] > judge(BEST)[0]


@pytest.mark.parametrize("change", [{"open": False, "opens": "at 08:00"}, {"free": 0}])
def test_it_puts_a_closed_or_full_one_behind_the_poorest_open_one(
    change: dict[str, object],
) -> None:
    poorest = replace(
        PLAIN,
        speaks="Kreyòl",
        languages_known=True,
        distance_km=900.0,
        documents="some",
        firewall="reports",
        kind="ministry",
    )
    assert judge(replace(BEST, **change))[0] < judge(poorest)[0]  # type: ignore[arg-type]


def test_it_takes_enforcement_to_report_whatever_a_row_says() -> None:
    assert TABLE["reports"].words in words(replace(BEST, kind="enforcement", firewall="keeps"))


def test_it_puts_who_asks_for_papers_last_for_someone_who_has_none() -> None:
    asks = replace(BEST, documents="some")
    assert judge(replace(asks, no_papers=True))[0] < judge(PLAIN)[0] < judge(asks)[0]


@pytest.mark.parametrize("kind", ["municipality", "ministry", "consulate", "enforcement"])
def test_it_lets_no_state_body_receive(kind: str) -> None:
    assert can_receive("shelter")
    assert not can_receive(kind)


@pytest.mark.parametrize(
    ("hours", "said"),
    [(0.2, "within the hour"), (1.5, "1 hour ago"), (30, "30 hours ago"), (72, "3 days ago")],
)
def test_it_says_how_long_ago(hours: float, said: str) -> None:
    assert age_words(hours) == said
