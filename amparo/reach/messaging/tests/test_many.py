"""The same deed on many: each on its own, and what became of it is said."""

from uuid import UUID, uuid4

import pytest

from amparo.kernel.authority import Actor, Power, machine
from amparo.kernel.errors import DeniedError, InvalidError, NotFoundError
from amparo.kernel.rooms import room
from amparo.reach.messaging.actions import queue
from amparo.reach.messaging.actions.many import MOST, many
from amparo.reach.messaging.actions.templates import save_template
from amparo.reach.messaging.models import Conversation
from amparo.reach.messaging.queries import QueueFilter, conversation, templates
from amparo.reach.messaging.queries import queue as read_queue
from amparo.reach.messaging.setting import Surroundings
from tests import seed
from tests.cast import FARO, LINE, actor, staff_id
from tests.harness import House

BRUNO = actor("bruno")
NADIA = Actor(staff_id("gita"), "staff", (LINE,), BRUNO.powers, name="Gita")
LEADER = Actor(staff_id("gita"), "staff", (LINE,), frozenset({Power.READ_QUEUE, Power.PLAN_SHIFTS}))


def three(keys: House) -> list[UUID]:
    del keys
    setting = seed.crisis()
    for number, text in enumerate(("Nou bezwen dlo", "We need water", "Necesitamos agua")):
        seed.message(text, sender=f"+5093701020{number}")
    seed.read_all(setting)
    return [row.id for row in read_queue(BRUNO, QueueFilter()).rows]


def test_one_that_moved_meanwhile_stops_no_other(keys: House) -> None:
    refs = three(keys)
    queue.take(conversation=refs[1], by=NADIA)
    found = many(conversations=[*refs, uuid4()], deed="take", value="", by=BRUNO)
    assert [one.done for one in found] == [True, False, True, False]
    assert "colleague" in found[1].why and "nothing here" in found[3].why
    assert conversation(BRUNO, refs[1]).row.taken_by == "Gita"


@pytest.mark.parametrize(
    ("deed", "value"),
    [("take", ""), ("urgency", "1"), ("need", "rescue"), ("close", "")],
)
def test_what_can_be_undone_is_as_before(keys: House, deed: str, value: str) -> None:
    refs = three(keys)
    with room("reach", machine([LINE])):
        Conversation.objects.filter(id=refs[0]).update(urgency=2)
    before = conversation(BRUNO, refs[0]).row
    done = many(conversations=refs[:1], deed=deed, value=value, by=BRUNO)[0]
    assert done.done and conversation(BRUNO, refs[0]).row != before
    back, _, what = done.before.partition(":")
    assert many(conversations=refs[:1], deed=back, value=what, by=BRUNO)[0].done
    after = conversation(BRUNO, refs[0]).row
    assert (after.urgency, set(after.needs), after.taken_by, after.state == "closed") == (
        before.urgency,
        set(before.needs),
        before.taken_by,
        False,
    )


def test_each_is_answered_in_her_own_language(keys: House) -> None:
    refs = three(keys)
    found = many(conversations=refs, deed="answer", value="we_read", by=BRUNO)
    assert all(one.done for one in found)
    said = {}
    for ref in refs:
        thread = conversation(BRUNO, ref)
        said[thread.messages[-1].language] = thread.messages[-1].text or ""
        assert thread.row.reference in (thread.messages[-1].text or "")
    assert set(said) == {"ht", "en", "es"} and said["es"].startswith("Hemos")


def test_who_has_no_text_in_her_language_is_left_to_a_person(keys: House) -> None:
    refs = three(keys)
    texts = {"en": "We have read it. {reference}"}
    save_template(
        scope=LINE, key="we_read", title="Read", texts=texts, order=1, active=True, by=LEADER
    )
    found = many(conversations=refs, deed="answer", value="we_read", by=BRUNO)
    by_language = {conversation(BRUNO, one.id).row.language: one for one in found}
    assert [code for code, one in by_language.items() if one.done] == ["en"]
    assert "not written in" in by_language["es"].why
    none = many(conversations=refs, deed="answer", value="no_such", by=BRUNO)
    assert not any(one.done for one in none)


