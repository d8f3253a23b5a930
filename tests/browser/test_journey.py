"""From a request for help to the answer whether it helped, in browsers; pictures of each step.

English on a desk, Arabic on a phone, and once by keys alone: build/journeys holds what was seen.
"""

from uuid import UUID

import pytest
from playwright.sync_api import Page

from amparo.aid.cases import queries as cases
from amparo.reach.messaging import queries as messaging
from tests import cast
from tests.browser import journey
from tests.browser.place import Place, needs_chromium
from tests.browser.walk import Keys, Mouse, Walk, sweep
from tests.door.house import until
from tests.harness import House

pytestmark = [needs_chromium, pytest.mark.timeout(300)]
BRUNO = cast.actor("bruno")


@pytest.fixture(scope="module", autouse=True)
def staged(house: House) -> None:
    """The crisis is there before the worker first looks."""
    del house  # only has to run
    journey.stage()


@pytest.mark.parametrize(
    ("name", "language", "phone", "keys"),
    [
        ("en-desktop", "en", False, False),
        ("ar-phone", "ar", True, False),
        ("keys", "en", False, True),
    ],
)
def test_it_goes_from_a_request_to_help(
    place: Place, name: str, language: str, phone: bool, keys: bool
) -> None:
    sweep(name)
    walk = Walk(name, language, Keys() if keys else Mouse(), judged=not keys)

    def page(who: str = "") -> Page:
        return place.page(who, phone=phone, language=language)

    her, officer = page(), page("bruno")
    code = journey.ask_for_help(walk, her, place.url)
    until(lambda: messaging.queue(BRUNO, messaging.QueueFilter()).rows, "the queue")
    case = journey.answer_and_open_case(walk, officer, place.url)
    journey.refer(walk, officer)
    journey.receive(walk, page("carla"), place.url)
    until(lambda: told(case), "what is said to her")
    journey.say_it_helped(walk, her, place.url, code)
    journey.close_case(walk, officer)
    assert len(walk.seen) >= 18
    assert not walk.wrong, "\n".join(walk.wrong)


def test_a_receiver_without_an_account_answers_by_a_link(place: Place) -> None:
    """In a browser that was never here before: no cookie, no account, the link alone."""
    sweep("link")
    walk = Walk("link", "en", Mouse(), shown=False)
    her, officer = place.page(), place.page("bruno")
    journey.ask_for_help(walk, her, place.url)
    until(lambda: messaging.queue(BRUNO, messaging.QueueFilter()).rows, "the queue")
    case = journey.answer_and_open_case(walk, officer, place.url)
    journey.refer(walk, officer)
    walk.shown = True
    link = journey.link_of(walk, officer)
    receiver = place.browser.new_context()
    try:
        page = receiver.new_page()
        journey.receive_by_link(walk, page, f"{place.url}{link}")
        assert receiver.cookies() == []
    finally:
        receiver.close()
    until(lambda: told(case), "what is said to her")
    (sent,) = cases.sent(BRUNO, case)
    assert (sent.state, sent.answered_by) == ("done", "Rosa")
    assert sent.reason == journey.SAID["en"].by_receiver
    assert not walk.wrong, "\n".join(walk.wrong)


def told(case: UUID) -> bool:
    """The news of the end has reached her conversation."""
    ref = cases.case(BRUNO, case).conversation_id
    return ref is not None and messaging.conversation(BRUNO, ref).question == "helped"
