"""My tokens: made with what I tick, shown once, revoked with one press."""

import re

from django.test import Client

from amparo.doors.console.tests.world import sign_in, text
from amparo.guard.tokens import queries
from amparo.kernel.authority import Power
from tests import seed
from tests.cast import actor
from tests.harness import House

PAGE = "/console/tokens/"
FORM = {"name": "Nightly list", "power": ["read_queue"], "days": "30"}


def test_it_is_shown_once_and_revoked(web: House, client: Client) -> None:
    seed.crisis()
    bruno = sign_in(client, "bruno")
    made = text(bruno.post(PAGE, FORM))
    secret = re.findall(r"amparo_[\w-]{40,}", made)[0]
    caller = queries.who(secret)
    assert caller is not None and caller.actor.powers == {Power.READ_QUEUE}
    again = text(bruno.get(PAGE))
    assert secret not in again and "Nightly list" in again and "read queue" in again
    (card,) = queries.cards(actor("bruno"))
    assert bruno.post(f"{PAGE}{card.id}/revoke/").status_code == 302
    assert queries.who(secret) is None


def test_only_own_powers_are_offered_and_taken(web: House, client: Client) -> None:
    seed.crisis()
    bruno = sign_in(client, "bruno")
    assert 'value="work_queue"' in text(bruno.get(PAGE))
    assert 'value="manage_staff"' not in text(bruno.get(PAGE))
    refused = bruno.post(PAGE, {**FORM, "power": ["manage_staff"]})
    assert refused.status_code == 422
    assert "may do nothing that its owner may not" in text(refused)
    assert "Nightly list" in text(refused)  # what was typed is still there
    assert queries.cards(actor("bruno")) == ()


def test_nobody_revokes_another_ones(web: House, client: Client) -> None:
    seed.crisis()
    sign_in(client, "bruno").post(PAGE, FORM)
    (card,) = queries.cards(actor("bruno"))
    assert sign_in(Client(), "kofi").post(f"{PAGE}{card.id}/revoke/").status_code == 404
    assert queries.cards(actor("bruno"))[0].works
