"""Who works a case on the line reads the one conversation it came from, and nothing else."""

from uuid import UUID

import psycopg
import pytest

from amparo.aid.cases import actions as cases
from amparo.aid.cases import queries as case_queries
from amparo.kernel.authority import Actor, reading
from amparo.kernel.errors import DeniedError, NotFoundError
from amparo.kernel.rooms import room
from amparo.reach.messaging import queries
from amparo.reach.messaging.actions import answer, merging
from amparo.reach.messaging.models import Conversation, Message, Translation
from amparo.reach.messaging.queries import QueueFilter
from tests import cast, events, seed
from tests.harness import House

# Iris works cases of the line and does not read its queue; Carla and Elena work elsewhere.
BRUNO, IRIS = cast.actor("bruno"), cast.actor("iris")
CARLA, ELENA = cast.actor("carla"), cast.actor("elena")
FIRST, OTHER = "kanarishelter 4421 5566", "kanariother"


def rows_by_text() -> dict[str, UUID]:
    rows = queries.queue(BRUNO, QueueFilter()).rows
    return {row.text: row.id for row in rows if row.text}


@pytest.fixture
def two(keys: House) -> tuple[UUID, UUID, UUID]:
    """A case, its conversation, and another conversation of the same line without a case."""
    setting = seed.crisis()
    seed.message(FIRST)
    seed.message(OTHER, sender="+50937010204")
    seed.read_all(setting)
    found = rows_by_text()
    facts = queries.case_facts(BRUNO, found[FIRST])
    case = cases.open_case(facts=facts, wish="", by=BRUNO)
    events.deliver_all(keys)
    return case, found[FIRST], found[OTHER]


def texts(viewer: Actor, ref: UUID, case: UUID) -> list[str | None]:
    told = queries.of_case(viewer, ref, case=case)
    return [] if told is None else [one.text for one in told.messages if one.direction == "in"]


def test_it_shows_the_messages_of_the_case_without_numbers(two: tuple[UUID, UUID, UUID]) -> None:
    case, ref, _ = two
    assert texts(cast.actor("kofi"), ref, case) == [FIRST]
    assert texts(IRIS, ref, case) == ["kanarishelter ▒▒▒▒▒▒▒"]
    page = case_queries.case(IRIS, case)
    line = case_queries.timeline(IRIS, page)
    assert line.messages_open
    assert "kanarishelter ▒▒▒▒▒▒▒" in [one.text for one in line.moments]


def test_it_leaves_a_line_in_the_audit(two: tuple[UUID, UUID, UUID], keys: House) -> None:
    case, ref, _ = two
    texts(IRIS, ref, case)
    asked = "SELECT count(*) FROM kernel_audit WHERE actor_id = %s AND about_id = %s"
    with psycopg.connect(keys.owner) as owner:
        assert owner.execute(asked, [IRIS.id, ref]).fetchone() == (1,)


def test_it_opens_no_other_conversation(two: tuple[UUID, UUID, UUID], keys: House) -> None:
    case, ref, other = two
    assert OTHER in rows_by_text()
    assert texts(IRIS, other, case) == []
    facts = queries.case_facts(BRUNO, other)
    second = cases.open_case(facts=facts, wish="", by=BRUNO)
    events.deliver_all(keys)
    assert texts(IRIS, other, second) == [OTHER]
    assert texts(IRIS, other, case) == [] and texts(IRIS, ref, second) == []
    for one in (ref, other):
        with pytest.raises(DeniedError):
            queries.conversation(IRIS, one)


@pytest.mark.parametrize("name", ["carla", "elena", "dario", "farid", "gita"])
def test_it_is_closed_to_other_scopes_and_roles(two: tuple[UUID, UUID, UUID], name: str) -> None:
    case, ref, _ = two
    assert texts(IRIS, ref, case)
    try:
        assert texts(cast.actor(name), ref, case) == []
    except DeniedError:
        assert name in ("dario", "farid", "gita")


def test_it_stays_with_the_line_when_the_case_goes(
    two: tuple[UUID, UUID, UUID], keys: House
) -> None:
    case, ref, _ = two
    assert case_queries.timeline(IRIS, case_queries.case(IRIS, case)).messages_open
    cases.transfer_case(
        case=case, receiver=cast.TRACERS, agreed=True, language="ht", how="call", by=BRUNO
    )
    events.deliver_all(keys)
    page = case_queries.case(ELENA, case)
    line = case_queries.timeline(ELENA, page)
    assert not line.messages_open and "message" not in {one.what for one in line.moments}
    assert texts(ELENA, ref, case) == []
    with pytest.raises(NotFoundError):
        case_queries.case(IRIS, case)


def test_what_was_merged_into_it_is_read_and_no_more_once_apart(
    two: tuple[UUID, UUID, UUID],
) -> None:
    case, ref, other = two
    merging.merge(conversation=other, into=ref, by=BRUNO)
    assert OTHER in texts(IRIS, ref, case)
    merging.undo_merge(conversation=other, by=BRUNO)
    assert OTHER not in texts(IRIS, ref, case)


def test_the_wall_shows_exactly_this_conversation_and_lets_nothing_be_changed(
    two: tuple[UUID, UUID, UUID],
) -> None:
    case, ref, _ = two
    line = queries.conversation(BRUNO, ref)
    for message in queries.conversation(BRUNO, two[2]).messages[:1] + line.messages[:1]:
        answer.translate(message=message.id, language="en", text="kanari", by=BRUNO)
    with room("reach", BRUNO):
        assert Conversation.objects.count() == Translation.objects.count() == 2
    with room("reach", reading(IRIS, ref)):
        assert [one.id for one in Conversation.objects.all()] == [ref]
        assert {one.conversation_id for one in Message.objects.all()} == {ref}
        (said,) = Translation.objects.select_related("message")
        assert said.message.conversation_id == ref
        assert Message.objects.update(language="xx") == 0
        assert Conversation.objects.update(language="xx") == 0
        assert Translation.objects.update(language="xx") == 0
    with room("reach", BRUNO):
        assert Message.objects.filter(conversation_id=ref).update(language="ht") > 0
    told = queries.of_case(IRIS, ref, case=case)
    assert told and [one.text for one in told.messages[0].translations] == ["kanari"]
