"""Who writes with her code in a conversation that was merged waits where it is read."""

from datetime import timedelta
from uuid import UUID

import pytest

from amparo.kernel import clock
from amparo.kernel.authority import machine
from amparo.kernel.rooms import room
from amparo.reach.messaging import web as pages
from amparo.reach.messaging.actions import answer, merging, queue
from amparo.reach.messaging.models import Conversation
from amparo.reach.messaging.queries import QueueFilter, conversation
from amparo.reach.messaging.queries import queue as read_queue
from tests import events, seed
from tests.cast import LINE, actor
from tests.harness import House
from tests.together import audited

BRUNO = actor("bruno")
WORDS = "Dlo a ap monte toujou"


@pytest.fixture
def two(web: House) -> tuple[UUID, UUID, str]:
    """The one that is read, the one inside it and its code; both answered."""
    setting = seed.crisis()
    seed.message("Nou bezwen dlo nan Delmas")
    seed.read_all(setting, web)
    told = ask()
    seed.read_all(setting, web)
    refs = {row.channel: row.id for row in read_queue(BRUNO, QueueFilter()).rows}
    kept, merged = refs["kannel"], refs["web"]
    merging.merge(conversation=merged, into=kept, by=BRUNO)
    answer.answer(conversation=kept, text="N ap vini.", language="ht", by=BRUNO)
    assert not read_queue(BRUNO, QueueFilter()).rows
    return kept, merged, told


def ask() -> str:
    """Her code."""
    return pages.ask(request=pages.HelpRequest(language="ht", words="Nou toujou la")).code


def waits(ref: UUID) -> Conversation:
    with room("reach", machine([LINE])):
        return Conversation.objects.get(id=ref)


def test_it_waits_in_the_row_that_is_read(two: tuple[UUID, UUID, str], web: House) -> None:
    kept, merged, code = two
    pages.add_words(code, WORDS, caller="a")
    assert not read_queue(BRUNO, QueueFilter()).rows
    assert events.deliver_all(web, twice=True) == ["WroteInMerged"]
    (row,) = read_queue(BRUNO, QueueFilter()).rows
    assert row.id == kept and waits(merged).waiting_since is None
    lines = conversation(BRUNO, kept).messages
    assert WORDS in [line.text for line in lines]
    assert audited(web, "wait_inside") == 1


def test_it_opens_again_what_was_closed(two: tuple[UUID, UUID, str], web: House) -> None:
    kept, _merged, code = two
    queue.close(conversation=kept, by=BRUNO)
    pages.add_words(code, WORDS, caller="a")
    events.deliver_all(web)
    assert (waits(kept).state, waits(kept).waiting_since is None) == ("received", False)


def test_it_stays_answered_when_the_news_comes_late(
    two: tuple[UUID, UUID, str], web: House
) -> None:
    kept, _merged, code = two
    pages.add_words(code, WORDS, caller="a")
    answer.answer(conversation=kept, text="N ap vini demen.", language="ht", by=BRUNO)
    events.deliver_all(web)
    assert waits(kept).waiting_since is None


def test_it_keeps_the_older_clock(two: tuple[UUID, UUID, str], web: House) -> None:
    kept, _merged, code = two
    before = clock.now() - timedelta(hours=1)
    with room("reach", machine([LINE])):
        Conversation.objects.filter(id=kept).update(waiting_since=before)
    pages.add_words(code, WORDS, caller="a")
    events.deliver_all(web)
    assert waits(kept).waiting_since == before


def test_it_waits_alone_when_taken_apart_meanwhile(two: tuple[UUID, UUID, str], web: House) -> None:
    kept, merged, code = two
    pages.add_words(code, WORDS, caller="a")
    merging.undo_merge(conversation=merged, by=BRUNO)
    events.deliver_all(web)
    assert waits(kept).waiting_since is None
    assert [row.id for row in read_queue(BRUNO, QueueFilter()).rows] == [merged]
