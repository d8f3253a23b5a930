"""Family, team and transfer, through their pages; wishes in counts; guides."""

from uuid import UUID

import pytest
from django.test import Client

from amparo.aid.cases import queries
from amparo.commons.guides import actions as guides
from amparo.commons.guides import queries as guide_queries
from amparo.doors.console.tests.world import opened, sign_in, text
from amparo.guard.accounts.models import Membership
from amparo.kernel.authority import machine
from amparo.kernel.rooms import room
from tests import cast, events
from tests.harness import House

BRUNO = cast.actor("bruno")


def test_it_keeps_people_and_forgets_them(client: Client, web: House) -> None:
    case = opened(web)
    path = f"/console/case/{case}/person/"
    said = {"called": "Tití", "relation": "her child", "age": "child"}
    page = text(client.get(sign_in(client, "bruno").post(path, said)["Location"]))
    assert "Tití" in page
    assert client.post(path, {}).status_code == 422
    (person,) = queries.case(BRUNO, case).members
    client.post(f"{path}{person.id}/remove/")
    assert queries.case(BRUNO, case).members == ()


def test_it_says_what_is_wrong_with_a_tie(client: Client, web: House) -> None:
    case = opened(web)
    said = {"reference": "NOSUCH", "relation": "child"}
    answer = sign_in(client, "bruno").post(f"/console/case/{case}/link/", said)
    assert answer.status_code == 422 and "No case of ours" in text(answer)


def test_it_seats_a_team_and_asks_for_an_outcome(client: Client, web: House) -> None:
    case = opened(web)
    path = f"/console/case/{case}/team/"
    assert sign_in(client, "bruno").post(path, {"organisation": "Nobody"}).status_code == 422
    client.post(path, {"organisation": "Org a1"})
    (seat,) = queries.case(BRUNO, case).team
    assert seat.lead and client.post(f"{path}{seat.id}/", {"what": "leave"}).status_code == 409
    closing = client.post(f"/console/case/{case}/close/", {"outcome": "helped"})
    assert closing.status_code == 422 and "A team keeps this case" in text(closing)


def test_it_hands_a_case_over_and_keeps_a_line(client: Client, web: House) -> None:
    case = opened(web)
    path = f"/console/case/{case}/transfer/"
    sheet = text(sign_in(client, "bruno").get(path))
    assert str(cast.OLA) in sheet and str(cast.CONSULATE) not in sheet
    asked = {"receiver": str(cast.OLA), "how": "call", "language": "ht"}
    assert client.post(path, asked).status_code == 422
    consulate = {**asked, "receiver": str(cast.CONSULATE), "agreed": "yes"}
    assert client.post(path, consulate).status_code == 403
    assert client.post(path, {**asked, "agreed": "yes"}).status_code == 302
    events.deliver_all(web)
    assert "is with" in text(client.get(f"/console/case/{case}/"))
    assert "Handed over" in text(client.get("/console/cases/?state=closed"))
    assert "Yon kote pou m" in text(sign_in(client, "carla").get(f"/console/case/{case}/"))


def test_it_counts_wishes_for_coordinators_only(client: Client, web: House) -> None:
    del web
    assert sign_in(client, "bruno").get("/console/figures/wishes/").status_code == 403
    with room("guard", machine()):
        Membership(
            id=UUID(int=0xEE),
            staff_id=cast.staff_id("gita"),
            scope_id=cast.LINE,
            role="coordinator",
        ).save(force_insert=True)
    page = text(sign_in(client, "gita").get("/console/figures/wishes/"))
    assert "To stay here" in page and "held back" in page
    file = client.get("/console/figures/wishes/?as=csv")
    assert file["Content-Type"].startswith("text/csv") and "held back" in text(file)


@pytest.fixture
def shipped(web: House) -> UUID:
    del web
    guides.ship(by=machine())
    return guide_queries.guides(BRUNO)[0].id


def test_it_makes_tasks_of_a_guides_steps(client: Client, web: House, shipped: UUID) -> None:
    case = opened(web)
    path = f"/console/case/{case}/guide/"
    assert "Follow it" in text(sign_in(client, "bruno").get(path))
    assert client.post(path, {"guide": "x"}).status_code == 422
    client.post(path, {"guide": str(shipped)})
    tasks = queries.case(BRUNO, case).tasks
    steps = guide_queries.guide(BRUNO, shipped).steps
    assert sorted(one.words or "" for one in tasks) == sorted(one.words for one in steps)
    assert all(one.due_at and one.assigned == "Bruno" for one in tasks)


def test_it_is_written_by_editors_only(client: Client, shipped: UUID) -> None:
    page = text(sign_in(client, "bruno").get(f"/console/guide/{shipped}/"))
    assert guide_queries.guide(BRUNO, shipped).title in page
    assert client.post(f"/console/guide/{shipped}/edit/", {"title": "x"}).status_code == 403
    with room("guard", machine()):
        Membership(
            id=UUID(int=0xEF), staff_id=cast.staff_id("gita"), scope_id=cast.FARO, role="editor"
        ).save(force_insert=True)
    sign_in(client, "gita")
    few = {"language": "en", "title": "Mine", "kind": "procedure", "steps": "24 h: One step"}
    assert client.post(f"/console/guide/{shipped}/edit/", few).status_code == 422
    assert client.post("/console/guides/new/", few).status_code == 302
    assert "Mine" in text(client.get("/console/guides/"))
    client.post("/console/guides/ship/")
    assert len(guide_queries.guides(BRUNO)) == 4
