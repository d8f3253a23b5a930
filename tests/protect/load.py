"""People come in by every door: a signed webhook, a gateway, the pages; and staff work for some."""

import html
import json
import re
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self
from uuid import UUID

import httpx

from amparo.reach.messaging.channels.inbound import envelope_id
from amparo.reach.messaging.channels.json.verify import sign
from tests.protect.house import Whole, until
from tests.protect.people import Person, worked

AT_ONCE = 8  # requests under way
OPEN = "SELECT count(*) FROM reach_envelope WHERE state IN ('new', 'taken')"
_FIELD = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
_REFERENCE = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{6}\b")


@dataclass(slots=True)
class Loaded:
    """Who was acknowledged, and by what they are found again."""

    envelopes: dict[int, UUID] = field(default_factory=dict)
    codes: dict[int, str] = field(default_factory=dict)
    references: dict[int, str] = field(default_factory=dict)


class Doors:
    """Speaks to the ways in of one house."""

    def __init__(self, house: Whole) -> None:
        """The papers of the partners are read; the pages' form is opened once."""
        door = house.papers()["door"]
        self._id_key = bytes.fromhex(door["id_key"])
        self._secret = door["channels"]["json"]["secret"].encode()
        self._token = door["channels"]["kannel"]["token"]
        self._house = house
        self.client = httpx.Client(base_url=house.url, timeout=30, trust_env=False)
        self._form = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.client.close()

    def envelope(self, channel: str, gateway_id: str) -> UUID:
        """The id under which the door stores this message."""
        return envelope_id(self._id_key, channel, gateway_id)

    def json(self, id: str, sender: str, text: str) -> httpx.Response:
        """A partner's program sends."""
        return self.raw_json(json.dumps({"id": id, "from": sender, "text": text}).encode())

    def raw_json(self, body: bytes) -> httpx.Response:
        """Whatever it sends is signed."""
        signed = {"X-Amparo-Signature": sign(self._secret, body, time.time())}
        return self.client.post("/intake/json", content=body, headers=signed)

    def kannel(self, id: str, sender: str, text: str, token: str = "") -> httpx.Response:
        """A gateway sends, in two-byte letters as phones do; its ids have 8 signs at least."""
        headers = {
            "X-Kannel-From": sender,
            "X-Kannel-Coding": "2",
            "Content-Type": "text/plain; charset=UTF-16BE",
        }
        return self.client.post(
            f"/intake/kannel/{token or self._token}?id={id}",
            content=text.encode("utf-16-be"),
            headers=headers,
        )

    def web(self, person: Person) -> tuple[str, str]:
        """She asks on the pages; her code and her reference."""
        self._form = self._form or _hidden(self.client.get("/ht/help/").text)["form"]
        page = self.client.post(
            "/ht/help/",
            data={
                "form": self._form,
                "at": "reach",
                "go": "send",
                "need": ["water", "shelter"],
                "words": person.message,
                "place": person.values["address"],
                "reach": "phone",
                "number": person.values["phone"],
                "cover": "on",
                "answer": "ht",
            },
        )
        page.raise_for_status()
        reference = _REFERENCE.findall(page.text.rpartition("noprint")[2])[-1]
        return _hidden(page.text)["code"], reference


def _hidden(page: str) -> dict[str, str]:
    return {name: html.unescape(value) for name, value in _FIELD.findall(page)}


def load(house: Whole, people: Sequence[Person]) -> Loaded:
    """Everyone was acknowledged, and everything has been read."""
    loaded = Loaded()

    def come(person: Person) -> None:
        if person.path == "web":
            loaded.codes[person.number], loaded.references[person.number] = doors.web(person)
            return
        send = doors.json if person.path == "json" else doors.kannel
        id = f"person-{person.number}"
        send(id, person.values["phone"], person.message).raise_for_status()
        loaded.envelopes[person.number] = doors.envelope(person.path, id)

    with Doors(house) as doors:
        each(come, people)
    read(house)
    return loaded


def read(house: Whole) -> None:
    """No envelope waits any more."""
    until(lambda: house.sql(OPEN)[0][0] == 0, "all messages to be read", 900)


def each(do: Callable[[Person], object], people: Iterable[Person]) -> None:
    """Done for everyone, a few at once."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for _ in pool.map(do, people):
            pass


def work(house: Whole, people: Sequence[Person], loaded: Loaded) -> None:
    """Staff answered, opened a case, noted, passed on; the receiver agreed."""
    keys = {
        one.number: str(loaded.envelopes.get(one.number) or loaded.references[one.number])
        for one in people
    }
    found = house.inside(
        "conversations",
        {
            "envelopes": [key for key in keys.values() if len(key) > 6],
            "references": [key for key in keys.values() if len(key) == 6],
        },
    )
    house.inside(
        "work", [{"conversation": found[keys[one.number]], **worked(one)} for one in people]
    )


def knock(house: Whole, people: Iterable[Person]) -> None:
    """Every way in was tried wrongly, with people's details in what is refused."""
    with Doors(house) as doors:
        for one in people:
            _knock(doors, one)


def _knock(doors: Doors, one: Person) -> None:
    phone, text = one.values["phone"], one.message
    refused = [
        doors.raw_json(json.dumps({"id": "", "from": phone, "text": text}).encode()),
        doors.raw_json(json.dumps({"id": "x", "from": text, "text": 7}).encode()),
        doors.raw_json(text.encode("utf-16")),
        doors.client.post("/intake/json", content=text.encode()),
        doors.kannel("knock", phone, text, token=phone),
        doors.client.get(f"/ht/{one.values['family']}/?q={phone}"),
        doors.client.post("/ht/help/", data={"form": "stale", "go": "send", "words": text}),
        doors.client.post("/ht/back/", data={"form": "stale", "code": one.values["document"]}),
        doors.client.get("/console/queue/", params={"find": phone}),
        doors.client.post("/console/sign-in/", data={"login": one.values["email"]}),
    ]
    assert {answer.status_code for answer in refused[:5]} <= {401, 404, 422}
