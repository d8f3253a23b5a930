"""What the console's tests start from: someone signed in, a message that waits, a case."""

from uuid import UUID

from django.http import HttpResponse
from django.test import Client

from amparo.aid.cases import actions as cases
from amparo.aid.cases import handover
from amparo.aid.cases import queries as cases_queries
from amparo.doors.console import lists
from amparo.doors.console.session import COOKIE
from amparo.guard.accounts import actions as accounts
from amparo.reach.messaging import queries as messaging
from tests import cast, seed

WORDS = "Bonjou, nou bezwen dlo ak manje nan Delmas"
NOBODY = UUID(int=0xFF)


def sign_in(client: Client, name: str) -> Client:
    """The browser of one of the cast."""
    lists.forget()
    client.cookies[COOKIE] = accounts.open_session(staff=cast.staff_id(name))
    return client


def waiting(text: str = WORDS) -> UUID:
    """A conversation that waits in the queue of the line."""
    setting = seed.crisis()
    seed.message(text)
    seed.read_all(setting)
    return messaging.queue(cast.actor("bruno"), messaging.QueueFilter()).rows[0].id


def opened() -> UUID:
    """A case of the line, with its wish."""
    facts = messaging.case_facts(cast.actor("bruno"), waiting())
    return cases.open_case(facts=facts, wish="Yon kote pou m dòmi", by=cast.actor("bruno"))


def received() -> UUID:
    """A referral as Ola received it."""
    case = opened()
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


def text(answer: HttpResponse) -> str:
    """The page as it came."""
    return answer.content.decode()
