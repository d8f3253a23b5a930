"""Directory sheets: what people write, what is wrong with it, and twice the same file."""

import io
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from amparo.commons.directory import actions, queries
from amparo.commons.directory.actions import Imported
from amparo.commons.directory.facts import Settings
from amparo.commons.directory.sheets.cells import guarded, unguarded
from amparo.commons.directory.sheets.read import read
from amparo.commons.directory.tests.stories import AT, editor, needs
from tests.harness import House

GOOD = """Organisation*;Service;Needs;Languages spoken;Opening hours;Papers;Lat;Long;Firewall
Kay Ouvè;Beds;shelter, food;Kreyòl, français;Mon-Sun 18:00-08:00;none;18,54;-72,33;keeps
Kay Ouvè;Legal aid;Lawyer;ht;;some;;;
"""
BROKEN = GOOD + "Kay Ouvè;;shelter;ht;;;;;\nMoon;Tea;gold;zz-zz;whenever;maybe;north;0;\n"


def taken(text: str | bytes, name: str = "list.csv", keep_good: bool = False) -> Imported:
    """What came of a file, in a house that knows its needs."""
    needs()
    content = text.encode() if isinstance(text, str) else text
    return actions.import_directory(
        name=name, content=content, source="kay", by=editor(), keep_good=keep_good
    )


def cards() -> dict[str, queries.ServiceCard]:
    """The services by name."""
    return {one.name: one for one in queries.services(queries.SearchFilter()).cards}


def test_it_reads_what_people_write(stage: House) -> None:
    assert taken(GOOD).counted.services_new == 2
    beds = cards()["Beds"]
    assert beds.needs == ("shelter", "food")
    assert beds.languages == ("ht", "fr")
    assert beds.hours_text == "Mon-Sun 18:00-08:00"
    assert (beds.documents, beds.firewall, beds.lat, beds.lon) == ("none", "keeps", 18.54, -72.33)
    assert cards()["Legal aid"].needs == ("held",)


def test_it_changes_the_same_rows_when_it_comes_again(stage: House) -> None:
    taken(GOOD)
    before = {name: card.id for name, card in cards().items()}
    again = taken(GOOD.replace("none", "some"))
    assert (again.counted.services_new, again.counted.services_changed) == (0, 2)
    assert (again.counted.organisations_new, again.counted.organisations_changed) == (0, 1)
    assert {name: card.id for name, card in cards().items()} == before
    assert cards()["Beds"].documents == "some"


def test_it_leaves_what_a_file_does_not_speak_of(stage: House) -> None:
    taken(GOOD)
    beds = cards()["Beds"].id
    actions.set_free(service=beds, free=7, by=editor(), at=AT)
    actions.confirm_service(service=beds, by=editor(), on=date(2026, 1, 5))
    taken("organisation,service,needs\nKay Ouvè,Beds,food\n")
    card = queries.service(beds)
    assert (card.needs, card.free, card.confirmed_on) == (("food",), 7, date(2026, 1, 5))
    assert (card.firewall, card.languages) == ("keeps", ("ht", "fr"))


def test_it_writes_nothing_when_a_row_is_broken(stage: House) -> None:
    done = taken(BROKEN)
    assert not done.written
    assert cards() == {}
    faults = [(one.row, one.field) for one in done.problems]
    assert faults[0] == ("row 4", "service")
    assert {field for row, field in faults if row == "row 5"} == {
        "needs",
        "languages",
        "hours",
        "papers",
        "latitude",
    }
    assert all(one.reason for one in done.problems)


def test_it_keeps_the_good_rows_only_when_asked(stage: House) -> None:
    done = taken(BROKEN, keep_good=True)
    assert done.written
    assert set(cards()) == {"Beds", "Legal aid"}
    assert len({one.row for one in done.problems}) == 2


