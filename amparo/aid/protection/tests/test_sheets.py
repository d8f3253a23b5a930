"""A sheet: sealed, for trained staff alone, with its history; help never waits for it."""

from uuid import UUID

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amparo.aid.cases import actions as cases
from amparo.aid.protection import actions, queries, rules, sealing
from amparo.aid.protection.actions import sheets
from amparo.aid.protection.models import Sheet
from amparo.aid.protection.sealing import Content, Noted
from amparo.aid.protection.tests.world import BRUNO, CARLA, IRIS, JUMA, SCOPE, a_case
from amparo.guard.firewall import actions as firewall
from amparo.kernel.errors import DeniedError, InvalidError, NotFoundError, WrongStateError
from amparo.kernel.purposes import Purpose
from amparo.kernel.rooms import room
from tests import cast
from tests.harness import House

WORDS = "kanarisheet"


def tell_all(case: UUID) -> None:
    actions.set_answer(case=case, scope=SCOPE, answer="fears", words=WORDS, by=IRIS)
    actions.set_needs(
        case=case,
        scope=SCOPE,
        needs={"lgbti": Noted(WORDS), "disability": Noted("wheelchair"), "child": Noted("", True)},
        by=IRIS,
    )
    actions.set_signs(
        case=case,
        scope=SCOPE,
        signs=["papers_held", "debt"],
        note=WORDS,
        contact="unsafe",
        contact_note="The boss reads the phone",
        by=JUMA,
    )


def test_it_keeps_what_was_told_and_who_wrote_it_down(keys: House) -> None:
    case = a_case(keys)
    tell_all(case)
    page = queries.sheet(JUMA, case)
    assert (page.content.answer, page.content.words) == ("fears", WORDS)
    assert page.content.needs["disability"].note == "wheelchair"
    assert page.content.signs == ("papers_held", "debt") and not page.cleared
    assert [(one.what, one.by) for one in page.past] == [
        ("signs", "Juma"),
        ("needs", "Iris"),
        ("answer", "Iris"),
    ]


def test_it_is_sealed(keys: House) -> None:
    case = a_case(keys)
    tell_all(case)
    with psycopg.connect(keys.owner) as connection:
        rows = connection.execute("SELECT row_to_json(one)::text FROM aid_sheet one").fetchall()
        lines = connection.execute(
            "SELECT row_to_json(one)::text FROM kernel_audit one WHERE about_id = %s", [case]
        ).fetchall()
        jobs = connection.execute("SELECT args::text FROM procrastinate_jobs").fetchall()
    said = str(rows + lines + jobs)
    hexed = [one.encode().hex() for one in (WORDS, "lgbti", "fears", "wheelchair")]
    assert not [one for one in (WORDS, "lgbti", "fears", "wheelchair", *hexed) if one in said]


def test_every_deed_leaves_the_same_line(keys: House) -> None:
    case = a_case(keys)
    tell_all(case)
    with psycopg.connect(keys.owner) as connection:
        rows = connection.execute(
            "SELECT DISTINCT outcome, purpose, detail::text FROM kernel_audit "
            "WHERE verb = 'work_on_sheet' AND about_id = %s",
            [case],
        ).fetchall()
    assert rows == [("done", "assist", "{}")]


@pytest.mark.parametrize("name", ["bruno", "carla", "dario", "farid"])
def test_it_is_closed_to_those_who_are_not_trained(keys: House, name: str) -> None:
    case = a_case(keys)
    tell_all(case)
    assert queries.sheet(IRIS, case).content.words == WORDS
    with pytest.raises(DeniedError):
        queries.sheet(cast.actor(name), case)
    with pytest.raises(DeniedError):
        actions.set_answer(case=case, scope=SCOPE, answer="no", words="", by=cast.actor(name))


def test_another_scope_can_not_be_written_in(keys: House) -> None:
    case = a_case(keys)
    with pytest.raises(NotFoundError):
        actions.set_answer(case=case, scope=cast.OLA, answer="no", words="", by=IRIS)


