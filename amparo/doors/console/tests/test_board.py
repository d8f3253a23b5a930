"""The board: a map, a time line and lists of the same."""

from django.test import Client

from amparo.doors.console.tests.world import sign_in, waiting
from amparo.reach.messaging.actions import queue as actions
from amparo.reach.messaging.places import cell_of
from amparo.reach.messaging.queries.board import Area, areas
from tests.cast import actor
from tests.harness import House


def test_it_draws_where_people_wait(web: House, client: Client) -> None:
    waiting(web)
    page = sign_in(client, "bruno").get("/console/board/").content.decode()
    assert "Most people who wait are in Delmas." in page
    assert 'class="hx h1"' in page and ">Delmas</text>" in page


def test_it_filters_by_need_and_time(web: House, client: Client) -> None:
    waiting(web)
    page = sign_in(client, "bruno").get("/console/board/?need=doctor&hours=6").content.decode()
    assert "Nobody has written in this time." in page
    assert client.get("/console/board/?need=water&hours=x").status_code == 200


def test_it_says_who_still_waits(web: House, client: Client) -> None:
    conversation = waiting(web)
    actions.close(conversation=conversation, by=actor("bruno"))
    page = sign_in(client, "bruno").get("/console/board/").content.decode()
    assert "1 person has written." in page and "0 wait for an answer." in page


def test_it_shows_another_line_nothing(web: House, client: Client) -> None:
    waiting(web)
    assert "Delmas" in sign_in(client, "bruno").get("/console/board/").content.decode()
    assert sign_in(client, "carla").get("/console/board/").status_code == 403


def _far_apart(number: int) -> dict[int, tuple[int, int]]:
    return {cell_of(18 + step * 0.02, -72): (1, 1) for step in range(number)}


def test_it_draws_coarser_cells_where_there_are_many() -> None:
    few, many = areas(_far_apart(16)), areas(_far_apart(400))
    assert len(few) > 10 and len(many) <= 60
    assert sum(one.count for one in many) == len(_far_apart(400))
    assert isinstance(few[0], Area)
