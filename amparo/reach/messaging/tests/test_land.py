"""Where an inbound text lands."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from amparo.reach.messaging.rules import Keyword, Known, land

NOW = datetime(2026, 3, 1, 3, 0, tzinfo=UTC)
OLD, NEW = UUID(int=1), UUID(int=2)


def known(
    ref: UUID, ago: timedelta, *, state: str = "read", asked: timedelta | None = None
) -> Known:
    return Known(ref, state, NOW - ago, NOW - asked if asked else None)


minutes, days = timedelta(minutes=5), timedelta(days=1)
SITUATIONS: dict[str, tuple[Keyword | None, list[Known], str, UUID | None]] = {
    "nobody_we_know": (None, [], "new", None),
    "same_person_minutes_apart": (None, [known(NEW, minutes)], "open", NEW),
    "two_open_takes_the_newest": (None, [known(OLD, days), known(NEW, minutes)], "open", NEW),
    "closed_is_not_opened_again": (None, [known(NEW, minutes, state="closed")], "new", None),
    "silent_for_three_weeks": (None, [known(NEW, 21 * days)], "new", None),
    "stop_with_a_conversation": ("stop", [known(NEW, days)], "stop", NEW),
    "stop_from_nobody": ("stop", [], "stop", None),
    "status_of_nothing": ("status", [], "status", None),
    "yes_to_our_question": ("yes", [known(NEW, days, asked=days)], "question", NEW),
    "yes_to_a_closed_one": ("yes", [known(NEW, days, state="closed", asked=days)], "question", NEW),
    "yes_to_nothing": ("yes", [known(NEW, minutes)], "open", NEW),
    "yes_after_the_question_is_over": ("yes", [known(NEW, days, asked=8 * days)], "open", NEW),
    "words_while_a_question_is_open": (None, [known(NEW, days, asked=days)], "open", NEW),
    "help_alone_reaches_people": ("help", [], "new", None),
}


@pytest.mark.parametrize("name", SITUATIONS)
def test_it_lands_by_the_written_order(name: str) -> None:
    word, conversations, where, conversation = SITUATIONS[name]
    landing = land(word, conversations, NOW)
    assert (landing.where, landing.conversation) == (where, conversation)


def test_it_does_not_take_a_part_for_a_command() -> None:
    assert land("stop", [], NOW, is_part=True).where == "new"
