"""What the demo's files tell, as plain values. Knows no database."""

import csv
import io
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, Final
from uuid import UUID, uuid5
from zlib import crc32

_FOLDER: Final = files("amparo.doors.cli.demo")
_NAMES: Final = UUID("d3a0c057-a1ba-4000-8000-00000000e000")
_UNITS: Final = {"d": "days", "h": "hours", "m": "minutes"}
# Of every code of the North American plan, 555-0100 to 555-0199 belong to nobody, for stories.
_AREAS: Final = ("202", "305", "416", "617")
# What can happen in a story: the person says something, or staff do something (`deeds`).
VERBS: Final = (
    "says", "take", "answer", "urgency", "needs", "close", "case", "note", "refer", "accept",
    "decline", "done", "end",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened, so long after the first words."""

    after: timedelta
    verb: str
    what: Any
    more: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Conversation:
    """Everything that happened between one invented person and the house."""

    number: int  # among all
    name: str
    language: str
    ago: timedelta
    story: tuple[Step, ...]
    web: Mapping[str, Any] | None
    delivery: str
    answers: Mapping[str, str]

    @property
    def phone(self) -> str:
        """A number that belongs to nobody."""
        return f"+1{_AREAS[self.number // 100]}55501{self.number % 100:02}"

    def envelope(self, step: int, part: int = 0) -> UUID:
        """The same id in every house, so that a second loading stores nothing twice."""
        return uuid5(_NAMES, f"{self.name} {step} {part}")


def span(text: str) -> timedelta:
    """A length of time from words such as `1d 4h` or `12m`."""
    parts = re.findall(r"(\d+)([dhm])(?= |$)", text)
    if not parts or " ".join(number + unit for number, unit in parts) != text:
        raise ValueError(f"«{text}» is no length of time; write 1d 4h or 12m")
    return timedelta(**{_UNITS[unit]: int(number) for number, unit in parts})


@cache
def conversations() -> tuple[Conversation, ...]:
    """Every conversation of the demo, language by language."""
    found: list[Conversation] = []
    names = sorted(one.name for one in _FOLDER.joinpath("conversations").iterdir())
    for name in names:
        told = toml(f"conversations/{name}")
        language = name.removesuffix(".toml")
        for number, row in enumerate(told["conversation"], 1):
            found.append(_conversation(len(found), f"{language} {number}", row, told["answers"]))
    return tuple(found)


def _conversation(
    number: int, name: str, row: dict[str, Any], answers: Mapping[str, str]
) -> Conversation:
    first = Step(timedelta(0), "says", row["text"], {"en": row.get("en", "")})
    return Conversation(
        number=number,
        name=name,
        language=name.partition(" ")[0],
        ago=span(row["ago"]),
        story=(first, *(_step(one) for one in row.get("story", []))),
        web=row if row.get("channel") == "web" else None,
        delivery=row.get("delivery", "delivered"),
        answers=answers,
    )


def _step(row: dict[str, Any]) -> Step:
    (verb,) = [name for name in row if name in VERBS]
    more = {name: value for name, value in row.items() if name not in (verb, "after")}
    return Step(span(row["after"]), verb, row[verb], more)


def parts(step: Step) -> list[tuple[str, str]]:
    """The texts in which someone said it, each with its English; several are one long SMS."""
    english = step.more.get("en", "")
    if isinstance(step.what, list):
        return list(zip(step.what, english, strict=True))
    return [(step.what, english)]


def toml(name: str) -> dict[str, Any]:
    """One of the demo's files."""
    return tomllib.loads(_FOLDER.joinpath(name).read_text("utf-8"))


def table(name: str) -> list[dict[str, str]]:
    """The rows of one of the demo's tables."""
    return list(csv.DictReader(io.StringIO(_FOLDER.joinpath(name).read_text("utf-8"))))


def directory(now: datetime) -> bytes:
    """Organisations and services as the one sheet that `amparo import directory` reads."""
    rows = list(_sheet(now))
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def _sheet(now: datetime) -> Iterator[dict[str, str]]:
    organisations = {row["ref"]: row for row in table("organisations.csv")}
    places = {row["name"]: row for row in table("places.csv")}
    for row in table("services.csv"):
        owner, place = organisations[row["organisation"]], places[row["place"]]
        yield {
            "organisation": owner["name"],
            "organisation reference": owner["ref"],
            "organisation kind": owner["kind"],
            "organisation description": owner["description"],
            "organisation phone": owner["phone"],
            "firewall": owner["firewall"],
            "website": owner["website"],
            "country": "XA",
            **{name: row[name] for name in row if name not in ("organisation", "ref", "confirmed")},
            "reference": row["ref"],
            "latitude": _near(place["lat"], f"{row['ref']} lat"),
            "longitude": _near(place["lon"], f"{row['ref']} lon"),
            "confirmed on": (now - timedelta(days=int(row["confirmed"]))).date().isoformat(),
        }


def _near(degrees: str, name: str) -> str:
    """Within a kilometre of it, and the same for the same name."""
    return f"{float(degrees) + (crc32(name.encode()) % 181 - 90) / 10_000:.4f}"
