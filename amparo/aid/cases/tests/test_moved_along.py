"""What hangs on a case goes with it to another organisation: attachments, words, clocks, links."""

from datetime import timedelta
from uuid import UUID

import pytest

from amparo.aid.attachments import actions as attachments
from amparo.aid.attachments import queries as attached
from amparo.aid.attachments.models import Attachment, Page
from amparo.aid.attachments.tests import files
from amparo.aid.cases import actions, handover, queries
from amparo.aid.cases.models import Referral
from amparo.aid.cases.tests.ways import BRUNO, CARLA, ELENA, HALL, a_case, a_pathway, ask, refer
from amparo.guard.accounts.roles import Role
from amparo.kernel import clock
from amparo.kernel.authority import Actor, machine
from amparo.kernel.errors import InvalidError, NotFoundError
from amparo.kernel.rooms import room
from tests import events, seed
from tests.cast import LINE, TRACERS
from tests.harness import House
from tests.together import at_once
from tests.walls.test_memberships import works


def move(case: UUID, keys: House) -> None:
    """From the line to Elena's organisation."""
    actions.transfer_case(
        case=case, receiver=TRACERS, agreed=True, language="ht", how="call", by=BRUNO
    )
    events.deliver_all(keys, twice=True)


def attach(case: UUID, by: Actor = BRUNO) -> UUID:
    return actions.attach(
        case=case, name="roof.jpg", data=files.picture(), described="a roof", by=by
    )


def test_attachments_go_along(keys: House) -> None:
    case = a_case()
    ref = attach(case)
    assert attached.of_case(BRUNO, case).rows and not attached.of_case(ELENA, case).rows
    move(case, keys)
    (row,) = attached.of_case(ELENA, case).rows
    assert (row.id, row.name, row.described) == (ref, "roof.jpg", "a roof")
    assert attached.page(ELENA, ref, 1).data.startswith(b"\xff\xd8\xff")
    assert not attached.of_case(BRUNO, case).rows
    with pytest.raises(NotFoundError):
        attached.page(BRUNO, ref, 1)


def test_what_is_attached_while_the_case_goes_lies_where_it_lies(keys: House) -> None:
    """Added and moved at the same moment: it goes along, or it was never kept."""
    case = a_case()
    attach(case)
    actions.transfer_case(
        case=case, receiver=TRACERS, agreed=True, language="ht", how="call", by=BRUNO
    )
    moving = [lambda: attach(case)] * 3 + [lambda: events.deliver_all(keys)]
    *added, moved = at_once(*moving)
    assert isinstance(moved, list) and "CaseTransferred" in moved, moved
    assert all(isinstance(one, UUID | NotFoundError) for one in added), added
    kept = [one for one in added if isinstance(one, UUID)]
    assert len(attached.of_case(ELENA, case).rows) == 1 + len(kept)
    with room("aid", machine([LINE])):
        assert not Attachment.objects.exists() and not Page.objects.exists()


def test_a_file_made_new_while_the_case_went_is_not_kept(keys: House) -> None:
    case = a_case()
    both = works((LINE, Role.CASEWORKER), (TRACERS, Role.CASEWORKER))

    def goes_meanwhile() -> None:
        raise NotFoundError(NotFoundError.__doc__)

    assert attach(case, both)
    with pytest.raises(NotFoundError):
        attachments.add(
            case=case, scope=LINE, name="x", data=b"text", hold=goes_meanwhile, by=BRUNO
        )
    move(case, keys)
    attach(case, both)
    assert len(attached.of_case(ELENA, case).rows) == 2


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


class Late(str):
    """Words of which nobody asks how long they are before the case has gone."""

    case: UUID
    keys: House

    def __len__(self) -> int:
        move(self.case, self.keys)
        return 9_999


def test_what_was_not_sent_while_the_case_went_is_dropped(keys: House) -> None:
    case = a_case()
    events.deliver_all(keys)
    entry = actions.propose_message(case=case, text="Come on Tuesday", by=BRUNO)
    late = Late("Come on Tuesday")
    late.case, late.keys = case, keys
    with pytest.raises(InvalidError):
        actions.send_proposed(entry=entry, text=late, language="ht", by=BRUNO)
    (line,) = [one for one in queries.case(ELENA, case).story if one.id == entry]
    assert line.state == "dropped"
