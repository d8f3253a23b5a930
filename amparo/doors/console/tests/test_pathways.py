"""Pathways: seen by all who work here, changed by who keeps the directory."""

from typing import Any
from uuid import UUID

from django.test import Client

from amparo.aid.cases import queries as cases
from amparo.commons.directory.models import Service
from amparo.commons.pathways import actions, queries
from amparo.commons.pathways.actions import PathwayFacts
from amparo.doors.console.tests.world import NOBODY, opened, sign_in, text
from amparo.guard.accounts.models import Membership
from amparo.kernel.authority import machine
from amparo.kernel.rooms import room
from tests import cast, seed
from tests.harness import House

BRUNO, CARLA = cast.actor("bruno"), cast.actor("carla")
FORM = {"title": "Beds", "need": "shelter", "most": ["needs", "language"], "least": ["needs"]}


def editor(client: Client) -> Client:
    """Gita keeps the directory today."""
    with room("guard", machine()):
        Membership(
            id=UUID(int=0xF7), staff_id=cast.staff_id("gita"), scope_id=cast.FARO, role="editor"
        ).save(force_insert=True)
    return sign_in(client, "gita")


def a_pathway(*services: UUID, need: str = "shelter") -> UUID:
    facts = PathwayFacts(need=need, title="Beds", least=("needs",), most=("needs", "language"))
    ref = actions.add_pathway(facts=facts, by=machine())
    for one in services:
        actions.add_step(pathway=ref, service=one, by=machine())
    return ref


def order(ref: UUID) -> list[UUID]:
    return [one.service.id for one in queries.pathway(machine(), ref).steps]


def test_it_is_made_and_filled_and_ordered(client: Client, web: House) -> None:
    seed.crisis()
    seed.services()
    answer = editor(client).post("/console/pathways/new/", {**FORM, "within_4": "10"})
    (way,) = queries.pathways(machine())
    assert answer.status_code == 302 and way.minutes == {"4": 10}
    for one in (seed.SHELTER, seed.CLINIC):
        client.post(f"/console/pathway/{way.id}/add/", {"service": str(one)})
    last = queries.pathway(machine(), way.id).steps[1].id
    client.post(f"/console/pathway/{way.id}/step/", {"step": str(last), "do": "up"})
    assert order(way.id) == [seed.CLINIC, seed.SHELTER]
    page = text(client.get(f"/console/pathway/{way.id}/"))
    assert page.index("Casa doctor") < page.index("Casa shelter")
    client.post(f"/console/pathway/{way.id}/step/", {"step": str(last), "do": "remove"})
    assert order(way.id) == [seed.SHELTER]


def test_it_says_why_a_consulate_can_not_stand_on_it(client: Client, web: House) -> None:
    seed.services()
    way = a_pathway()
    with room("commons", machine()):
        Service.objects.filter(id=seed.SHELTER).update(organisation_id=cast.CONSULATE)
    answer = editor(client).post(f"/console/pathway/{way}/add/", {"service": str(seed.SHELTER)})
    assert answer.status_code == 422 and "No State body or consulate" in text(answer)
    assert order(way) == []


def test_it_keeps_what_was_typed_when_something_is_wrong(client: Client, web: House) -> None:
    seed.crisis()
    client = editor(client)
    for wrong in ({"title": ""}, {"least": ["wish"]}, {"town": "Nowhere"}, {"within_3": "-1"}):
        answer = client.post("/console/pathways/new/", {**FORM, "notes": "kept words", **wrong})
        assert answer.status_code == 422 and "kept words" in text(answer)
    assert queries.pathways(machine()) == ()


def test_it_is_for_a_town_of_the_list(client: Client, web: House) -> None:
    seed.crisis()
    editor(client).post("/console/pathways/new/", {**FORM, "town": "Delm"})
    (way,) = queries.pathways(machine())
    assert way.place == "Delmas" and way.cell
    client.post(f"/console/pathway/{way.id}/edit/", {**FORM, "title": "More", "town": "Delmas"})
    (after,) = queries.pathways(machine())
    assert (after.title, after.cell) == ("More", way.cell)


def test_it_is_seen_by_all_and_changed_by_editors(client: Client, web: House) -> None:
    way = a_pathway()
    assert text(sign_in(client, "carla").get(f"/console/pathway/{way}/")).count("<h1") == 1
    assert "Beds" in text(client.get("/console/pathways/"))
    for path in ("new/", f"{way}/edit/"):
        base = "pathways" if path == "new/" else "pathway"
        assert client.post(f"/console/{base}/{path}", FORM).status_code == 403
    assert client.post(f"/console/pathway/{way}/add/", {}).status_code == 403
    assert client.get(f"/console/pathway/{NOBODY}/").status_code == 404


def sheet(client: Client, case: UUID, way: UUID, **said: Any) -> Any:
    address = f"/console/case/{case}/pathway/{way}/"
    seen = text(client.get(address)).split('name="seen" value="')[1].split('"')[0]
    yes = {"agreed": "yes", "language": "ht", "how": "call", "field": ["needs"], "seen": seen}
    return client.post(address, {**yes, "service": str(seed.SHELTER), **said})


def test_it_offers_the_least_and_no_more_than_the_pathway(client: Client, web: House) -> None:
    case = opened(web)
    seed.services()
    way = a_pathway(seed.SHELTER, need="water")
    page = text(sign_in(client, "bruno").get(f"/console/case/{case}/"))
    assert "By pathway" in page and f"/pathway/{way}/" in page
    page = text(client.get(f"/console/case/{case}/pathway/{way}/"))
    assert 'name="field" value="needs" checked' in page and 'value="wish"' not in page
    assert "in this order" in page
    assert sheet(client, case, way)["Location"].endswith("#referrals")
    (row,) = cases.received(CARLA)
    assert dict(cases.received_one(CARLA, row.id).slip or ()) == {"What is needed": "Water"}


def test_it_sends_nothing_without_a_yes_or_a_receiver(client: Client, web: House) -> None:
    case = opened(web)
    seed.services()
    way = a_pathway(seed.SHELTER, need="water")
    sign_in(client, "bruno")
    assert sheet(client, case, way, agreed="").status_code == 422
    assert sheet(client, case, way, service="x").status_code == 422
    assert sheet(client, case, way, seen="old").status_code == 409
    assert cases.received(CARLA) == ()
    assert sign_in(client, "elena").get(f"/console/case/{case}/").status_code == 404
    assert client.get(f"/console/case/{case}/pathway/{way}/").status_code == 404
