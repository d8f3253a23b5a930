"""What the console's tests start from: someone signed in, a message that waits, a case."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol
from uuid import UUID

from django.conf import settings
from django.test import Client

from amparo.aid.cases import actions as cases
from amparo.aid.cases import handover
from amparo.aid.cases import queries as cases_queries
from amparo.doors.console import lists
from amparo.doors.console.session import COOKIE
from amparo.guard.accounts import actions as accounts
from amparo.reach.messaging import queries as messaging
from tests import cast, seed
from tests.harness import House

WORDS = "Bonjou, nou bezwen dlo ak manje nan Delmas"
NOBODY = UUID(int=0xFF)


def sign_in(client: Client, name: str) -> Client:
    """The browser of one of the cast."""
    lists.forget()
    client.cookies[COOKIE] = accounts.open_session(staff=cast.staff_id(name))
    return client


def waiting(web: House, text: str = WORDS) -> UUID:
    """A conversation that waits in the queue of the line."""
    setting = seed.crisis()
    seed.message(text)
    seed.read_all(setting, web)
    return messaging.queue(cast.actor("bruno"), messaging.QueueFilter()).rows[0].id


def opened(web: House) -> UUID:
    """A case of the line, with its wish."""
    facts = messaging.case_facts(cast.actor("bruno"), waiting(web))
    return cases.open_case(facts=facts, wish="Yon kote pou m dòmi", by=cast.actor("bruno"))


def received(web: House) -> UUID:
    """A referral as Ola received it."""
    case = opened(web)
    seed.services()
    handover.refer(
        case=case,
        service=seed.SHELTER,
        fields=["needs", "language"],
        agreed=True,
        language="ht",
        how="call",
        by=cast.actor("bruno"),
    )
    return cases_queries.received(cast.actor("carla"))[0].id


@contextmanager
def keyholder_away(web: House) -> Iterator[None]:
    """Nobody answers where the keyholder should; staff see the same as when it is sealed."""
    config = settings.CONFIG["keyholder"]
    before = config["socket"]
    config["socket"] = f"{before}.away"
    try:
        with web.role("web"):  # asks anew where the keyholder is
            yield
    finally:
        config["socket"] = before


class Answer(Protocol):
    """What a test browser brings back."""

    @property
    def content(self) -> bytes:
        """The page's bytes."""

    @property
    def status_code(self) -> int:
        """The number that says how it went."""


def text(answer: Answer) -> str:
    """The page as it came."""
    return answer.content.decode()
