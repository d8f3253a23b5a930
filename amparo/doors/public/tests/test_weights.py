"""What a page weighs on the way to a phone: itself, its sheet and its script, compressed."""

import gzip
import re
from uuid import UUID

import pytest
from django.test import Client

from amparo.commons.directory.models import Service
from amparo.commons.notices import actions
from amparo.doors.public import near
from amparo.doors.public.languages import LANGUAGES
from amparo.doors.public.tests.catalogue import HERE
from amparo.kernel.authority import machine
from amparo.kernel.rooms import room
from tests import seed
from tests.harness import House

ONE_WINDOW, ANY_PAGE = 14_000, 30_000
PAGES = "back back/lost concern concern/signs services numbers today about limits languages".split()
LONG = "مطبخ مجتمعي للعائلات الواصلة حديثاً إلى المدينة "
STATIC = re.compile(r'(?:href|src)="/static/([\w.]+)"')


@pytest.fixture
def busy(stage: House) -> House:
    """A page full of services, numbers and advice."""
    seed.crisis()
    seed.services()
    near.forget()
    with room("commons", machine()):
        Service.objects.update(place="Delmas")
        row = Service.objects.get(id=seed.SHELTER)
        for number in range(40):
            row.id, row.ref = UUID(int=0xD100 + number), f"more{number}"
            row.name, row.address = f"{LONG} {number}", f"Rue {number * 7919} {LONG[number:]}"
            row.save(force_insert=True)
    for number in range(20):
        labels = {"en": f"{LONG} {number}"}
        facts = actions.NumberFacts(labels=labels, number=f"11{number:02}", source=LONG)
        id = actions.save_number(facts=facts, by=machine())
        actions.publish(kind="number", id=id, by=machine())
    return stage


def weight(client: Client, address: str) -> int:
    """Everything that a first visit loads, as the server compresses it."""
    answer = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    page = gzip.decompress(answer.content).decode()
    files = (HERE / "static" / name for name in STATIC.findall(page))
    return len(answer.content) + sum(len(gzip.compress(one.read_bytes(), 6)) for one in files)


@pytest.mark.parametrize("language", [one.code for one in LANGUAGES])
def test_the_first_two_pages_fit_one_tcp_window(client: Client, busy: House, language: str) -> None:
    for page in ("", "help/"):
        assert weight(client, f"/{language}/{page}") < ONE_WINDOW, page


@pytest.mark.parametrize("language", [one.code for one in LANGUAGES])
def test_every_other_page_is_light(client: Client, busy: House, language: str) -> None:
    for page in PAGES:
        assert weight(client, f"/{language}/{page}/") < ANY_PAGE, page
    start = client.get(f"/{language}/services/").content.decode()
    lists = re.findall(r'href="(\?s=[\w-]+)"', start)
    assert lists and all(weight(client, f"/{language}/services/{one}") < ANY_PAGE for one in lists)
