"""With her own code: what was passed on, to whom, and the way to take it back."""

from typing import Any

from django.test import Client

from amparo.aid.cases import actions as cases
from amparo.aid.cases import handover, queries
from amparo.doors.public.tests.pages import code_of, send, text, token
from amparo.kernel import receipts
from amparo.reach.messaging import queries as messaging
from tests import seed
from tests.cast import actor
from tests.harness import House

BRUNO, CARLA = actor("bruno"), actor("carla")


def a_code(client: Client, web: House) -> str:
    """Her code; her request has become a case, and was passed on to Ola."""
    setting = seed.crisis()
    seed.services()
    code = code_of(send(client))
    seed.read_all(setting, web)
    row = messaging.queue(BRUNO, messaging.QueueFilter()).rows[0]
    facts = messaging.case_facts(BRUNO, row.id)
    case = cases.open_case(facts=facts, wish="", by=BRUNO)
    handover.refer(
        case=case,
        service=seed.SHELTER,
        fields=["needs"],
        agreed=True,
        language="ht",
        how="page",
        by=BRUNO,
    )
    return code


def press(client: Client, code: str, take: str = "", **more: str) -> Any:
    form = {"form": token(client), "code": code, "take": take, **more}
    return client.post("/en/back/passed-on/", form)


def test_it_lists_what_left_and_takes_it_back(client: Client, web: House) -> None:
    code = a_code(client, web)
    page = text(press(client, code))
    assert "Org a1" in page and "What is needed" in page
    take = page.split('name="take" value="')[1].split('"')[0]
    page = text(press(client, code, take))
    assert "They cannot read it any more" in page and 'name="take"' not in page
    (row,) = queries.received(CARLA, open_only=False)
    assert (row.state, row.reference) == ("withdrawn", "")
    assert queries.received_one(CARLA, row.id).slip is None


def test_it_takes_nothing_back_from_a_foreign_form(client: Client, web: House) -> None:
    code = a_code(client, web)
    page = text(press(client, code))
    take = page.split('name="take" value="')[1].split('"')[0]
    press(client, code, take, form="forged")
    press(client, code, "nothing of hers")
    assert queries.received(CARLA)[0].state == "sent"


def test_it_shows_nothing_for_another_code(client: Client, web: House) -> None:
    a_code(client, web)
    for code in (receipts.new_code(), "", "1234"):
        assert "Org a1" not in text(press(client, code))
    assert "Your code" in text(client.get("/en/back/passed-on/"))
