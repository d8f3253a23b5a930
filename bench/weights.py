"""What every public page weighs on the way to a phone: heads and bodies of all that a visit loads.

Asked for through the door as a browser asks, compressed as the server compresses; the heaviest
language counts. The directory and the numbers are full.
"""

import http.client
import re
from uuid import UUID

from amparo.commons.directory.models import Service
from amparo.commons.notices import actions as notices
from amparo.doors.public.languages import LANGUAGES
from amparo.kernel.authority import machine
from amparo.kernel.rooms import room
from bench import record
from bench.stage import stage
from tests import seed
from tests.browser.place import running

ONE_WINDOW, ANY_PAGE = 14_000, 30_000
FIRST = ("", "help/")
OTHERS = tuple(
    f"{one}/"
    for one in (
        "back back/lost concern concern/signs services numbers today about limits languages".split()
    )
)
SERVICES, NUMBERS = 40, 20
LONG = "مطبخ مجتمعي للعائلات الواصلة حديثاً إلى المدينة"
LINKED = re.compile(r'(?:href|src)="(/static/[\w.]+)"')
LISTS = re.compile(r'href="(\?s=[\w-]+)"')


def main() -> None:
    """`build/bench/weights.json` and `build/bench/weights-others.json`."""
    with stage() as house:
        seed.crisis()
        seed.services()
        _fill()
        with running(house, worker=False) as url:
            client = http.client.HTTPConnection(url.removeprefix("http://"))
            first = {
                (one.code, page): _weight(client, one.code, page)
                for one in LANGUAGES
                for page in FIRST
            }
            others = {
                (one.code, page): _weight(client, one.code, page)
                for one in LANGUAGES
                for page in (*OTHERS, _list(client, one.code))
            }
    _write("weights", first, ONE_WINDOW)
    _write("weights-others", others, ANY_PAGE)


def _write(name: str, found: dict[tuple[str, str], tuple[int, int]], goal: int) -> None:
    worst = max(found, key=lambda one: found[one][0])
    weights = [sent for sent, _ in found.values()]
    record.write(
        name=name,
        size={"pages": len(found), "languages": len(LANGUAGES)},
        figure=found[worst][0],
        unit="bytes over the wire, the heaviest page",
        higher_is_better=False,
        goal=goal,
        spread=(min(weights), max(weights)),
        baseline_name="the same without compression, bytes",
        baseline_figure=found[worst][1],
        heaviest="/".join(worst).partition("?")[0],
        by_page={"/".join(one).partition("?")[0]: sent for one, (sent, _) in found.items()},
    )


def _weight(client: http.client.HTTPConnection, language: str, page: str) -> tuple[int, int]:
    """Bytes as they are sent, and as they would be without compression."""
    path = f"/{language}/{page}"
    plain, text = _sent(client, path, "identity")
    sent, _ = _sent(client, path, "gzip")
    for file in dict.fromkeys(LINKED.findall(text)):
        sent += _sent(client, file, "gzip")[0]
        plain += _sent(client, file, "identity")[0]
    return sent, plain


def _sent(client: http.client.HTTPConnection, path: str, how: str) -> tuple[int, str]:
    client.request("GET", path, headers={"Accept-Encoding": how})
    answer = client.getresponse()
    body = answer.read()
    if answer.status != 200 or (how == "gzip") != (answer.headers["Content-Encoding"] == "gzip"):
        raise SystemExit(f"{path}: {answer.status}, or not {how}")
    head = sum(len(name) + len(value) + 4 for name, value in answer.getheaders())
    return len(body) + head, body.decode() if how == "identity" else ""


def _list(client: http.client.HTTPConnection, language: str) -> str:
    """The address of a list of places."""
    found = LISTS.search(_sent(client, f"/{language}/services/", "identity")[1])
    if found is None:
        raise SystemExit("no place is offered")
    return f"services/{found[1]}"


def _fill() -> None:
    with room("commons", machine()):
        Service.objects.update(place="Delmas")
        row = Service.objects.get(id=seed.SHELTER)
        for number in range(SERVICES):
            row.id, row.ref = UUID(int=0xD100 + number), f"more{number}"
            row.name, row.address = f"{LONG} {number}", f"Rue {number * 7919} {LONG[number:]}"
            row.save(force_insert=True)
    for number in range(NUMBERS):
        labels = {"en": f"{LONG} {number}"}
        facts = notices.NumberFacts(labels=labels, number=f"11{number:02}", source=LONG)
        id = notices.save_number(facts=facts, by=machine())
        notices.publish(kind="number", id=id, by=machine())
