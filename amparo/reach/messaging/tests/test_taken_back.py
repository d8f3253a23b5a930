"""What she took back stays gone, whatever a colleague has open at that moment."""

import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import psycopg
import pytest
from django.db import connections

from amparo.kernel.errors import WrongStateError
from amparo.kernel.rooms import room
from amparo.reach.messaging import queries
from amparo.reach.messaging import web as pages
from amparo.reach.messaging.actions import answer, queue
from amparo.reach.messaging.models import Translation
from amparo.reach.messaging.setting import Setting
from tests import seed
from tests.cast import actor
from tests.harness import House
from tests.protect.house import until

BRUNO = actor("bruno")
ASKED = pages.HelpRequest(language="ht", needs=("water",), words="Nou anba", place="Delmas 33")


@pytest.fixture
def setting(web: House) -> Iterator[Setting]:
    """A crisis, in the web process's eyes."""
    del web
    yield seed.crisis()


def correct(ref: UUID) -> None:
    try:
        queue.set_place(conversation=ref, place=None, label="Delmas 33", by=BRUNO)
    finally:
        connections.close_all()


def test_a_place_corrected_meanwhile_brings_nothing_back(web: House, setting: Setting) -> None:
    pages.ask(request=ASKED)
    seed.read_all(setting, web)
    ref = queries.queue(BRUNO, queries.QueueFilter()).rows[0].id
    opened = (
        "SELECT count(*) FROM kernel_audit WHERE verb = 'reveal' AND detail->>'reason' = 'place'"
    )
    assert web.process is not None
    with ThreadPoolExecutor(1) as pool, psycopg.connect(web.owner, autocommit=True) as owner:
        # The keyholder is slow to answer; in that moment she takes everything back.
        os.kill(web.process.pid, signal.SIGSTOP)
        try:
            correcting = pool.submit(correct, ref)
            until(lambda: owner.execute(opened).fetchone() == (1,), "the officer", 20)
            owner.execute("UPDATE reach_conversation SET sealed_notes = '', state = 'closed'")
        finally:
            os.kill(web.process.pid, signal.SIGCONT)
        with pytest.raises(WrongStateError):
            correcting.result(20)
        assert owner.execute("SELECT sealed_notes FROM reach_conversation").fetchone() == (b"",)


def test_a_translation_of_it_is_not_kept(web: House, setting: Setting) -> None:
    code = pages.ask(request=ASKED).code
    seed.read_all(setting, web)
    ref = queries.queue(BRUNO, queries.QueueFilter()).rows[0].id
    (message,) = queries.conversation(BRUNO, ref).messages
    answer.translate(message=message.id, language="en", text="We are under", by=BRUNO)
    pages.take_back(code, caller="her")
    with pytest.raises(WrongStateError):
        answer.translate(message=message.id, language="en", text="We are under it", by=BRUNO)
    with pytest.raises(WrongStateError):
        answer.translate(message=message.id, language="fr", text="Nous sommes", by=BRUNO)
    with room("reach", BRUNO):
        assert [bytes(one.sealed_text) for one in Translation.objects.all()] == [b""]


class Meanwhile(str):
    """Words; she takes everything back before anybody asks how long they are."""

    code: str

    def __len__(self) -> int:
        pages.take_back(self.code, caller="her")
        return super().__len__()


def test_an_answer_that_was_being_sealed_is_not_sent(web: House, setting: Setting) -> None:
    told = pages.ask(request=ASKED)
    seed.read_all(setting, web)
    ref = queries.queue(BRUNO, queries.QueueFilter()).rows[0].id
    answer.answer(conversation=ref, text="N ap vini.", language="ht", by=BRUNO)
    late = Meanwhile("N ap vini kounye a.")
    late.code = told.code
    with pytest.raises(WrongStateError):
        answer.answer(conversation=ref, text=late, language="ht", by=BRUNO)
    thread = pages.open_thread(told.code, caller="her")
    assert thread and [one.text for one in thread.lines if one.kind == "answer"] == ["N ap vini."]
