"""A case: the wish first, notes, an outcome."""

from uuid import UUID

import pytest

from amparo.aid.cases import actions, queries
from amparo.kernel.errors import DeniedError, InvalidError, NotFoundError, WrongStateError
from amparo.reach.messaging import queries as messaging
from amparo.reach.messaging.queries import QueueFilter
from tests import events, seed
from tests.cast import actor
from tests.harness import House

BRUNO = actor("bruno")


def a_case(keys: House) -> UUID:
    setting = seed.crisis()
    seed.message("Nou bezwen dlo nan Delmas 33")
    seed.read_all(setting)
    row = messaging.queue(BRUNO, QueueFilter()).rows[0]
    facts = messaging.case_facts(BRUNO, row.id)
    return actions.open_case(facts=facts, wish="Water for the children", by=BRUNO)


def test_it_begins_with_the_wish(keys: House) -> None:
    page = queries.case(BRUNO, a_case(keys))
    assert (page.wish, page.needs, page.opened_by) == (
        "Water for the children",
        ("water",),
        "Bruno",
    )


def test_it_is_opened_once_for_a_conversation(keys: House) -> None:
    case = a_case(keys)
    ref = queries.case(BRUNO, case).conversation_id
    assert ref is not None
    with pytest.raises(WrongStateError):
        actions.open_case(facts=messaging.case_facts(BRUNO, ref), wish="", by=BRUNO)
    events.deliver_all(keys)
    thread = messaging.conversation(BRUNO, ref)
    assert (thread.row.case_id, thread.row.state) == (case, "worked_on")


def test_it_keeps_notes_in_order(keys: House) -> None:
    case = a_case(keys)
    actions.note(case=case, text="Called back", by=BRUNO)
    actions.set_wish(case=case, wish="To stay", language="en", by=BRUNO)
    page = queries.case(BRUNO, case)
    assert page.wish == "To stay"
    assert [(one.kind, one.text) for one in page.story] == [("note", "Called back"), ("wish", "")]
    with pytest.raises(InvalidError):
        actions.note(case=case, text="  ", by=BRUNO)


def test_it_closes_with_an_outcome_and_asks_whether_it_helped(keys: House) -> None:
    case = a_case(keys)
    with pytest.raises(InvalidError):
        actions.close_case(case=case, outcome="gone", by=BRUNO)
    actions.close_case(case=case, outcome="helped", by=BRUNO)
    with pytest.raises(WrongStateError):
        actions.close_case(case=case, outcome="helped", by=BRUNO)
    events.deliver_all(keys)
    ref = queries.case(BRUNO, case).conversation_id
    assert ref is not None and messaging.conversation(BRUNO, ref).question == "helped"
    actions.reopen_case(case=case, by=BRUNO)
    assert queries.cases(BRUNO).rows[0].state == "open"


@pytest.mark.parametrize("name", ["carla", "elena"])
def test_it_is_not_there_for_caseworkers_of_others(keys: House, name: str) -> None:
    case = a_case(keys)
    assert queries.case(BRUNO, case).id == case
    assert queries.cases(actor(name)).rows == ()
    for act in (queries.case, lambda by, ref: actions.note(case=ref, text="x", by=by)):
        with pytest.raises(NotFoundError):
            act(actor(name), case)


@pytest.mark.parametrize("name", ["dario", "farid", "gita"])
def test_it_is_closed_to_who_has_no_part_in_it(keys: House, name: str) -> None:
    case = a_case(keys)
    with pytest.raises(DeniedError):
        queries.cases(actor(name))
    with pytest.raises(DeniedError):
        actions.note(case=case, text="x", by=actor(name))
