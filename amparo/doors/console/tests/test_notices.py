"""Numbers and advice: written by who keeps the crisis, seen by everyone once published."""

import pytest
from django.test import Client

from amparo.commons.notices import queries
from amparo.doors.console.tests.test_directory import as_editor
from amparo.doors.console.tests.world import sign_in
from amparo.kernel.authority import Actor, Power
from tests import seed
from tests.cast import FARO, staff_id
from tests.harness import House

HANA = Actor(staff_id("gita"), "staff", (FARO,), frozenset({Power.EDIT_CRISIS}), name="Hana")
NUMBER = {
    "number": "+509 116",
    "source": "Civil protection",
    "source_on": "2026-03-01",
    "cost": "free",
    "hours": "24/7",
    "languages": "ht fr",
    "order": "1",
    "label-en": "Rescue",
    "label-ar": "إنقاذ",
    "here_only": "yes",
}
ADVICE = {
    "source": "Agua Clara",
    "order": "1",
    "title-en": "Water",
    "steps-en": "Boil it\nOne minute",
    "place": "Delmas",
    "picture": "food",
}


@pytest.fixture
def hana(web: House, client: Client) -> Client:
    """An editor, signed in."""
    del web
    seed.crisis()
    as_editor(client)
    return client


def page(client: Client, address: str) -> str:
    return str(client.get(address).content.decode())


def test_a_number_goes_from_draft_to_everyone_and_back(hana: Client) -> None:
    assert hana.post("/console/notices/number/new/", NUMBER).status_code == 302
    (one,) = queries.all_numbers(HANA, "en")
    assert one.state == "draft" and "Rescue" not in page(hana, "/en/numbers/")
    act = f"/console/notices/number/{one.id}/act/"
    hana.post(act, {"do": "publish"})
    assert "إنقاذ" in page(hana, "/ar/numbers/") and "tel:+509116" in page(hana, "/en/numbers/")
    assert "Still true" in page(hana, "/console/notices/")
    hana.post(act, {"do": "withdraw"})
    assert "Rescue" not in page(hana, "/en/numbers/")


def test_advice_stands_at_its_place(hana: Client) -> None:
    assert hana.post("/console/notices/advice/new/", ADVICE).status_code == 302
    (one,) = queries.all_advice(HANA, "en")
    hana.post(f"/console/notices/advice/{one.id}/act/", {"do": "publish"})
    shown = page(hana, "/en/today/")
    assert "Boil it" in shown and "In \u2068Delmas\u2069" in shown
    opened = page(hana, f"/console/notices/advice/{one.id}/")
    assert "Boil it\nOne minute" in opened and 'value="Delmas"' in opened


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        ("number", {"number": "call me"}),
        ("number", {"source": ""}),
        ("number", {"hours": "when we feel like it"}),
        ("number", {"source_on": "yesterday"}),
        ("number", {"label-en": "", "label-ar": ""}),
        ("advice", {"place": "Nowhere"}),
        ("advice", {"steps-en": ""}),
    ],
)
def test_it_says_what_is_wrong_and_keeps_what_was_typed(
    hana: Client, kind: str, wrong: dict[str, str]
) -> None:
    told = {**(NUMBER if kind == "number" else ADVICE), **wrong}
    answer = hana.post(f"/console/notices/{kind}/new/", told)
    assert answer.status_code == 422
    kept = answer.content.decode()
    assert "Not saved yet." in kept and (told["source"] or told["number"]) in kept
    assert not queries.all_numbers(HANA, "en") and not queries.all_advice(HANA, "en")


def test_two_editors_do_not_overwrite_each_other(hana: Client) -> None:
    hana.post("/console/notices/number/new/", NUMBER)
    (one,) = queries.all_numbers(HANA, "en")
    seen = queries.number(HANA, one.id).seen.isoformat()
    address = f"/console/notices/number/{one.id}/"
    assert hana.post(address, {**NUMBER, "seen": seen, "number": "115"}).status_code == 302
    late = hana.post(address, {**NUMBER, "seen": seen, "number": "114"})
    assert late.status_code == 422 and "A colleague changed this" in late.content.decode()
    assert queries.number(HANA, one.id).number == "115"


def test_others_may_not(web: House, client: Client) -> None:
    seed.crisis()
    assert sign_in(client, "bruno").get("/console/notices/").status_code == 403
