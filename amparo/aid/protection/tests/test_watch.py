"""The watch list: two people stand for each entry, nothing of it is readable, no warning names."""

from datetime import timedelta
from uuid import UUID

import psycopg
import pytest
import time_machine

from amparo.aid.protection import actions, queries
from amparo.aid.protection.actions import Reported
from amparo.kernel import clock
from amparo.kernel.errors import DeniedError, InvalidError, NotFoundError, WrongStateError
from tests import cast
from tests.harness import House

IRIS, JUMA, BRUNO = cast.actor("iris"), cast.actor("juma"), cast.actor("bruno")
REPORTED = Reported("Kanari Labour Agency", "recruiter", "Bus station", "Keeps the passports")
GENERAL = "Do not give your passport to anyone who offers work. Keep a photo of it."


def proposed() -> UUID:
    return actions.propose(reported=REPORTED, scope=cast.LINE, by=IRIS)


def confirmed() -> UUID:
    ref = proposed()
    actions.confirm(entry=ref, by=JUMA)
    return ref


def test_it_counts_when_a_second_colleague_confirms(web: House) -> None:
    ref = proposed()
    assert queries.watch_entry(JUMA, ref).row.state == "proposed"
    with pytest.raises(DeniedError, match="second colleague"):
        actions.confirm(entry=ref, by=IRIS)
    actions.confirm(entry=ref, by=JUMA)
    row = queries.watch_entry(IRIS, ref).row
    assert (row.state, row.proposed_by, row.confirmed_by) == ("confirmed", "Iris", "Juma")
    with pytest.raises(WrongStateError):
        actions.confirm(entry=ref, by=JUMA)


@pytest.mark.parametrize(
    "change",
    [
        "state = 'confirmed', confirmed_at = now(), confirmed_by_id = proposed_by_id",
        "state = 'confirmed'",
        "confirmed_at = now()",
        "state = 'withdrawn'",
    ],
)
def test_the_database_itself_wants_two(web: House, change: str) -> None:
    ref = proposed()
    with (
        psycopg.connect(web.owner) as connection,
        pytest.raises(psycopg.errors.CheckViolation),
    ):
        connection.execute(f"UPDATE aid_watch_entry SET {change} WHERE id = %s", [ref])


def test_nothing_of_it_is_readable(web: House) -> None:
    ref = confirmed()
    actions.draft_warning(entry=ref, text=GENERAL, language="en", by=IRIS)
    actions.withdraw(entry=ref, reason="Kanari closed", by=IRIS)
    with psycopg.connect(web.owner) as connection:
        rows = connection.execute(
            "SELECT row_to_json(one)::text FROM aid_watch_entry one UNION ALL "
            "SELECT row_to_json(one)::text FROM aid_watch_warning one UNION ALL "
            "SELECT row_to_json(one)::text FROM kernel_audit one"
        ).fetchall()
    for word in ("Kanari", "passport", "recruiter", "Bus station", "closed"):
        assert word not in str(rows) and word.encode().hex() not in str(rows)


@pytest.mark.parametrize("words", ["kanari", "KANARI LABOR AGENCY", "bus station", "passports"])
def test_it_is_found_misspelt_too(web: House, words: str) -> None:
    ref = confirmed()
    assert [row.id for row in queries.watch_list(JUMA, words).rows] == [ref]
    assert queries.watch_list(JUMA, "Another firm").rows == ()


def test_a_second_report_of_the_same_is_shown_beside_it(web: House) -> None:
    first = confirmed()
    again = Reported("Agency Kanari Labour", "employer", "", "Pays nothing")
    second = actions.propose(reported=again, scope=cast.LINE, by=JUMA)
    assert [row.id for row in queries.watch_entry(IRIS, second).alike] == [first]


def test_after_half_a_year_someone_must_look_again(web: House) -> None:
    ref = confirmed()
    assert not queries.watch_entry(IRIS, ref).row.due
    with time_machine.travel(clock.now() + timedelta(days=181), tick=False):
        assert queries.watch_entry(IRIS, ref).row.due
        actions.review(entry=ref, by=IRIS)
        row = queries.watch_entry(IRIS, ref).row
        assert not row.due and row.reviewed_by == "Iris"
    with pytest.raises(WrongStateError):
        actions.review(entry=proposed(), by=JUMA)


