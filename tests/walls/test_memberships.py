"""Someone who works in two places can do in each only what that place allows."""

from uuid import UUID

import pytest

from amparo.aid.cases import actions, queries
from amparo.guard.accounts.roles import POWERS, Role
from amparo.kernel.authority import Actor
from amparo.kernel.errors import NotFoundError
from amparo.reach.messaging import queries as messaging
from amparo.reach.messaging.queries import QueueFilter
from tests import seed
from tests.cast import LINE, OLA, actor, staff_id
from tests.harness import House

BRUNO = actor("bruno")


def works(*places: tuple[UUID, Role]) -> Actor:
    powers = frozenset().union(*(POWERS[role] for _, role in places))
    granted = tuple((scope, POWERS[role]) for scope, role in places)
    scopes = tuple(scope for scope, _ in places)
    return Actor(staff_id("gita"), "staff", scopes, powers, granted=granted)


def a_case(keys: House) -> UUID:
    setting = seed.crisis()
    seed.message("Nou bezwen dlo nan Delmas 33")
    seed.read_all(setting)
    row = messaging.queue(BRUNO, QueueFilter()).rows[0]
    return actions.open_case(facts=messaging.case_facts(BRUNO, row.id), wish="Quiet", by=BRUNO)


def test_it_lets_a_translator_of_the_line_work_no_case_of_the_line(keys: House) -> None:
    case = a_case(keys)
    assert queries.case(BRUNO, case).wish == "Quiet"
    eva = works((LINE, Role.TRANSLATOR), (OLA, Role.CASEWORKER))
    assert len(messaging.queue(eva, QueueFilter()).rows) == 1
    assert queries.cases(eva).rows == ()
    with pytest.raises(NotFoundError):
        queries.case(eva, case)
    with pytest.raises(NotFoundError):
        actions.close_case(case=case, outcome="helped", by=eva)


def test_it_shows_an_auditor_of_the_line_no_word_of_it(keys: House) -> None:
    a_case(keys)
    eva = works((LINE, Role.AUDITOR), (OLA, Role.OFFICER))
    assert messaging.queue(eva, QueueFilter()).rows == ()
    assert len(messaging.queue(BRUNO, QueueFilter()).rows) == 1
