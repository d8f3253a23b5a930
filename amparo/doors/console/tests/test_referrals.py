"""A referral: what would go, what she agreed to, and what the firewall says."""

import re
from typing import Any
from uuid import UUID

from django.test import Client

from amparo.aid.cases import queries
from amparo.commons.directory.models import Service
from amparo.doors.console.tests.world import NOBODY, opened, sign_in, text
from amparo.kernel.authority import machine
from amparo.kernel.rooms import room
from tests import cast, seed
from tests.harness import House

BRUNO = cast.actor("bruno")
YES = {"field": ["needs", "language"], "agreed": "yes", "language": "ht", "how": "call"}


def path(web: House) -> str:
    """The sheet for a new case and a service."""
    case = opened(web)
    seed.services()
    return f"/console/case/{case}/refer/{seed.SHELTER}/"


def send(client: Client, address: str) -> Any:
    """The sheet as it is shown now, ticked and sent."""
    mark = re.search(r'name="seen" value="(\w+)"', text(client.get(address)))
    return client.post(address, {**YES, "seen": mark[1] if mark else ""})


def sent(address: str) -> int:
    """How many referrals this case has."""
    return len(queries.case(BRUNO, UUID(address.split("/")[3])).referrals)


def test_it_shows_exactly_what_would_go_and_what_stays(client: Client, web: House) -> None:
    address = path(web)
    page = text(sign_in(client, "bruno").get(address))
    assert "Nothing has left yet" in page and "Stays here" in page
    assert 'name="field" value="needs" checked' in page
    assert 'name="field" value="wish"' in page and 'value="wish" checked' not in page
    assert 'name="agreed" value="yes" checked' not in page
    assert sent(address) == 0


def test_it_sends_what_was_ticked(client: Client, web: House) -> None:
    address = path(web)
    answer = send(sign_in(client, "bruno"), address)
    assert answer["Location"].endswith("?said=referred#referrals")
    received = queries.received(cast.actor("carla"))[0]
    slip = queries.received_one(cast.actor("carla"), received.id).slip
    assert slip is not None and [label for label, _ in slip] == ["What is needed", "Language"]


def test_it_sends_nothing_without_a_yes_and_keeps_the_ticks(client: Client, web: House) -> None:
    address = path(web)
    said = {"field": ["wish"], "how": "face_to_face", "language": "ht"}
    answer = sign_in(client, "bruno").post(address, said)
    page = text(answer)
    assert answer.status_code == 422 and "Nothing was sent" in page
    assert 'value="wish" checked' in page and 'value="needs" checked' not in page
    assert sent(address) == 0


def test_it_offers_no_button_where_nothing_may_go(client: Client, web: House) -> None:
    address = path(web)
    with room("commons", machine()):
        Service.objects.filter(id=seed.SHELTER).update(organisation_id=cast.CONSULATE)
    page = text(sign_in(client, "bruno").get(address))
    assert "No State body or consulate" in page and "Send to" not in page
    assert send(client, address).status_code == 403
    assert not queries.received(cast.actor("dario"))


def test_it_sends_nothing_to_whom_she_was_not_asked_about(client: Client, web: House) -> None:
    address = path(web)
    page = text(sign_in(client, "bruno").get(address))
    mark = re.search(r'name="seen" value="(\w+)"', page)
    with room("commons", machine()):
        Service.objects.filter(id=seed.SHELTER).update(organisation_id=cast.TRACERS)
    for said in (YES, {**YES, "seen": mark[1] if mark else ""}):
        assert client.post(address, said).status_code == 409
    assert sent(address) == 0 and mark


def test_it_asks_the_same_service_only_once(client: Client, web: House) -> None:
    address = path(web)
    send(sign_in(client, "bruno"), address)
    assert send(client, address).status_code == 409
    assert sent(address) == 1


def test_it_says_not_there_for_what_is_missing_or_not_yours(client: Client, web: House) -> None:
    address = path(web)
    case = address.split("/")[3]
    sign_in(client, "bruno")
    assert client.get(address).status_code == 200
    assert client.get(f"/console/case/{case}/refer/{NOBODY}/").status_code == 404
    assert client.get(f"/console/case/{NOBODY}/refer/{seed.SHELTER}/").status_code == 404
    assert sign_in(client, "elena").get(address).status_code == 404
    assert client.post(address, YES).status_code == 404