def test_it_is_withdrawn_with_a_reason(web: House) -> None:
    ref = confirmed()
    with pytest.raises(InvalidError):
        actions.withdraw(entry=ref, reason=" ", by=IRIS)
    actions.withdraw(entry=ref, reason="It was another firm", by=IRIS)
    assert queries.watch_list(IRIS).rows == ()
    (row,) = queries.watch_list(IRIS, withdrawn=True).rows
    assert row.withdrawn_by == "Iris"
    assert queries.watch_entry(IRIS, ref).row.reason == "It was another firm"
    with pytest.raises(WrongStateError):
        actions.confirm(entry=ref, by=JUMA)


def test_a_warning_is_drafted_by_one_and_read_over_by_another(web: House) -> None:
    ref = confirmed()
    draft = actions.draft_warning(entry=ref, text=GENERAL, language="en", by=IRIS)
    with pytest.raises(DeniedError):
        actions.mark_ready(warning=draft, by=IRIS)
    assert actions.mark_ready(warning=draft, by=JUMA) == ref
    (row,) = queries.watch_entry(IRIS, ref).warnings
    assert (row.text, row.ready_by) == (GENERAL, "Juma")
    with pytest.raises(WrongStateError):
        actions.mark_ready(warning=draft, by=JUMA)
    with psycopg.connect(web.owner) as connection, pytest.raises(psycopg.errors.CheckViolation):
        connection.execute("UPDATE aid_watch_warning SET ready_by_id = drafted_by_id")


@pytest.mark.parametrize(
    "text",
    [
        "Beware of Kanari Labour Agency",
        "Beware of the KANARI people",
        "They call from +509 37 01-02-03",
        "",
        "x" * 1001,
    ],
)
def test_a_warning_names_nobody(web: House, text: str) -> None:
    ref = confirmed()
    with pytest.raises(InvalidError):
        actions.draft_warning(entry=ref, text=text, language="en", by=IRIS)


def test_no_warning_comes_of_what_only_one_has_said(web: House) -> None:
    with pytest.raises(WrongStateError):
        actions.draft_warning(entry=proposed(), text=GENERAL, language="en", by=IRIS)


@pytest.mark.parametrize(
    "wrong",
    [
        Reported("", "employer", "", "x"),
        Reported("A", "boss", "", "x"),
        Reported("A", "employer", "", " "),
        Reported("A" * 161, "employer", "", "x"),
    ],
)
def test_a_report_says_who_and_what(web: House, wrong: Reported) -> None:
    with pytest.raises(InvalidError):
        actions.propose(reported=wrong, scope=cast.LINE, by=IRIS)


@pytest.mark.parametrize("name", ["bruno", "carla", "farid"])
def test_it_is_for_protection_staff_alone(web: House, name: str) -> None:
    ref, who = confirmed(), cast.actor(name)
    assert queries.watch_list(IRIS).rows
    for act in (
        lambda: queries.watch_list(who),
        lambda: queries.watch_entry(who, ref),
        lambda: actions.confirm(entry=ref, by=who),
        lambda: actions.propose(reported=REPORTED, scope=cast.LINE, by=who),
    ):
        with pytest.raises(DeniedError):
            act()


def test_another_scopes_list_is_not_there(web: House) -> None:
    ref = actions.propose(reported=REPORTED, scope=cast.FARO, by=IRIS)
    assert queries.watch_entry(IRIS, ref).row.id == ref
    assert queries.watch_list(JUMA).rows == ()
    for act in (
        lambda: queries.watch_entry(JUMA, ref),
        lambda: actions.confirm(entry=ref, by=JUMA),
        lambda: actions.withdraw(entry=ref, reason="x", by=JUMA),
        lambda: actions.propose(reported=REPORTED, scope=cast.FARO, by=JUMA),
    ):
        with pytest.raises(NotFoundError):
            act()
