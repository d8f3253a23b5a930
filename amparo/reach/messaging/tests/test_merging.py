"""One person wrote twice: read as one, answered either way, taken apart again."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError

from amparo.kernel import clock
from amparo.kernel.authority import Actor, machine
from amparo.kernel.errors import (
    AmparoError,
    DeniedError,
    InvalidError,
    NotFoundError,
    WrongStateError,
)
from amparo.kernel.rooms import room
from amparo.reach.messaging.actions import answer, merging, queue, told
from amparo.reach.messaging.models import Conversation, Merge
from amparo.reach.messaging.queries import QueueFilter, conversation, repeats
from amparo.reach.messaging.queries import queue as read_queue
from amparo.reach.messaging.setting import Setting
from tests import seed
from tests.cast import FARO, LINE, actor, staff_id
from tests.harness import House

BRUNO = actor("bruno")
NADIA = Actor(staff_id("gita"), "staff", (LINE,), BRUNO.powers, name="Gita")
FIRST, SECOND = "+50937010203", "+50937010204"


@pytest.fixture
def setting(keys: House) -> Setting:
    del keys
    return seed.crisis()


@pytest.fixture
def two(setting: Setting) -> Iterator[tuple[UUID, UUID]]:
    """Two who wrote from two phones: the first asks for water, the second is in danger."""
    seed.message("Nou bezwen dlo nan Delmas", sender=FIRST)
    seed.read_all(setting)
    seed.message("Nou bezwen dlo, yon moun kwense anba kay la", sender=SECOND)
    seed.read_all(setting)
    yield in_order()


def in_order() -> tuple[UUID, UUID]:
    with room("reach", machine([LINE])):
        first, second = Conversation.objects.order_by("opened_at").values_list("id", flat=True)
    return first, second


def waiting() -> list[UUID]:
    return [row.id for row in read_queue(BRUNO, QueueFilter()).rows]


def row_of(ref: UUID) -> Conversation:
    with room("reach", machine([LINE])):
        return Conversation.objects.get(id=ref)


def test_it_is_read_inside_the_other_one(two: tuple[UUID, UUID]) -> None:
    kept, merged = two
    assert set(waiting()) == {kept, merged}
    merging.merge(conversation=merged, into=kept, by=BRUNO)
    assert waiting() == [kept]
    thread = conversation(BRUNO, kept)
    assert [line.of for line in thread.messages if line.direction == "in"] == [
        "",
        thread.others[0].reference,
    ]
    assert (thread.row.merged, thread.row.messages_in) == (1, 2)
    assert conversation(BRUNO, merged).merged_into == kept


def test_it_waits_as_long_and_is_as_urgent_as_either(two: tuple[UUID, UUID]) -> None:
    kept, merged = two
    before = row_of(kept), row_of(merged)
    merging.merge(conversation=kept, into=merged, by=BRUNO)
    after = row_of(merged)
    assert after.waiting_since == before[0].waiting_since
    assert after.urgency == max(one.urgency for one in before)


def test_it_puts_everything_back(two: tuple[UUID, UUID]) -> None:
    kept, merged = two
    before = {ref: row_of(ref) for ref in two}
    merging.merge(conversation=merged, into=kept, by=BRUNO)
    merging.undo_merge(conversation=merged, by=NADIA)
    for ref in two:
        now, was = row_of(ref), before[ref]
        assert (now.waiting_since, now.urgency, now.merged_into_id) == (
            was.waiting_since,
            was.urgency,
            None,
        )
    apart = conversation(BRUNO, kept).merges[0]
    assert (apart.made_by, apart.undone_by, apart.answers) == ("Bruno", "Gita", 0)


def test_it_lands_new_words_where_they_are_read(two: tuple[UUID, UUID], setting: Setting) -> None:
    kept, merged = two
    merging.merge(conversation=merged, into=kept, by=BRUNO)
    answer.answer(conversation=kept, text="N ap vini.", language="ht", by=BRUNO)
    assert waiting() == []
    seed.message("Mèsi, men nou toujou la", sender=SECOND)
    seed.read_all(setting)
    assert waiting() == [kept]
    assert conversation(BRUNO, kept).messages[-1].of == row_of(merged).reference
    assert read_queue(BRUNO, QueueFilter()).rows[0].text == "Mèsi, men nou toujou la"


@pytest.mark.parametrize("to_merged", [True, False])
def test_it_is_undone_after_an_answer_went_out(
    two: tuple[UUID, UUID], setting: Setting, to_merged: bool
) -> None:
    kept, merged = two
    since = {ref: row_of(ref).waiting_since for ref in two}
    merging.merge(conversation=merged, into=kept, by=BRUNO)
    to = merged if to_merged else None
    sent = answer.answer(conversation=kept, text="N ap vini.", language="ht", by=BRUNO, to=to)
    merging.undo_merge(conversation=merged, by=BRUNO)
    answered, other = (merged, kept) if to_merged else (kept, merged)
    # Who was not answered waits again, since when she waited; the answer stays where it went.
    assert waiting() == [other] and row_of(other).waiting_since == since[other]
    assert sent in [line.id for line in conversation(BRUNO, answered).messages]
    assert sent not in [line.id for line in conversation(BRUNO, other).messages]
    assert conversation(BRUNO, kept).merges[0].answers == int(to_merged)
    assert bool(row_of(answered).first_answer_at) and not row_of(other).first_answer_at


def test_it_goes_to_either_phone(two: tuple[UUID, UUID]) -> None:
    kept, merged = two
    merging.merge(conversation=merged, into=kept, by=BRUNO)
    for to in (merged, kept):
        sent = answer.answer(conversation=kept, text="N ap vini.", language="ht", by=BRUNO, to=to)
        with room("reach", machine([LINE])):
            assert Conversation.objects.get(messages__id=sent).id == to
    with pytest.raises(WrongStateError):
        answer.answer(conversation=merged, text="N ap vini.", language="ht", by=BRUNO)
    merging.undo_merge(conversation=merged, by=BRUNO)
    with pytest.raises(WrongStateError, match="undone"):
        answer.answer(conversation=kept, text="N ap vini.", language="ht", by=BRUNO, to=merged)


def test_it_refuses_what_makes_no_sense(two: tuple[UUID, UUID]) -> None:
    kept, merged = two
    with pytest.raises(InvalidError):
        merging.merge(conversation=kept, into=kept, by=BRUNO)
    with pytest.raises(NotFoundError):
        merging.merge(conversation=uuid4(), into=kept, by=BRUNO)
    with pytest.raises(WrongStateError, match="alone"):
        merging.undo_merge(conversation=merged, by=BRUNO)
    merging.merge(conversation=merged, into=kept, by=BRUNO)
    for conversation_, into in ((merged, kept), (kept, merged)):
        with pytest.raises(WrongStateError):
            merging.merge(conversation=conversation_, into=into, by=NADIA)
    for deed in (queue.take, queue.close):
        with pytest.raises(WrongStateError, match="merged"):
            deed(conversation=merged, by=BRUNO)


def test_it_never_joins_two_lines(two: tuple[UUID, UUID]) -> None:
    kept, merged = two
    with room("reach", machine([LINE, FARO])):
        Conversation.objects.filter(id=merged).update(scope_id=FARO)
    both = replace(BRUNO, scopes=(LINE, FARO), granted=())
    with pytest.raises(WrongStateError, match="different lines"):
        merging.merge(conversation=merged, into=kept, by=both)
    with pytest.raises(NotFoundError):
        merging.merge(conversation=merged, into=kept, by=BRUNO)


def test_it_keeps_a_case_and_refuses_two(two: tuple[UUID, UUID]) -> None:
    kept, merged = two
    case = uuid4()
    told.became_case(conversation=merged, scope=LINE, case=case)
    merging.merge(conversation=merged, into=kept, by=BRUNO)
    assert conversation(BRUNO, kept).row.case_id == case
    merging.undo_merge(conversation=merged, by=BRUNO)
    told.became_case(conversation=kept, scope=LINE, case=uuid4())
    with pytest.raises(WrongStateError, match="Both have a case"):
        merging.merge(conversation=merged, into=kept, by=BRUNO)


def test_it_leaves_what_a_colleague_has(two: tuple[UUID, UUID]) -> None:
    kept, merged = two
    queue.take(conversation=merged, by=NADIA)
    with pytest.raises(WrongStateError, match="colleague has"):
        merging.merge(conversation=merged, into=kept, by=BRUNO)
    merging.merge(conversation=merged, into=kept, by=NADIA)
    assert row_of(merged).taken_by_id is None


@pytest.mark.parametrize("name", ["carla", "dario", "elena", "farid", "gita"])
def test_it_needs_an_officer_of_the_line(two: tuple[UUID, UUID], name: str) -> None:
    kept, merged = two
    with pytest.raises(DeniedError):
        merging.merge(conversation=merged, into=kept, by=actor(name))
    merging.merge(conversation=merged, into=kept, by=BRUNO)
    with pytest.raises(DeniedError):
        merging.undo_merge(conversation=merged, by=actor(name))
    assert row_of(merged).merged_into_id == kept


def test_the_database_holds_it_too(two: tuple[UUID, UUID]) -> None:
    kept, merged = two
    merging.merge(conversation=merged, into=kept, by=BRUNO)
    for wrong in (
        {"waiting_since": clock.now()},
        {"taken_by_id": BRUNO.id, "taken_at": clock.now()},
        {"merged_into_id": merged},
        {"merged_by_id": None},
    ):
        with pytest.raises(IntegrityError), room("reach", machine([LINE])):
            Conversation.objects.filter(id=merged).update(**wrong)
    with room("reach", machine([LINE])):
        assert Merge.objects.filter(merged_id=merged, undone_at=None).count() == 1


def test_it_offers_who_may_have_written_twice(two: tuple[UUID, UUID], setting: Setting) -> None:
    kept, merged = two
    reference = row_of(kept).reference
    with room("reach", machine([LINE])):
        Conversation.objects.filter(id=merged).update(cell=None)
    assert repeats(BRUNO, conversation(BRUNO, merged)) == ()
    seed.message(f"Mwen te ekri deja, {reference.lower()}", sender="+50937010205")
    seed.read_all(setting)
    third = next(row.id for row in read_queue(BRUNO, QueueFilter()).rows if row.id not in two)
    offered = repeats(BRUNO, conversation(BRUNO, third))
    assert [(one.id, one.why) for one in offered] == [(kept, "quoted")]


def test_it_offers_the_same_need_in_the_same_place_within_hours(two: tuple[UUID, UUID]) -> None:
    kept, merged = two
    with room("reach", machine([LINE])):
        one = Conversation.objects.get(id=kept)
        Conversation.objects.filter(id=merged).update(
            cell=one.cell, needs=one.needs, language=one.language
        )
    assert [(r.id, r.why) for r in repeats(BRUNO, conversation(BRUNO, merged))] == [(kept, "near")]
    with room("reach", machine([LINE])):
        Conversation.objects.filter(id=kept).update(opened_at=clock.now() - timedelta(hours=9))
    assert repeats(BRUNO, conversation(BRUNO, merged)) == ()


def test_a_refusal_changes_nothing(two: tuple[UUID, UUID]) -> None:
    kept, merged = two
    queue.close(conversation=kept, by=BRUNO)
    with pytest.raises(AmparoError, match="closed"):
        merging.merge(conversation=merged, into=kept, by=BRUNO)
    assert waiting() == [merged]
