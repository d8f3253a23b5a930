"""Sending: marked before the gateway is called, never sent twice by the machine."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from amparo.kernel import clock
from amparo.kernel.authority import machine
from amparo.kernel.rooms import room
from amparo.reach.messaging.actions import answer, outbox
from amparo.reach.messaging.actions.outbox import Outcome, Outgoing, Sent
from amparo.reach.messaging.models import Conversation, Message
from tests import seed
from tests.cast import LINE, actor
from tests.harness import House

BY = machine([LINE])


def waiting(keys: House, **changes: object) -> None:
    seed.message("Nou bezwen dlo")
    seed.read_all(seed.crisis())
    with room("reach", BY):
        Conversation.objects.update(**changes)


def the_message() -> Message:
    with room("reach", BY):
        return Message.objects.get(direction="out")


def send(outcome: Outcome, seen: list[Outgoing] | None = None) -> Callable[[Outgoing], Sent]:
    def one(outgoing: Outgoing) -> Sent:
        if seen is not None:
            seen.append(outgoing)
        assert the_message().delivery == "sending"  # committed before the gateway hears of it
        return Sent(outcome)

    return one


@pytest.mark.parametrize(
    ("outcome", "state"),
    [("accepted", "sent"), ("refused", "failed"), ("unknown", "unknown"), ("again", "queued")],
)
def test_it_keeps_what_the_gateway_said(keys: House, outcome: Outcome, state: str) -> None:
    waiting(keys)
    outbox.send_waiting(send=send(outcome), by=BY)
    assert the_message().delivery == state


def test_it_sends_in_the_persons_language_with_the_reference(keys: House) -> None:
    waiting(keys, language="ht")
    seen: list[Outgoing] = []
    outbox.send_waiting(send=send("accepted", seen), by=BY)
    with room("reach", BY):
        reference = Conversation.objects.get().reference
    assert seen[0].to == "+50937010203" and reference in seen[0].text
    assert "dlo" not in seen[0].text.split()


def test_it_sends_the_cover_text_to_a_phone_that_others_read(keys: House) -> None:
    waiting(keys, cover=True, language="en")
    seen: list[Outgoing] = []
    outbox.send_waiting(send=send("accepted", seen), by=BY)
    assert "Reference" not in seen[0].text


def test_it_never_sends_an_unfinished_one_again(keys: House) -> None:
    waiting(keys)

    def crash(outgoing: Outgoing) -> Sent:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        outbox.send_waiting(send=crash, by=BY)
    with room("reach", BY):
        Message.objects.update(delivery_at=clock.now() - timedelta(minutes=3))
    seen: list[Outgoing] = []
    assert outbox.send_waiting(send=send("accepted", seen), by=BY) == 0
    assert (the_message().delivery, seen) == ("unknown", [])


def test_it_lets_a_person_settle_an_unknown_one(keys: House) -> None:
    waiting(keys)
    outbox.send_waiting(send=send("unknown"), by=BY)
    answer.settle(message=the_message().id, arrived=False, by=actor("bruno"))
    assert the_message().delivery == "queued"


def test_it_sends_nothing_to_who_asked_us_to_stop(keys: House) -> None:
    waiting(keys)
    with room("reach", BY):
        contact = Conversation.objects.select_related("contact").get().contact
        assert contact is not None
        contact.stopped_at = clock.now()
        contact.save()
    assert outbox.send_waiting(send=send("accepted"), by=BY) == 0
    assert the_message().delivery == "stopped"


def test_it_waits_for_the_hours_that_she_called_safe(keys: House) -> None:
    waiting(keys)
    now = outbox._part_of_day()
    others = [part for part in ("morning", "afternoon", "evening", "night") if part != now]
    for hours, sent in ((others, 0), ([*others, now], 1)):
        with room("reach", BY):
            Conversation.objects.update(safe_hours=hours)
        assert outbox.send_waiting(send=send("accepted"), by=BY) == sent
        assert the_message().delivery == ("sent" if sent else "queued")
