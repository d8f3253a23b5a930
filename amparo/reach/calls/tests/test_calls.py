"""A call that was written down, and the call back that was promised."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from amparo.kernel import clock
from amparo.kernel.authority import Power, machine
from amparo.kernel.errors import DeniedError, InvalidError, NotFoundError, WrongStateError
from amparo.kernel.models import AuditLine
from amparo.kernel.rooms import room
from amparo.reach.calls import actions, queries
from amparo.reach.calls.actions import Promise
from amparo.reach.calls.models import CallBack
from amparo.reach.messaging import queries as messaging
from amparo.reach.messaging import web as pages
from amparo.reach.messaging.actions import codes, spoken
from tests import seed
from tests.cast import LINE, actor
from tests.events import deliver_all
from tests.harness import House

BRUNO, CARLA = actor("bruno"), actor("carla")
COLLEAGUE = replace(BRUNO, id=CARLA.id, name="Carla")
CALL = spoken.Call(
    language="ht",
    words="Li di gen twa timoun ki grangou",
    needs=("food",),
    place="Delmas 33",
    people=4,
    for_other=True,
    told={"asker": "sister", "theirs_safe": "no", "interpreter": "yes"},
)


def promised() -> UUID:
    """A call back that Bruno promised."""
    due = clock.now() + timedelta(hours=1)
    call = Promise(UUID(int=9), LINE, "K7M2QX", due, "+509 37 01 02 03", "ht")
    return actions.promise(call=call, by=BRUNO)


def test_it_stands_in_the_same_queue_and_is_understood(web: House) -> None:
    setting = seed.crisis()
    made = spoken.write_down(call=CALL, by=BRUNO)
    seed.read_all(setting, web)
    (row,) = messaging.queue(BRUNO, messaging.QueueFilter()).rows
    assert (row.id, row.reference) == (made.conversation, made.reference)
    assert (row.channel, row.needs, row.place, row.people) == ("call", ("food",), "Delmas 33", 4)
    thread = messaging.conversation(BRUNO, row.id)
    assert thread.row.for_other and thread.notes.told == dict(CALL.told)
    assert isinstance(codes.open_code(made.code, caller="the caller"), pages.Thread)


def test_it_needs_no_word_at_all(web: House) -> None:
    setting = seed.crisis()
    spoken.write_down(call=spoken.Call(), by=BRUNO)
    seed.read_all(setting, web)
    assert len(messaging.queue(BRUNO, messaging.QueueFilter()).rows) == 1


def test_it_takes_calls_of_those_who_answer_the_line_only(web: House) -> None:
    del web
    seed.crisis()
    spoken.write_down(call=CALL, by=BRUNO)
    for stranger in ("carla", "elena"):
        with pytest.raises(DeniedError):
            spoken.write_down(call=CALL, by=actor(stranger))


def test_it_lists_who_is_to_be_called_first_without_a_number(web: House) -> None:
    del web
    seed.crisis()
    first = promised()
    later = replace_due(promised(), hours=5)
    rows = queries.due(BRUNO)
    assert [row.id for row in rows] == [first, later]
    assert "3701" not in str(rows) and "37 01" not in str(rows)
    for stranger in ("carla", "elena"):
        with pytest.raises(DeniedError):
            queries.due(actor(stranger))


def replace_due(ref: UUID, *, hours: int) -> UUID:
    """The same call, due later."""
    with room("reach", machine([LINE])):
        CallBack.objects.filter(id=ref).update(due_at=clock.now() + timedelta(hours=hours))
    return ref


def test_it_opens_a_number_to_who_promised_and_writes_it_down_first(web: House) -> None:
    del web
    seed.crisis()
    ref = promised()
    assert actions.show_number(callback=ref, reason="I call now", by=BRUNO) == "+509 37 01 02 03"
    with pytest.raises(WrongStateError):
        actions.show_number(callback=ref, reason="I call now", by=COLLEAGUE)
    with pytest.raises(NotFoundError):
        actions.show_number(callback=UUID(int=3), reason="I call now", by=BRUNO)
    reader = replace(BRUNO, powers=BRUNO.powers | {Power.READ_AUDIT})
    with room("guard", reader):
        verbs = set(AuditLine.objects.values_list("verb", flat=True))
    assert {"promise_call", "show_number", "reveal"} <= verbs


def test_it_opens_thirty_numbers_an_hour_and_no_more(web: House) -> None:
    del web
    seed.crisis()
    refs = [promised() for _ in range(31)]
    for ref in refs[:30]:
        actions.show_number(callback=ref, reason="I call now", by=BRUNO)
    actions.show_number(callback=refs[0], reason="I call now", by=BRUNO)
    with pytest.raises(WrongStateError):
        actions.show_number(callback=refs[30], reason="I call now", by=BRUNO)


def test_it_tries_again_and_forgets_the_number_when_done(web: House) -> None:
    del web
    seed.crisis()
    ref = promised()
    later = actions.tried(callback=ref, outcome="no_answer", by=BRUNO)
    (row,) = queries.due(BRUNO)
    assert later and (row.tries, row.outcome, row.due_at) == (1, "no_answer", later)
    assert actions.tried(callback=ref, outcome="reached", by=BRUNO) is None
    assert queries.due(BRUNO) == ()
    with room("reach", machine([LINE])):
        assert bytes(CallBack.objects.get(id=ref).sealed_number) == b""
    with pytest.raises(WrongStateError):
        actions.tried(callback=ref, outcome="reached", by=BRUNO)


def test_the_number_is_forgotten_when_she_takes_everything_back(web: House) -> None:
    setting = seed.crisis()
    made = spoken.write_down(call=CALL, by=BRUNO)
    seed.read_all(setting, web)
    due = clock.now() + timedelta(hours=1)
    hers = Promise(made.conversation, LINE, made.reference, due, "+509 37 01 02 03", "ht")
    kept, ref = promised(), actions.promise(call=hers, by=BRUNO)
    pages.take_back(made.code, caller="her")
    with web.role("worker"):
        deliver_all(web, twice=True)
    assert [row.id for row in queries.due(BRUNO)] == [kept]
    with room("reach", machine([LINE])):
        row = CallBack.objects.get(id=ref)
    assert bytes(row.sealed_number) == b"" and row.done_at is not None
    with pytest.raises(WrongStateError):
        actions.show_number(callback=ref, reason="I call now", by=BRUNO)


@pytest.mark.parametrize("wrong", ["", "maybe", "done"])
def test_it_knows_four_outcomes(web: House, wrong: str) -> None:
    del web
    seed.crisis()
    ref = promised()
    with pytest.raises(InvalidError):
        actions.tried(callback=ref, outcome=wrong, by=BRUNO)
    assert actions.tried(callback=ref, outcome="not_safe", by=BRUNO)


def test_it_is_taken_over_with_the_right_to_the_number(web: House) -> None:
    del web
    seed.crisis()
    ref = promised()
    actions.take_over(callback=ref, by=COLLEAGUE)
    assert actions.show_number(callback=ref, reason="I call now", by=COLLEAGUE)
    with pytest.raises(WrongStateError):
        actions.show_number(callback=ref, reason="I call now", by=BRUNO)


def test_it_says_the_lines_own_words_and_else_the_draft(web: House) -> None:
    del web
    seed.crisis()
    before = queries.script(BRUNO, scope=LINE, language="ht")
    assert [one.own for one in before] == [False] * 7 and before[0].text.startswith("Bonjou")
    actions.write_step(scope=LINE, language="ht", step="greeting", text="Alo!", by=BRUNO)
    assert queries.script(BRUNO, scope=LINE, language="ht")[0].text == "Alo!"
    actions.write_step(scope=LINE, language="ht", step="greeting", text=" ", by=BRUNO)
    assert queries.script(BRUNO, scope=LINE, language="ht")[0].text == before[0].text
    assert queries.script(BRUNO, scope=LINE, language="sw")[0].language == "en"
    with pytest.raises(NotFoundError):
        actions.write_step(scope=UUID(int=1), language="ht", step="next", text="x", by=BRUNO)
    with pytest.raises(InvalidError):
        actions.write_step(scope=LINE, language="ht", step="end", text="x", by=BRUNO)