def test_help_goes_on_without_a_word_of_it(keys: House) -> None:
    """Nothing was asked, nothing is on the sheet: notes, wish and closing work all the same."""
    case = a_case(keys)
    cases.note(case=case, text="Called", by=BRUNO)
    cases.set_wish(case=case, wish="Water", language="en", by=BRUNO)
    cases.close_case(case=case, outcome="helped", by=BRUNO)


def carried(case: UUID, need: str) -> str:
    held = queries.for_pathway(BRUNO, case, need)
    opened = firewall.reveal(what=held, purpose=Purpose.REFER, reason="t", actor=BRUNO)
    return "".join(one or "" for one in opened).strip()


def test_a_pathway_carries_what_it_needs_and_no_more(keys: House) -> None:
    case = a_case(keys)
    tell_all(case)
    assert carried(case, "asylum").splitlines() == [
        f"Fears a return: {WORDS}",
        "Disability: wheelchair",
        f"LGBTI: {WORDS}",
        "Do not contact directly: The boss reads the phone",
    ]
    assert carried(case, "doctor") == carried(case, "water") == "Disability: wheelchair"
    assert "2 signs" in carried(case, "trafficking") and "LGBTI" not in carried(case, "trafficking")


@pytest.mark.parametrize("need", ["consular", "wages", "papers", "returning", "", "no such need"])
def test_a_consulate_carries_nothing_ever(keys: House, need: str) -> None:
    case = a_case(keys)
    tell_all(case)
    assert queries.for_pathway(BRUNO, case, "asylum")
    assert queries.for_pathway(BRUNO, case, need) == ()


def test_another_organisation_carries_nothing(keys: House) -> None:
    case = a_case(keys)
    tell_all(case)
    assert queries.for_pathway(BRUNO, case, "asylum")
    assert queries.for_pathway(CARLA, case, "asylum") == ()


def test_two_who_write_at_once_do_not_overwrite_each_other(keys: House) -> None:
    case = a_case(keys)
    with room("aid", IRIS):
        read = Sheet.objects.get(case_id=case)
    mine = sheets._new(case, SCOPE, Content(answer="no"), IRIS)
    actions.set_answer(case=case, scope=SCOPE, answer="asylum", words="", by=JUMA)
    with pytest.raises(WrongStateError), room("aid", IRIS):
        sheets._write(mine, read)
    assert queries.sheet(IRIS, case).content.answer == "asylum"
    assert queries.stops(BRUNO, case) == queries.NOT_CLEARED


def test_a_second_delivery_of_the_news_makes_no_second_sheet(keys: House) -> None:
    case = a_case(keys)
    tell_all(case)
    actions.begin(case=case, scope=SCOPE)
    assert queries.sheet(IRIS, case).content.words == WORDS


def test_it_refuses_what_is_on_no_list_and_what_is_too_long(keys: House) -> None:
    case = a_case(keys)
    for wrong in ("maybe", ""):
        with pytest.raises(InvalidError):
            actions.set_answer(case=case, scope=SCOPE, answer=wrong, words="", by=IRIS)
    with pytest.raises(InvalidError):
        actions.set_needs(case=case, scope=SCOPE, needs={"rich": Noted()}, by=IRIS)
    with pytest.raises(InvalidError):
        actions.set_answer(case=case, scope=SCOPE, answer="no", words="x" * 501, by=IRIS)
    assert queries.sheet(IRIS, case).content == Content()


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(
        st.sampled_from(sorted(rules.KINDS)), st.text(max_size=rules.LONGEST_NOTE), max_size=10
    ),
    st.text(max_size=rules.LONGEST_WORDS),
)
def test_all_slots_are_of_one_length_and_the_text_comes_back(
    notes: dict[str, str], words: str
) -> None:
    content = Content(
        answer="fears", words=words, needs={key: Noted(note) for key, note in notes.items()}
    )
    try:
        clear = sealing.clear_sheet(UUID(int=1), content)
    except UnicodeEncodeError:
        return  # half a character: no browser sends it, and nothing was kept
    whole, *slots = [str(one.text) for one in clear]
    assert len({len(one.encode()) for one in slots}) == 1
    assert len(whole.encode()) in rules.SHEET_STEPS
    assert Content.from_text(whole) == content
