"""The queue: who waits, in which order, for whose eyes."""

from datetime import timedelta

import pytest

from amparo.kernel import clock
from amparo.kernel.authority import machine
from amparo.kernel.errors import InvalidError
from amparo.kernel.rooms import room
from amparo.reach.messaging.models import Conversation
from amparo.reach.messaging.queries import QueueFilter, queue
from tests import seed
from tests.cast import LINE, actor
from tests.harness import House

BRUNO = actor("bruno")


def fill(keys: House) -> None:
    """Five people; the third is in danger, the first has waited longest."""
    setting = seed.crisis()
    for number in range(5):
        seed.message("Nou bezwen dlo", sender=f"+5093701020{number}")
        seed.read_all(setting)
    with room("reach", machine([LINE])):
        for number, row in enumerate(Conversation.objects.order_by("opened_at")):
            row.urgency = 4 if number == 2 else 2
            row.language = "ht" if number else "fr"
            row.waiting_since = clock.now() - timedelta(hours=10 - number)
            row.save()


def order(wanted: QueueFilter, limit: int = 50) -> list[int]:
    return [row.urgency for row in queue(BRUNO, wanted, limit=limit).rows]


def test_it_shows_the_most_urgent_first_then_who_waits_longest(keys: House) -> None:
    fill(keys)
    rows = queue(BRUNO, QueueFilter()).rows
    assert [row.urgency for row in rows] == [4, 2, 2, 2, 2]
    waits = [row.waiting_since for row in rows[1:] if row.waiting_since]
    assert waits == sorted(waits) and len(waits) == 4


def test_it_counts_all_that_wait(keys: House) -> None:
    fill(keys)
    counts = queue(BRUNO, QueueFilter(urgency=4)).counts
    assert (counts.waiting, counts.by_urgency, counts.over) == (5, {4: 1, 2: 4}, 1)
    assert counts.languages == (("ht", 4), ("fr", 1))


def test_it_filters_by_what_is_wanted(keys: House) -> None:
    fill(keys)
    assert order(QueueFilter(urgency=4)) == [4]
    assert order(QueueFilter(language="fr")) == [2]
    assert order(QueueFilter(need="rescue")) == []
    assert len(order(QueueFilter(need="water"))) == 5
    assert order(QueueFilter(mine=True)) == []


def test_it_pages_through_everybody_once(keys: House) -> None:
    fill(keys)
    seen, after = [], ""
    for _ in range(3):
        page = queue(BRUNO, QueueFilter(after=after), limit=2)
        seen += [row.id for row in page.rows]
        after = page.next
    assert (len(seen), len(set(seen)), after) == (5, 5, "")


@pytest.mark.parametrize("cursor", ["x", "eHx4", "NHwyMDI2fDE="])
def test_it_refuses_a_false_cursor(keys: House, cursor: str) -> None:
    with pytest.raises(InvalidError):
        queue(BRUNO, QueueFilter(after=cursor))


def test_it_finds_a_reference_however_it_was_said(keys: House) -> None:
    fill(keys)
    reference = queue(BRUNO, QueueFilter()).rows[3].reference
    said = f" {reference[:3].lower()}-{reference[3:]} "
    assert reference in [row.reference for row in queue(BRUNO, QueueFilter(find=said)).rows]
