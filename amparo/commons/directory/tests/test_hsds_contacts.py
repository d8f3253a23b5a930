"""Whom to call, in HSDS documents: out only what is public, in only as staff may see it."""

import json
from typing import Any

import pytest

from amparo.commons.directory import actions, queries, sharing
from amparo.commons.directory.facts import ContactFacts
from amparo.commons.directory.tests.stories import editor, service
from amparo.commons.directory.tests.test_import_hsds import only, taken
from amparo.commons.directory.tests.test_import_hsds import service as sent
from amparo.commons.directory.tests.test_sharing import published, real
from amparo.kernel.authority import anyone
from tests.harness import House

DESK = ContactFacts("Night desk", "", "+509 111", "", "20:00-06:00", public=True)
LAWYER = ContactFacts("Lawyer", "Ana Bel", "+509 222", "ana@example.org", public=True)
PRIVATE = ContactFacts("Director", "Jo Ro", "+509 333")


def with_contacts(*told: ContactFacts, **said: Any) -> None:
    """A service whose organisation has these contacts."""
    id = service(**said)
    organisation = queries.service(id, "en").organisation_id
    actions.save_contacts(organisation=organisation, contacts=told, by=editor())


def seen(staff: bool = True) -> tuple[ContactFacts, ...]:
    """The contacts of the only organisation."""
    return queries.contacts(editor() if staff else anyone(), only().organisation_id)


def out() -> list[dict[str, Any]]:
    """The services as they go out."""
    found: list[dict[str, Any]] = json.loads(sharing.as_hsds())["contents"]
    return found


def test_only_public_contacts_go_out_with_duty_name_and_number(stage: House) -> None:
    with_contacts(DESK, PRIVATE, LAWYER)
    assert [one.name for one in seen()] == ["", "Jo Ro", "Ana Bel"]
    desk, lawyer = out()[0]["organization"]["contacts"]
    assert (desk["title"], desk["phones"][0]["number"]) == ("Night desk", "+509 111")
    assert "name" not in desk
    assert (lawyer["name"], lawyer["email"]) == ("Ana Bel", "ana@example.org")
    assert "Jo Ro" not in json.dumps(out()) and "+509 333" not in json.dumps(out())


def test_no_contact_of_an_organisation_with_a_hidden_place_goes_out(stage: House) -> None:
    with_contacts(LAWYER, address="2 Rue", address_hidden=True)
    assert seen(staff=False) == (LAWYER,)
    assert "contacts" not in out()[0]["organization"]
    assert "Ana Bel" not in json.dumps(out())


@real
def test_contacts_stand_before_the_published_schema(stage: House) -> None:
    with_contacts(DESK, LAWYER)
    (one,) = out()
    assert len(one["organization"]["contacts"]) == 2
    assert [error.message for error in published().iter_errors(one)] == []


def test_a_document_that_comes_back_doubles_no_contact(stage: House) -> None:
    with_contacts(DESK, PRIVATE, LAWYER)
    before, content = seen(), sharing.as_hsds()
    actions.import_directory(name="a.json", content=content, source="x", by=editor())
    assert seen() == before


def test_names_in_a_file_from_elsewhere_are_for_staff_until_an_editor_says_so(
    stage: House,
) -> None:
    taken(sent(contacts=[{"id": "c", "name": "Ana Bel", "title": "Lawyer", "email": "a@b.org"}]))
    assert seen() == (ContactFacts("Lawyer", "Ana Bel", "", "a@b.org"),)
    assert seen(staff=False) == ()


def test_further_numbers_and_those_of_a_place_become_contacts(stage: House) -> None:
    phones = [
        {"id": "p", "number": "+509 1234"},
        {"id": "q", "number": "+509 5678", "extension": 12, "description": "At night"},
    ]
    taken(sent(phones=phones))
    assert only().phone == "+509 1234"
    assert [(one.role, one.phone) for one in seen()] == [("At night", "+509 5678 ext. 12")]


def test_a_second_file_adds_what_is_new_and_changes_nothing_that_was_put_in(stage: House) -> None:
    taken(sent())
    organisation = only().organisation_id
    actions.save_contacts(organisation=organisation, contacts=[LAWYER], by=editor())
    again = {"id": "c", "name": "Other Name", "title": "lawyer", "email": "ANA@example.org"}
    more = {"id": "d", "department": "Archive", "phones": [{"id": "p", "number": "7"}]}
    taken(sent(contacts=[again, more]))
    assert [(one.role, one.name) for one in seen()] == [("Lawyer", "Ana Bel"), ("Archive", "")]


def test_it_says_before_it_is_taken_in_that_contacts_would_come(stage: House) -> None:
    taken(sent())
    more = sent(contacts=[{"id": "c", "title": "Lawyer", "email": "a@b.org"}])
    content = json.dumps(more).encode()
    found = actions.preview(name="d.json", content=content, source="hub", by=editor())
    assert "organisation.contacts" in found.lines[0].fields


@pytest.mark.parametrize(
    "wrong", [{"email": "no address"}, {"phones": [{"number": "1\x00"}]}, {"title": "\x01"}]
)
def test_a_contact_that_cannot_be_kept_is_counted_and_stops_nothing(
    stage: House, wrong: dict[str, Any]
) -> None:
    one = {"id": "c", "title": "Lawyer", "phones": [{"id": "p", "number": "1"}], **wrong}
    done = taken(sent(contacts=[one]))
    assert done.written and seen() == ()
    assert "Contacts that can't be kept, left out: 1." in done.notes


def test_a_name_without_a_way_to_call_is_no_contact(stage: House) -> None:
    taken(sent(contacts=[{"id": "c", "name": "Ana Bel"}, {"id": "d", "phones": []}]))
    assert seen() == ()
