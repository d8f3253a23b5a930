"""The audit page."""

from uuid import UUID

import pytest
from django.test import Client

from amparo.doors.console.tests.world import sign_in, text, waiting
from amparo.guard.accounts.models import Membership
from amparo.guard.accounts.roles import Role
from amparo.kernel.authority import machine
from amparo.kernel.rooms import room
from amparo.reach.messaging.actions import queue as actions
from tests import cast
from tests.harness import House


@pytest.fixture
def auditor(client: Client) -> Client:
    """Farid, who for once also reads the audit."""
    with room("guard", machine()):
        Membership(
            id=UUID(int=0xEE),
            staff_id=cast.staff_id("farid"),
            scope_id=cast.FARO,
            role=Role.AUDITOR,
        ).save(force_insert=True)
    return sign_in(client, "farid")


def test_it_shows_who_did_what_and_no_words(auditor: Client, web: House) -> None:
    ref = waiting(web, "dlo tanpri")
    actions.take(conversation=ref, by=cast.actor("bruno"))
    page = text(auditor.get(f"/console/audit/?about={ref}"))
    assert "take" in page and "Bruno" in page and "dlo" not in page


def test_it_finds_nothing_for_what_is_no_reference(auditor: Client) -> None:
    assert "No line." in text(auditor.get("/console/audit/?about=what"))


def test_it_is_for_auditors_only(client: Client) -> None:
    assert sign_in(client, "bruno").get("/console/audit/").status_code == 403