@pytest.mark.parametrize(
    ("situation", "content", "words"),
    [
        ("empty", b"", "empty"),
        ("no_header", b"a,b\n1,2\n", "header"),
        ("not_utf8", "organisation,service,needs\nÉ,b,food".encode("latin-1"), "UTF-8"),
        ("nul_bytes", b"organisation,service,needs\nA\0,b,food", "control|table"),
        ("only_a_header", b"organisation,service,needs\n", ""),
    ],
)
def test_it_says_what_is_wrong_with_a_file(
    stage: House, situation: str, content: bytes, words: str
) -> None:
    done = taken(content)
    assert not done.written
    assert any(word in str(done.problems) for word in words.split("|"))


@pytest.mark.parametrize("content", [b"PK\x03\x04 not a zip", b"<html>", b"\xd0\xcf\x11\xe0 xls"])
def test_it_says_when_a_file_is_no_spreadsheet(stage: House, content: bytes) -> None:
    done = taken(content, name="list.xlsx")
    assert "no spreadsheet" in done.problems[0].reason


def test_it_finds_the_same_service_twice_in_a_file(stage: House) -> None:
    done = taken("organisation,service,needs,id\nA,b,food,7\nA,c,food,7\n")
    assert [(one.row, one.field) for one in done.problems] == [("row 3", "reference")]


def test_it_reads_a_workbook_with_a_title_above_the_table(stage: House) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["Who does what"],
        [],
        ["Agency", "Activity", "Sector", "Service (ar)", "Places", "Colour", "Confirmed on"],
        ["Kay", "Beds", "Shelter", "أسرّة", 12, "red", date(2026, 2, 1)],
    ):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    done = taken(out.getvalue(), "list.xlsx")
    assert done.notes == ("Columns that were not read: Colour.",)
    card = cards()["Beds"]
    assert (card.capacity, card.confirmed_on) == (12, date(2026, 2, 1))
    assert queries.service(card.id, "ar").name == "أسرّة"


def test_it_keeps_a_formula_as_text(stage: House) -> None:
    taken('organisation,service,needs\nA,"=HYPERLINK(""http://x"",""y"")",food\n')
    assert list(cards()) == ['=HYPERLINK("http://x","y")']


@pytest.mark.parametrize("text", ["=1+1", "+509 1", "-2", "@SUM(A1)", "\tx", "\rx", "'=1"])
def test_it_guards_a_formula_and_takes_its_own_guard_off_again(text: str) -> None:
    assert guarded(text).startswith("'")
    assert unguarded(guarded("=1")) == "=1"
    assert guarded("Beds") == unguarded("Beds") == "Beds"


def test_it_takes_a_ministry_for_a_state_body_though_no_kind_is_told(stage: House) -> None:
    taken("organisation,service,needs\nMinistry of Interior,Desk,papers\nKay,Beds,shelter\n")
    assert not cards()["Desk"].can_receive
    assert cards()["Beds"].can_receive


def test_it_hides_where_women_are_sheltered_unless_told_otherwise(stage: House) -> None:
    rows = "A,Safe house,gbv,1 Palm Street,\nA,Office,gbv,2 Palm Street,no\n"
    taken("organisation,service,needs,address,hide address\n" + rows)
    assert cards()["Safe house"].address_hidden
    assert cards()["Office"].address == "2 Palm Street"
    taken("organisation,service,needs,address,hide address\nA,Safe house,shelter,1 Palm Street,\n")
    assert cards()["Safe house"].address_hidden


def test_it_opens_no_file_by_the_name_it_is_given(stage: House, tmp_path: Path) -> None:
    assert not taken(b"organisation,service,needs\n", str(tmp_path / "no.csv")).written


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=150, deadline=None)
@given(st.lists(st.lists(st.text(max_size=12), max_size=6), max_size=4), st.binary(max_size=80))
def test_it_ends_with_rows_or_reasons_whatever_it_is_fed(
    rows: list[list[str]], noise: bytes
) -> None:
    said = Settings("s", {"food"}, AT)
    text = "organisation,service,needs,hours,lat,free\n" + "\n".join(",".join(row) for row in rows)
    for content in (text.encode("utf-8", "replace"), noise):
        for name in ("a.csv", "a.xlsx"):
            found = read(name, content, said)
            assert all(one.reason for one in found.problems)
