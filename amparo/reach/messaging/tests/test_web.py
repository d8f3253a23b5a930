"""A person on our own pages, with nothing but her code."""

from collections.abc import Iterator

import pytest

from amparo.kernel.errors import NotFoundError
from amparo.kernel.receipts import new_code
from amparo.reach.messaging import web
from amparo.reach.messaging.actions import answer, queue
from amparo.reach.messaging.actions.told import tell_person
from amparo.reach.messaging.queries import QueueFilter, conversation
from amparo.reach.messaging.queries import queue as read_queue
from tests import seed
from tests.cast import LINE, actor
from tests.harness import House

BRUNO = actor("bruno")


@pytest.fixture
def page(keys: House) -> Iterator[House]:
    """The house as the web process sees it."""
    with keys.role("web"):
        yield keys


REQUEST = web.HelpRequest(
    language="ht",
    needs=("water",),
    words="Nou anba yon pyebwa",
    place="Delmas 33",
    contact="+509 37 01 02 03",
    contact_kind="phone",
    cover=True,
    answer_language="ht",
)


def asked(keys: House, request: web.HelpRequest = REQUEST) -> web.Asked:
    setting = seed.crisis()
    told = web.ask(request=request)
    seed.read_all(setting, keys)
    return told


def test_it_opens_with_the_code_and_with_nothing_else(page: House) -> None:
    told = asked(page)
    thread = web.open_thread(told.code, caller="a")
    assert thread is not None
    assert [line.text for line in thread.lines] == ["Nou anba yon pyebwa"]
    assert (thread.status, thread.place, thread.needs) == ("received", "Delmas 33", ("water",))
    assert web.open_thread(new_code(), caller="b") is None
    assert web.open_thread(told.reference, caller="b") is None


def test_it_says_the_same_for_unknown_and_not_read_yet(page: House) -> None:
    seed.crisis()
    told = web.ask(request=REQUEST)
    assert web.open_thread(told.code, caller="a") is None


def test_it_takes_what_she_ticked_as_decided(page: House) -> None:
    asked(page)
    row = read_queue(BRUNO, QueueFilter()).rows[0]
    assert (row.needs, row.needs_decided, row.place) == (("water",), True, "Delmas 33")


def test_it_needs_nothing_at_all(page: House) -> None:
    told = asked(page, web.HelpRequest(language="en"))
    assert web.open_thread(told.code, caller="a") is not None
    assert len(read_queue(BRUNO, QueueFilter()).rows) == 1


def test_it_brings_answers_back_and_new_words_to_the_queue(page: House) -> None:
    told = asked(page)
    row = read_queue(BRUNO, QueueFilter()).rows[0]
    answer.answer(conversation=row.id, text="N ap vini.", language="ht", by=BRUNO)
    thread = web.open_thread(told.code, caller="a")
    assert thread is not None and thread.status == "worked_on"
    assert [line.kind for line in thread.lines] == ["person", "answer"]
    assert thread.lines[1].author == ""
    web.add_words(told.code, "Mesi, men dlo ap monte", caller="a")
    assert read_queue(BRUNO, QueueFilter()).rows[0].text == "Mesi, men dlo ap monte"


def test_it_can_be_taken_back(page: House) -> None:
    told = asked(page)
    row = read_queue(BRUNO, QueueFilter()).rows[0]
    assert row.text == "Nou anba yon pyebwa"
    web.take_back(told.code, caller="a")
    assert read_queue(BRUNO, QueueFilter()).rows == ()
    (line,) = conversation(BRUNO, row.id).messages
    assert (line.text, line.taken_back) == (None, True)


def test_it_asks_whether_it_helped_and_a_no_waits_for_a_person(page: House) -> None:
    told = asked(page)
    row = read_queue(BRUNO, QueueFilter()).rows[0]
    answer.answer(conversation=row.id, text="N ap vini.", language="ht", by=BRUNO)
    tell_person(conversation=row.id, scope=LINE, what="ended", once=seed.CLINIC)
    thread = web.open_thread(told.code, caller="a")
    assert thread is not None and thread.asks_help_question
    web.say_helped(told.code, "no", caller="a")
    assert len(read_queue(BRUNO, QueueFilter()).rows) == 1


def test_it_refuses_to_act_on_an_unknown_code(page: House) -> None:
    told = asked(page)
    for code in (new_code(), "", "x"):
        with pytest.raises(NotFoundError):
            web.add_words(code, "hello", caller="b")
    web.add_words(told.code, "hello", caller="a")


def test_it_limits_how_often_codes_are_tried(page: House) -> None:
    told = asked(page)
    with pytest.raises(web.TooManyTries):
        for _ in range(60):
            web.open_thread(new_code(), caller="guesser")
    assert web.open_thread(told.code, caller="herself") is not None


def test_it_does_not_answer_by_sms_when_she_left_no_number(page: House) -> None:
    told = asked(page, web.HelpRequest(language="en", words="water please"))
    row = read_queue(BRUNO, QueueFilter()).rows[0]
    queue.take(conversation=row.id, by=BRUNO)
    answer.answer(conversation=row.id, text="We are coming.", language="en", by=BRUNO)
    assert conversation(BRUNO, row.id).messages[-1].delivery == ""
    thread = web.open_thread(told.code, caller="a")
    assert thread is not None and thread.lines[-1].text == "We are coming."
