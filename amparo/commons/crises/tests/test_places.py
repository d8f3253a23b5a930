"""The gazetteer: what comes with us, a file of one's own, and broken files."""

from datetime import date

import pytest

from amparo.commons.crises import actions, queries
from amparo.kernel.authority import machine
from amparo.kernel.errors import DeniedError, InvalidError
from tests.cast import actor
from tests.harness import House

GOOD = """ref,name,other_names,lat,lon,kind
d19,Delmas 19,Dèlma 19; delmas19,18.55,-72.30,quarter
t32,Thomassin 32,,18.49,-72.30,quarter
"""


def taken(content: bytes, keep_good: bool = False) -> actions.Loaded:
    """What came of a file of places of Haiti."""
    return actions.import_places(
        country="HT", content=content, source="own", keep_good=keep_good, by=machine()
    )


def test_it_loads_the_towns_of_a_country_twice_without_doubling(stage: House) -> None:
    first = actions.load_places(country="HT", by=machine())
    assert first.new > 100
    again = actions.load_places(country="HT", by=machine())
    assert (again.new, again.changed) == (0, first.new)
    capital = max(queries.places("HT"), key=lambda one: one.population)
    assert (capital.name, capital.population > 1_000_000) == ("Port-au-Prince", True)
    assert {"Potoprens", "Pòtoprens"} <= set(capital.names)


def test_it_takes_in_a_file_and_changes_it_when_it_comes_again(stage: House) -> None:
    assert taken(GOOD.encode()).new == 2
    assert taken(GOOD.replace("18.55", "18.56").encode()).changed == 2
    delmas = next(one for one in queries.places("HT") if one.ref == "d19")
    assert (delmas.names, delmas.lat, delmas.kind) == (("Dèlma 19", "delmas19"), 18.56, "quarter")


def test_it_says_row_field_and_reason_and_keeps_the_good_ones_only_when_asked(stage: House) -> None:
    broken = (GOOD + ",No ref,,1,1,\nx,Far,,91,nan,\nd19,Twice,,1,1,\n").encode()
    done = taken(broken)
    assert not done.written
    assert [(row, field) for row, field, _ in done.problems] == [
        ("row 4", "ref"),
        ("row 5", "lat"),
        ("row 5", "lon"),
        ("row 6", "ref"),
    ]
    assert queries.places("HT") == ()
    assert taken(broken, keep_good=True).new == 2


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\xff\xfe\xfa", b'ref,name\n"'])
def test_it_says_what_is_wrong_with_a_file(stage: House, content: bytes) -> None:
    done = taken(content)
    assert not done.written
    assert done.problems


def test_it_knows_which_countries_there_are(stage: House) -> None:
    with pytest.raises(InvalidError):
        actions.load_places(country="XX", by=machine())


def test_it_is_done_by_who_keeps_the_crisis_and_refused_to_others(stage: House) -> None:
    done = actions.import_places(country="HT", content=GOOD.encode(), by=actor("farid"))
    assert done.written
    with pytest.raises(DeniedError):
        actions.import_places(country="HT", content=GOOD.encode(), by=actor("bruno"))


def test_the_towns_of_a_crisis_that_a_page_added_come_by_the_clock_once(stage: House) -> None:
    actions.seed_kinds(by=machine())
    facts = actions.CrisisFacts(name="Quake", country="HT", started_on=date(2026, 1, 1))
    actions.add_crisis(facts=facts, by=actor("farid"))
    assert queries.count_places("HT", machine()) == 0
    assert actions.load_missing_places(by=machine()) > 100
    assert actions.load_missing_places(by=machine()) == 0
    with pytest.raises(DeniedError):
        actions.load_missing_places(by=actor("bruno"))