def test_the_guard_of_a_borrowed_phone_holds_for_many_too(keys: House) -> None:
    refs = three(keys)
    texts = {"ht": "Nou bezwen dlo tou, n ap vini", "en": "x", "es": "x"}
    save_template(scope=LINE, key="bad", title="Bad", texts=texts, order=1, active=True, by=LEADER)
    with room("reach", machine([LINE])):
        Conversation.objects.filter(id__in=refs).update(language="ht")
    seed_words = many(conversations=refs, deed="answer", value="bad", by=BRUNO)
    assert all(one.done for one in seed_words)  # three words in a row are no quotation
    texts["ht"] = "Mwen li: Nou bezwen dlo ak manje"
    refs = read_more()
    save_template(scope=LINE, key="bad", title="Bad", texts=texts, order=1, active=True, by=LEADER)
    found = many(conversations=refs, deed="answer", value="bad", by=BRUNO)
    assert not found[0].done and "repeats" in found[0].why


def read_more() -> list[UUID]:
    seed.message("Nou bezwen dlo ak manje souple", sender="+50937010299")
    seed.read_all(Surroundings().now())
    return [row.id for row in read_queue(BRUNO, QueueFilter()).rows]


def test_limits_are_said(keys: House) -> None:
    refs = three(keys)
    with pytest.raises(InvalidError, match=str(MOST)):
        many(conversations=[uuid4() for _ in range(MOST + 1)], deed="take", value="", by=BRUNO)
    with pytest.raises(InvalidError):
        many(conversations=[], deed="take", value="", by=BRUNO)
    with pytest.raises(InvalidError):
        many(conversations=refs, deed="forget", value="", by=BRUNO)
    for bad in ("9", "", "four"):
        assert not many(conversations=refs[:1], deed="urgency", value=bad, by=BRUNO)[0].done
    assert not many(conversations=refs[:1], deed="need", value="gold", by=BRUNO)[0].done
    twice = many(conversations=[refs[0], refs[0]], deed="take", value="", by=BRUNO)
    assert len(twice) == 1


@pytest.mark.parametrize("name", ["carla", "elena", "farid", "gita"])
def test_it_needs_an_officer(keys: House, name: str) -> None:
    refs = three(keys)
    with pytest.raises(DeniedError):
        many(conversations=refs, deed="take", value="", by=actor(name))
    assert many(conversations=refs, deed="take", value="", by=BRUNO)[0].done


def test_ready_answers_are_a_lines_own(keys: House) -> None:
    del keys
    assert len(templates(BRUNO, scope=LINE)) >= 6 and templates(BRUNO, scope=FARO) == ()
    for one in templates(BRUNO, scope=LINE):
        assert one.draft and set(one.texts) >= {"en", "ar", "fr", "es", "ht"}
    save_template(
        scope=LINE, key="where", title="W", texts={"en": "W?"}, order=1, active=False, by=LEADER
    )
    assert "where" not in [one.key for one in templates(BRUNO, scope=LINE)]
    kept = {one.key: one for one in templates(BRUNO, scope=LINE, every=True)}["where"]
    assert (kept.draft, kept.changed_by) == (False, "Gita")
    with pytest.raises(DeniedError):
        save_template(
            scope=LINE, key="k", title="K", texts={"en": "K"}, order=1, active=True, by=BRUNO
        )
    with pytest.raises(NotFoundError):
        save_template(
            scope=FARO, key="k", title="K", texts={"en": "K"}, order=1, active=True, by=LEADER
        )


@pytest.mark.parametrize(
    "wrong",
    [
        {"key": "No Key"},
        {"key": ""},
        {"title": " "},
        {"title": "x" * 81},
        {"texts": {}},
        {"texts": {"en": " "}},
        {"texts": {"english language": "x"}},
        {"texts": {"en": "Dear {name}"}},
        {"texts": {"en": "open {"}},
        {"texts": {"en": "Call +509 3701 0203"}},
        {"texts": {"en": "x" * 1001}},
        {"order": -1},
        {"order": 1000},
    ],
)
def test_a_ready_answer_holds_nobody_and_no_riddle(keys: House, wrong: dict[str, object]) -> None:
    del keys
    good = {"key": "k", "title": "K", "texts": {"en": "Call 112. {reference}"}, "order": 1}
    save_template(scope=LINE, active=True, by=LEADER, **good)  # type: ignore[arg-type]
    with pytest.raises(InvalidError):
        save_template(scope=LINE, active=True, by=LEADER, **{**good, **wrong})  # type: ignore[arg-type]
