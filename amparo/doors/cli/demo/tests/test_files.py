"""The demo's files: how much there is, nothing of anyone real, and no loose ends."""

import re
import tomllib
from collections import Counter
from datetime import UTC, datetime, timedelta
from importlib.resources import files

import pytest

from amparo.aid.cases.rules import FIELDS, OUTCOMES
from amparo.commons.directory.facts import Settings
from amparo.commons.directory.sheets.read import read
from amparo.commons.directory.states import STATE_BODIES, OrganisationKind
from amparo.doors.cli.demo import told
from amparo.doors.cli.demo.deeds import DEEDS
from amparo.guard.accounts.roles import Role
from amparo.reach.messaging.understanding.numbers import to_e164

NEEDS = set(tomllib.loads(files("amparo.commons.crises").joinpath("needs.toml").read_text("utf-8")))
LANGUAGES = set("ht en es fr ar am tl bn ne pt ru id".split())
NOBODYS = re.compile(r"\+1 ?\d{3} ?555 ?01\d\d")
STORIES = told.conversations()
STEPS = [(one, step) for one in STORIES for step in one.story]


def every_text() -> dict[str, str]:
    """Each file of the demo, whole."""
    folder = files("amparo.doors.cli.demo")
    found = [*folder.iterdir(), *folder.joinpath("conversations").iterdir()]
    return {one.name: one.read_text("utf-8") for one in found if one.name[-4:] in ("toml", ".csv")}


def test_it_has_as_much_as_was_promised() -> None:
    counts = [len(told.table(f"{name}.csv")) for name in ("organisations", "services")]
    assert [*counts, len(STORIES)] == [40, 150, 300]


def test_it_speaks_every_language() -> None:
    heard = Counter(one.language for one in STORIES)
    assert set(heard) == LANGUAGES
    assert min(heard.values()) >= 12


def test_every_number_belongs_to_nobody() -> None:
    phones = [one.phone for one in STORIES]
    assert len(set(phones)) == 300
    assert all(NOBODYS.fullmatch(phone) for phone in phones)
    assert not any(to_e164(phone, "").doubtful for phone in phones)


@pytest.mark.parametrize("name", ["organisations.csv", "services.csv", "crisis.toml"])
def test_every_written_number_belongs_to_nobody(name: str) -> None:
    written = re.findall(r"\+[\d ]{6,}", every_text()[name])
    assert written
    assert all(NOBODYS.fullmatch(one.strip()) for one in written)


def test_nobody_leaves_a_number_in_a_text() -> None:
    said = " ".join(text for _, step in STEPS for text, _ in _said(step))
    assert not re.search(r"\d{6}", said)


def _said(step: told.Step) -> list[tuple[str, str]]:
    return told.parts(step) if step.verb == "says" else [(str(step.what), "")]


@pytest.mark.parametrize(
    "word", ["illegal", "beneficiar", "victim", "ilegal", "illégal", "غير شرعي"]
)
def test_it_uses_no_word_that_hurts(word: str) -> None:
    assert not [name for name, text in every_text().items() if word in text.lower()]


def test_every_kind_of_organisation_is_there_and_some_are_refused() -> None:
    kinds = Counter(row["kind"] for row in told.table("organisations.csv"))
    assert set(kinds) == set(OrganisationKind.values)
    assert all(kinds[kind] == 1 for kind in STATE_BODIES)


def test_the_directory_reads_without_a_fault() -> None:
    settings = Settings("demo", NEEDS, datetime.now(UTC), "Etc/GMT+3")
    reading = read("services.csv", told.directory(settings.now), settings)
    assert not reading.problems and not reading.notes
    assert len(reading.drafts) == 150
    assert {need for draft in reading.drafts for need in draft.service.needs} == NEEDS


def test_what_endangers_is_hidden() -> None:
    rows = told.table("services.csv")
    delicate = [row for row in rows if {"gbv", "trafficking"} & set(row["needs"].split(";"))]
    assert delicate
    assert all(row["hide address"] == "yes" and not row["address"] for row in delicate)


def test_the_island_lies_where_no_country_is() -> None:
    places = [(float(row["lat"]), float(row["lon"])) for row in told.table("places.csv")]
    assert all(33 < lat < 35 and -44 < lon < -42.5 for lat, lon in places)


def test_nothing_happens_before_it_could_or_after_today() -> None:
    for one in STORIES:
        times = [step.after for step in one.story]
        assert times == sorted(times), one.name
        assert times[-1] <= one.ago <= timedelta(days=3), one.name


def test_every_deed_is_known_and_every_verb_used() -> None:
    used = {step.verb for _, step in STEPS}
    assert used == set(told.VERBS) == {*DEEDS, "says"}


def test_every_referral_goes_somewhere_with_known_fields() -> None:
    services = {row["ref"] for row in told.table("services.csv")}
    fields = {field.key for field in FIELDS}
    for one, step in STEPS:
        if step.verb == "refer":
            assert step.what in services, one.name
            assert set(step.more["fields"]) <= fields, one.name


def test_every_outcome_happens() -> None:
    assert {step.what for _, step in STEPS if step.verb == "end"} == set(OUTCOMES)


def test_who_writes_again_has_a_number() -> None:
    again = [
        one for one in STORIES if one.web and len([s for s in one.story if s.verb == "says"]) > 1
    ]
    assert all(one.web and one.web.get("phone") for one in again)


def test_nearly_everything_has_its_english() -> None:
    said = [
        part
        for one, step in STEPS
        if step.verb == "says" and one.language != "en"
        for part in told.parts(step)
    ]
    assert len([text for text, english in said if not english]) <= 5 < 250 < len(said)


def test_every_role_is_taken() -> None:
    roles = {
        entry.partition(" @")[0]
        for row in told.toml("staff.toml")["staff"]
        for entry in row["roles"]
    }
    assert roles == set(Role)


@pytest.mark.parametrize(("text", "minutes"), [("12m", 12), ("1d 4h", 1680), ("2h 5m", 125)])
def test_it_reads_a_length_of_time(text: str, minutes: int) -> None:
    assert told.span(text) == timedelta(minutes=minutes)


@pytest.mark.parametrize("text", ["", "5", "4h2m", "soon", "1w", "5m later"])
def test_it_refuses_what_is_no_length_of_time(text: str) -> None:
    with pytest.raises(ValueError, match="no length of time"):
        told.span(text)
