"""What officers do to a conversation, and who may not."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest

from amparo.kernel.authority import Actor, Power, machine
from amparo.kernel.errors import (
    AmparoError,
    DeniedError,
    InvalidError,
    NotFoundError,
    WrongStateError,
)
from amparo.kernel.models import AuditLine
from amparo.kernel.rooms import room
from amparo.reach.messaging.actions import answer, queue
from amparo.reach.messaging.queries import QueueFilter, Row, conversation
from amparo.reach.messaging.queries import queue as read_queue
from tests import seed
from tests.cast import LINE, actor, staff_id
from tests.harness import House

BRUNO = actor("bruno")
NADIA = Actor(staff_id("gita"), "staff", (LINE,), BRUNO.powers, name="Gita")


def a_row(keys: House) -> Row:
    setting = seed.crisis()
    seed.message("Nou bezwen dlo nan Delmas 33")
    seed.read_all(setting)
    return now()


def now() -> Row:
    return read_queue(BRUNO, QueueFilter()).rows[0]


def test_it_is_taken_visibly_and_only_once(keys: House) -> None:
    row = a_row(keys)
    queue.take(conversation=row.id, by=BRUNO)
    queue.take(conversation=row.id, by=BRUNO)
    assert (now().taken_by, now().state) == ("Bruno", "read")
    with pytest.raises(WrongStateError):
        queue.take(conversation=row.id, by=NADIA)
    with pytest.raises(WrongStateError):
        queue.give_back(conversation=row.id, by=NADIA)
    queue.give_back(conversation=row.id, by=BRUNO)
    assert now().taken_by == ""


def test_it_corrects_what_the_rules_suggested(keys: House) -> None:
    row = a_row(keys)
    assert not row.urgency_decided and not row.needs_decided
    queue.set_urgency(conversation=row.id, urgency=4, by=BRUNO)
    queue.set_needs(conversation=row.id, needs=["water", "doctor"], by=BRUNO)
    queue.set_place(conversation=row.id, place=None, label="behind the school", by=BRUNO)
    after = now()
    assert (after.urgency, after.urgency_decided) == (4, True)
    assert (after.needs, after.needs_decided) == (("water", "doctor"), True)
    assert (after.place, after.place_decided) == ("behind the school", True)


def test_it_refuses_a_need_that_is_not_on_the_list(keys: House) -> None:
    with pytest.raises(InvalidError, match="gold"):
        queue.set_needs(conversation=a_row(keys).id, needs=["gold"], by=BRUNO)


ACTS: dict[str, Callable[[UUID, Actor], object]] = {
    "take": lambda ref, by: queue.take(conversation=ref, by=by),
    "set_urgency": lambda ref, by: queue.set_urgency(conversation=ref, urgency=3, by=by),
    "set_needs": lambda ref, by: queue.set_needs(conversation=ref, needs=["water"], by=by),
    "answer": lambda ref, by: answer.answer(conversation=ref, text="Yes.", language="en", by=by),
    "close": lambda ref, by: queue.close(conversation=ref, by=by),
}


@pytest.mark.parametrize("act", ACTS)
def test_it_works_for_the_officer_and_for_nobody_else(keys: House, act: str) -> None:
    row = a_row(keys)
    stranger = Actor(uuid4(), "staff", (uuid4(),), BRUNO.powers)
    with pytest.raises(NotFoundError):
        ACTS[act](row.id, stranger)
    for name in ("carla", "dario", "farid", "gita"):
        with pytest.raises(DeniedError):
            ACTS[act](row.id, actor(name))
    with pytest.raises(NotFoundError):
        ACTS[act](uuid4(), BRUNO)
    ACTS[act](row.id, BRUNO)


@pytest.mark.parametrize("act", ACTS)
def test_it_leaves_an_audit_line(keys: House, act: str) -> None:
    row = a_row(keys)
    ACTS[act](row.id, BRUNO)
    with room("guard", Actor(BRUNO.id, "staff", (), frozenset({Power.READ_AUDIT}))):
        assert AuditLine.objects.filter(verb=act, about_id=row.id, actor_id=BRUNO.id).exists()


def test_it_answers_and_nobody_waits_any_more(keys: House) -> None:
    row = a_row(keys)
    answer.answer(conversation=row.id, text="N ap vini demen.", language="ht", by=BRUNO)
    assert read_queue(BRUNO, QueueFilter()).rows == ()
    thread = conversation(BRUNO, row.id)
    assert (thread.row.state, thread.messages[-1].author) == ("worked_on", "Bruno")


def test_it_refuses_to_repeat_what_they_wrote(keys: House) -> None:
    row = a_row(keys)
    with pytest.raises(InvalidError):
        answer.answer(
            conversation=row.id, text="Ou di: nou bezwen dlo nan Delmas", language="ht", by=BRUNO
        )
    queue.set_phone(conversation=row.id, own_phone=True, by=BRUNO)
    answer.answer(
        conversation=row.id, text="Ou di: nou bezwen dlo nan Delmas", language="ht", by=BRUNO
    )


def test_it_shows_who_translated(keys: House) -> None:
    row = a_row(keys)
    message = conversation(BRUNO, row.id).messages[0]
    answer.translate(message=message.id, language="en", text="We need water", by=BRUNO)
    answer.translate(message=message.id, language="en", text="We need water in D. 33", by=BRUNO)
    assert (now().translation, now().translator) == ("We need water in D. 33", "Bruno")


def test_it_closes_and_opens_again(keys: House) -> None:
    row = a_row(keys)
    queue.close(conversation=row.id, by=BRUNO)
    with pytest.raises(AmparoError):
        queue.close(conversation=row.id, by=BRUNO)
    queue.reopen(conversation=row.id, by=BRUNO)
    assert now().state == "worked_on"


def test_it_has_no_machine_in_the_queue(keys: House) -> None:
    with pytest.raises(DeniedError):
        read_queue(machine([LINE]), QueueFilter())
