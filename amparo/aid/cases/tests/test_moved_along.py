"""What hangs on a case goes with it to another organisation: attachments, words, clocks, links."""

from datetime import timedelta
from uuid import UUID

import pytest

from amparo.aid.attachments import actions as attachments
from amparo.aid.attachments import queries as attached
from amparo.aid.attachments.tests import files
from amparo.aid.cases import actions, handover, queries
from amparo.aid.cases.models import Referral
from amparo.aid.cases.tests.ways import BRUNO, CARLA, ELENA, HALL, a_case, a_pathway, ask, refer
from amparo.kernel import clock
from amparo.kernel.authority import machine
from amparo.kernel.errors import NotFoundError
from amparo.kernel.rooms import room
from tests import events, seed
from tests.cast import LINE, TRACERS
from tests.harness import House


def move(case: UUID, keys: House) -> None:
    """From the line to Elena's organisation."""
    actions.transfer_case(
        case=case, receiver=TRACERS, agreed=True, language="ht", how="call", by=BRUNO
    )
    events.deliver_all(keys, twice=True)


def test_attachments_go_along(keys: House) -> None:
    case = a_case()
    ref = attachments.add(
        case=case, scope=LINE, name="roof.jpg", data=files.picture(), described="a roof", by=BRUNO
    )
    assert attached.of_case(BRUNO, case).rows and not attached.of_case(ELENA, case).rows
    move(case, keys)
    (row,) = attached.of_case(ELENA, case).rows
    assert (row.id, row.name, row.described) == (ref, "roof.jpg", "a roof")
    assert attached.page(ELENA, ref, 1).data.startswith(b"\xff\xd8\xff")
    assert not attached.of_case(BRUNO, case).rows
    with pytest.raises(NotFoundError):
        attached.page(BRUNO, ref, 1)


def test_words_go_along_and_new_ones_come_there(keys: House) -> None:
    case = a_case()
    refer(case)
    received = queries.received(CARLA)[0].id
    actions.ask_sender(received=received, words="How old are they?", by=CARLA)
    events.deliver_all(keys)
    move(case, keys)
    actions.ask_sender(received=received, words="Do they need a ramp?", by=CARLA)
    events.deliver_all(keys)
    (line,) = queries.sent(ELENA, case)
    assert [one.text for one in line.said] == ["How old are they?", "Do they need a ramp?"]
    handover.reply(
        referral=line.id, words="Four and six", agreed=True, language="ht", how="call", by=ELENA
    )
    assert queries.received_one(CARLA, received).said[-1].text == "Four and six"


def test_clocks_go_along(keys: House) -> None:
    case = a_case()
    ask(case, a_pathway(seed.SHELTER, HALL))
    move(case, keys)
    with room("aid", machine([TRACERS])):
        Referral.objects.filter(case_id=case).update(answer_due_at=clock.now())
    assert handover.look_at_clocks(at=clock.now() + timedelta(days=40)) >= 1
    first = next(one for one in queries.sent(ELENA, case) if one.turn == 1)
    lines = [one.state for one in queries.case(ELENA, case).story if one.kind == "referral"]
    assert first.late and "late" in lines
    assert "answer" in {one.what for one in queries.day(ELENA)}
    assert queries.day(BRUNO) == ()


def test_a_link_opens_on_and_its_answer_comes_to_the_new_place(keys: House) -> None:
    case = a_case()
    referral = refer(case)
    token = actions.make_ticket(referral=referral, by=BRUNO)
    move(case, keys)
    received, by = actions.holder(token=token)
    actions.answer_referral(received=received, accept=True, reason="", by=by, name="Rosa")
    events.deliver_all(keys)
    (line,) = queries.sent(ELENA, case)
    assert (line.state, line.answered_by) == ("accepted", "Rosa")
