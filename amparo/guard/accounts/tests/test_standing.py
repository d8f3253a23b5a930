"""What memberships give when the directory says that an organisation is a State body."""

from uuid import UUID

import pytest

from amparo.commons.directory.models import Organisation
from amparo.guard.accounts import actions, queries
from amparo.guard.accounts.models import Membership
from amparo.guard.accounts.roles import Role
from amparo.guard.accounts.standing import NOTHING, Place, standing
from amparo.kernel.authority import Actor, Power, machine
from amparo.kernel.rooms import room
from amparo.reach.messaging import queries as messaging
from amparo.reach.messaging.queries import QueueFilter
from tests import seed
from tests.cast import FARO, LINE, OLA, staff_id
from tests.harness import House

HERE, THERE, DESK = (UUID(int=n) for n in range(1, 4))


def now(name: str) -> Actor:
    """One of the cast as the next request sees them."""
    found = queries.staff_actor(staff_id(name))
    assert found is not None
    return found


def becomes(organisation: UUID, kind: str) -> None:
    """The directory says so, whoever changed it."""
    with room("commons", machine()):
        assert Organisation.objects.filter(id=organisation).update(kind=kind)


def works_at(name: str, scope: UUID, role: Role) -> None:
    """One place more."""
    with room("guard", machine()):
        Membership(
            id=UUID(int=scope.int + 7), staff_id=staff_id(name), scope_id=scope, role=role
        ).save(force_insert=True)


def waiting(name: str) -> int:
    """How many conversations they read."""
    return len(messaging.queue(now(name), QueueFilter()).rows)


@pytest.fixture
def a_message(keys: House) -> None:
    setting = seed.crisis()
    seed.message("Nou bezwen dlo nan Delmas 33")
    seed.read_all(setting)


@pytest.mark.usefixtures("a_message")
@pytest.mark.parametrize("kind", ["consulate", "municipality", "ministry", "enforcement"])
def test_an_officer_reads_until_the_place_where_she_works_becomes_a_state_body(kind: str) -> None:
    works_at("kofi", OLA, Role.CASEWORKER)
    assert (waiting("kofi"), waiting("bruno")) == (1, 1)
    becomes(OLA, kind)
    actor = now("kofi")
    assert not set(actor.scopes) & {LINE, OLA}
    assert actor.kind == "staff" and not actor.can(Power.WORK_QUEUE)
    assert waiting("bruno") == 1


@pytest.mark.usefixtures("a_message")
def test_nobody_reads_a_line_that_a_state_body_answers_for(keys: House) -> None:
    assert waiting("kofi") == 1
    becomes(FARO, "ministry")
    assert now("kofi").scopes == () and not now("kofi").can(Power.READ_QUEUE)
    becomes(FARO, "cso")
    assert waiting("kofi") == 1


def test_a_receiver_sees_nothing_of_a_place_that_has_become_a_state_body(stage: House) -> None:
    assert now("carla").within(Power.ANSWER_REFERRALS).scopes == (OLA,)
    becomes(OLA, "municipality")
    actor = now("carla")
    assert actor.scopes == () and actor.granted
    assert actor.within(Power.ANSWER_REFERRALS).scopes == ()
    assert actor.within(Power.READ_CASES).scopes == ()


def test_a_session_that_is_open_is_asked_anew_each_time(stage: House) -> None:
    token = session_of("carla")
    first = queries.who(token)
    assert first and first.scopes == (OLA,)
    becomes(OLA, "enforcement")
    after = queries.who(token)
    assert after and (after.scopes, after.powers, after.granted) == ((), frozenset(), ())


def test_an_editor_at_a_town_hall_keeps_the_directory_and_no_more() -> None:
    found = standing([Place(DESK, Role.EDITOR, "municipality")])
    assert found.granted == ((DESK, frozenset({Power.EDIT_DIRECTORY, Power.EDIT_CRISIS})),)
    assert found.scopes == ()


def test_elsewhere_everyone_has_what_the_role_says() -> None:
    found = standing(
        [Place(HERE, Role.CASEWORKER, "cso"), Place(THERE, Role.OFFICER, None, "shelter")]
    )
    assert found.scopes == (HERE, THERE)
    assert Power.WORK_QUEUE in found.powers and len(found.granted) == 2


def test_work_for_enforcement_gives_nothing_anywhere() -> None:
    places = [Place(HERE, Role.ADMINISTRATOR, "cso"), Place(DESK, Role.EDITOR, "enforcement")]
    assert standing(places) == NOTHING


def session_of(name: str) -> str:
    """A session of theirs."""
    return actions.open_session(staff=staff_id(name))
