"""HSDS 3.0 documents: real shapes, broken ones, and what has no field in HSDS."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.commons.directory import actions, queries
from amparo.commons.directory.actions import Imported
from amparo.commons.directory.facts import Settings
from amparo.commons.directory.hsds.read import read
from amparo.commons.directory.tests.stories import AT, editor, needs
from tests.harness import House

DATA = Path(os.environ.get("AMPARO_TEST_DATA", "/nonexistent")) / "hsds/spec"
real = pytest.mark.skipif(not DATA.exists(), reason="AMPARO_TEST_DATA has no hsds/spec")


def service(**said: Any) -> dict[str, Any]:
    """A service as a publisher might send it."""
    plain: dict[str, Any] = {
        "id": "11111111-1111-4111-8111-111111111111",
        "name": "Legal clinic",
        "status": "active",
        "organization": {"id": "o1", "name": "Law for all", "description": "Lawyers"},
        "languages": [{"id": "l", "code": "ht"}, {"id": "m", "name": "Arabic"}, {"name": "Vogon"}],
        "phones": [{"id": "p", "number": '"+509 1234"'}],
        "schedules": [
            {"freq": "WEEKLY", "byday": "MO,TU", "opens_at": "09:00", "closes_at": "17:00:00"},
            {"freq": "MONTHLY", "byday": "1SA", "opens_at": "09:00", "closes_at": "12:00"},
            {
                "freq": "WEEKLY",
                "byday": "SU",
                "opens_at": "09:00",
                "closes_at": "12:00",
                "valid_to": "2020-01-01",
            },
        ],
        "service_at_locations": [place("a", 18.5)],
    }
    return {**plain, **said}


def place(id: str, latitude: float) -> dict[str, Any]:
    """One place of a service."""
    address = {"address_1": "1 Rue Pavée", "city": "Port-au-Prince", "address_type": "physical"}
    location = {"latitude": latitude, "longitude": -72.3, "addresses": [address]}
    return {"id": id, "location": location}


def taken(document: Any, keep_good: bool = False) -> Imported:
    """What came of a document, in a house that knows its needs."""
    needs()
    content = document if isinstance(document, bytes) else json.dumps(document).encode()
    return actions.import_directory(
        name="d.json",
        content=content,
        source="hub",
        by=editor(),
        keep_good=keep_good,
        timezone="America/Port-au-Prince",
    )


def only() -> queries.ServiceCard:
    """The one service there is."""
    (card,) = queries.services(queries.SearchFilter()).cards
    return card


def test_it_reads_a_service_with_all_that_ranking_needs(stage: House) -> None:
    done = taken({"contents": [service()]})
    assert done.notes == ("Schedules that are not weekly, left out of the hours: 1.",)
    card = only()
    assert (card.name, card.organisation, card.needs) == ("Legal clinic", "Law for all", ("held",))
    assert (card.languages, card.phone) == (("ht", "ar"), "+509 1234")
    assert card.hours_text == "Mon-Tue 09:00-17:00"
    assert (card.place, card.address, card.lat) == ("Port-au-Prince", "1 Rue Pavée", 18.5)
    assert (card.documents, card.firewall) == ("unknown", "unknown")


@pytest.mark.parametrize(
    "shape",
    [
        lambda one: {"contents": [one]},
        lambda one: [one],
        lambda one: one,
        lambda one: {"services": [one]},
        lambda one: {"organizations": [{"id": "o", "name": "Law", "services": [bare(one)]}]},
        lambda one: {"id": "o", "name": "Law", "services": [bare(one)]},
    ],
)
def test_it_reads_every_shape_of_document(stage: House, shape: Any) -> None:
    assert taken(shape(service())).counted.services_new == 1


def bare(one: dict[str, Any]) -> dict[str, Any]:
    """A service that stands inside its organisation."""
    return {key: value for key, value in one.items() if key != "organization"}


def test_it_takes_a_term_of_a_taxonomy_before_the_name(stage: House) -> None:
    term = {"taxonomy_term": {"id": "t", "name": "Emergency Food", "code": "BD-1800"}}
    taken(service(attributes=[term]))
    assert only().needs == ("food",)


def test_it_keeps_a_service_of_unknown_kind_under_other_and_says_so(stage: House) -> None:
    done = taken(service(name="Chess evening", description=""))
    assert only().needs == ("other",)
    assert "other" in done.notes[-1]


def test_it_asks_for_papers_only_when_the_document_says_so(stage: House) -> None:
    taken(service(required_documents=[{"document": "Passport"}]))
    assert (only().documents, only().documents_asked) == ("some", "Passport")
    taken(service(required_documents=[{"document": "None"}]))
    assert (only().documents, only().documents_asked) == ("none", "")


def test_it_makes_one_service_of_each_place_and_changes_them_when_they_come_again(
    stage: House,
) -> None:
    twice = service(service_at_locations=[place("a", 18.5), place("b", 19.7)])
    assert taken(twice).counted.services_new == 2
    assert taken(twice).counted.services_changed == 2


def test_it_reads_the_offset_of_a_schedule_as_a_zone(stage: House) -> None:
    week = {"freq": "WEEKLY", "byday": "MO", "opens_at": "09:00", "closes_at": "17:00"}
    taken(service(schedules=[{**week, "timezone": -5}]))
    assert queries.service_for_editing(editor(), only().id).facts.timezone == "Etc/GMT+5"


def test_it_leaves_free_places_and_hiding_alone_when_a_document_does_not_speak_of_them(
    stage: House,
) -> None:
    taken(service())
    actions.set_free(service=only().id, free=2, by=editor(), at=AT)
    taken(service(name="Legal clinic, renamed"))
    assert (only().name, only().free) == ("Legal clinic, renamed", 2)


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("status", {"status": "open"}),
        ("", {"name": None, "id": 7}),
        ("organization", {"organization": None}),
        ("organization", {"organization": {"id": "o"}}),
        ("phones", {"phones": "12345"}),
        ("schedules[0].timezone", {"schedules": [{"timezone": 99}]}),
        ("service_at_locations[0].location", {"service_at_locations": [place("a", 95.0)]}),
        ("name", {"name": "NUL \0"}),
        ("description", {"description": "lone \ud83d"}),
        ("organization.email", {"organization": {"id": "o", "name": "n", "email": "no"}}),
    ],
)
def test_it_says_where_a_document_is_broken(stage: House, field: str, said: dict[str, Any]) -> None:
    done = taken({"contents": [service(id="2"), service(**said)]})
    assert not done.written
    assert {one.row for one in done.problems} == {"contents[1]"}
    assert any(one.field.startswith(field) for one in done.problems)
    assert queries.services(queries.SearchFilter()).total == 0


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"7", b"{}", b"\xff\xfe", b'"text"', b"[" * 5000, b'{"services": [7, null]}'],
)
def test_it_says_when_it_is_no_document(stage: House, content: bytes) -> None:
    done = taken(content)
    assert not done.written
    assert done.problems[0].reason


def test_it_keeps_the_good_services_only_when_asked(stage: House) -> None:
    document = [service(), service(id="2", status="?"), 7]
    assert not taken(document).written
    done = taken(document, keep_good=True)
    assert (done.counted.services_new, len(done.problems)) == (1, 2)


def test_it_finds_the_same_id_twice(stage: House) -> None:
    done = taken([service(), service()])
    assert [(one.row, one.field) for one in done.problems] == [("[1]", "id")]


@real
def test_it_says_what_is_wrong_with_the_published_example(stage: House) -> None:
    """Its location lies at latitude 100, beyond the pole, and its organisation's parts are fine."""
    done = taken((DATA / "examples/service_full.json").read_bytes())
    assert not done.written
    assert {one.field for one in done.problems} == {"service_at_locations[0].location.latitude"}
    assert "100" in done.problems[0].reason


@real
def test_it_reads_the_published_example_once_it_lies_on_the_globe(stage: House) -> None:
    text = (DATA / "examples/service_full.json").read_text()
    taken(text.replace('"latitude": 100', '"latitude": 10').encode())
    card = only()
    assert (card.name, card.needs[0]) == ("Community Counselling", "psychosocial")
    assert (card.hours_text, card.documents) == ("", "some")


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*service(), "x", "location"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(JUNK)
def test_it_ends_with_rows_or_reasons_whatever_it_is_fed(junk: Any) -> None:
    said = Settings("s", {"food", "other"}, AT)
    for document in (junk, {"contents": [junk]}, {**service(), "attributes": junk}):
        found = read(json.dumps(document).encode(), said)
        assert all(one.reason for one in found.problems)
