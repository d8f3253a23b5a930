"""The directory kept true in the browser: two editors, stale, files, contacts, the crisis."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from amparo.commons.crises import queries as crises
from amparo.commons.directory import queries
from amparo.commons.directory.tests.stories import editor
from amparo.doors.console.tests.test_directory import as_editor
from amparo.doors.console.tests.world import sign_in, text
from tests import seed
from tests.cast import CRISIS, OLA

SHEET = b"organisation,service,needs\nParish,Soup,food\nParish,Bread,bread-and-circuses\n"
SERVICE = f"/console/directory/service/{seed.SHELTER}/"
TOLD = {"name": "Casa", "needs": ["shelter"], "documents": "none", "staff_gender": "women"}


@pytest.fixture
def town(client: Client) -> Client:
    """A browser of an editor's, and a directory with two services."""
    seed.crisis()
    seed.services()
    return as_editor(client)


def test_the_second_of_two_editors_sees_both(town: Client) -> None:
    seen = queries.service(seed.SHELTER).updated_at
    assert seen is not None
    told = {**TOLD, "active": "on", "seen": seen.isoformat()}
    assert town.post(f"{SERVICE}edit/", {**told, "fees": "five"}).status_code == 302
    answer = town.post(f"{SERVICE}edit/", {**told, "fees": "seven"})
    page = text(answer)
    assert answer.status_code == 422 and "Someone else saved this" in page
    assert "five" in page and 'value="seven"' in page
    assert queries.service(seed.SHELTER).fees == "five"


def test_it_keeps_the_week_as_typed_when_a_time_is_none(town: Client) -> None:
    answer = town.post(f"{SERVICE}edit/", {**TOLD, "opens-0-0": "25", "closes-0-0": "soon"})
    page = text(answer)
    assert answer.status_code == 422 and 'value="25"' in page and 'value="soon"' in page
    town.post(f"{SERVICE}edit/", {**TOLD, "opens-0-0": "20", "closes-0-0": "2.30", "active": "on"})
    assert queries.service(seed.SHELTER).hours_text == "Mon 20:00-02:30"


def test_it_says_while_one_types_what_is_still_to_mend(town: Client) -> None:
    told = {**TOLD, "name": "", "lat": "north"}
    page = text(town.post(f"{SERVICE}edit/", told, headers={"hx-request": "true"}))
    assert "Still to mend" in page and "<html" not in page
    assert queries.service(seed.SHELTER).name == "Casa shelter"


def test_it_confirms_with_one_key_and_takes_the_last_change_back(town: Client) -> None:
    assert "Casa shelter" in text(town.get("/console/directory/stale/"))
    town.post(f"{SERVICE}confirm/", {"how": "phone", "back": "/console/directory/stale/"})
    assert "Casa shelter" not in text(town.get("/console/directory/stale/"))
    assert "Elena" in text(town.get(SERVICE))
    town.post(f"{SERVICE}active/", {"active": "no"})
    change = queries.history(editor(), seed.SHELTER)[0]
    assert "Take it back" in text(town.get(SERVICE))
    town.post("/console/directory/revert/", {"change": str(change.id), "kind": "service"})
    assert queries.service(seed.SHELTER).active


def test_a_file_is_looked_through_before_it_is_taken_in(town: Client) -> None:
    sent = SimpleUploadedFile("parish.csv", SHEET)
    answer = town.post("/console/directory/files/", {"file": sent, "source": "parish"})
    page = text(town.get(answer["Location"]))
    assert "1 new" in page and "bread-and-circuses" in page
    assert queries.services(queries.SearchFilter(text="soup")).total == 0
    town.post(answer["Location"], {"deed": "all"})
    assert queries.services(queries.SearchFilter(text="soup")).total == 0
    town.post(answer["Location"], {"deed": "good"})
    assert queries.services(queries.SearchFilter(text="sóup")).total == 1
    assert town.get(answer["Location"]).status_code == 404


def test_contacts_are_told_and_kept_as_typed(town: Client) -> None:
    path = f"/console/directory/organisation/{OLA}/contacts/"
    wrong = town.post(path, {"role-0": "Night desk", "email-0": "no mail"})
    assert wrong.status_code == 422 and "no mail" in text(wrong)
    town.post(path, {"role-0": "Night desk", "phone-0": "1234567"})
    assert "Night desk" in text(sign_in(town, "gita").get(SERVICE))


def test_a_crisis_is_kept_with_its_phases(town: Client) -> None:
    sign_in(town, "farid")
    town.post("/console/crises/seed/", {})
    path = f"/console/crises/{CRISIS}/"
    told = {"name": "Border", "country": "ht", "timezone": "UTC", "started_on": "2020-01-01"}
    told |= {"kind": "economic", "area": "Ouanaminthe", "frozen": "on", "in_scope": "no"}
    assert town.post(path, {**told, "kind": "none"}).status_code == 422
    assert town.post(path, told).status_code == 302
    town.post(f"{path}phase/", {"phase": "after"})
    record = crises.crisis(CRISIS, "en")
    assert (record.phase, record.frozen, record.in_scope) == ("after", True, False)
    assert "Farid" in text(town.get(path))
    assert sign_in(town, "bruno").get(path).status_code == 403


def test_a_need_is_added_renamed_and_switched_off(town: Client) -> None:
    sign_in(town, "farid")
    town.post("/console/crises/needs/new/", {"label_en": "Shoes", "order": "5", "active": "on"})
    assert "Shoes" in {one.label for one in crises.offered("en")}
    town.post("/console/crises/needs/shoes/", {"label_en": "Boots", "order": "5"})
    assert "Boots" not in {one.label for one in crises.offered("en")}
    assert "Boots" in {one.label for one in crises.needs("en")}


def test_an_entry_that_no_list_holds_is_not_there(town: Client) -> None:
    sign_in(town, "farid")
    assert town.get("/console/crises/needs/new/").status_code == 200
    for what in ("needs", "kinds"):
        assert town.get(f"/console/crises/{what}/nobody/").status_code == 404
        assert town.post(f"/console/crises/{what}/nobody/", {}).status_code == 404
