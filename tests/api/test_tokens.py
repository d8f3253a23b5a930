"""A token opens what it says and no more, no longer, and never for who has left."""

from datetime import timedelta
from uuid import UUID

import pytest
import time_machine

from amparo.commons.directory.models import Organisation
from amparo.guard.accounts import actions as accounts
from amparo.guard.accounts.models import Membership
from amparo.guard.accounts.queries import staff_actor
from amparo.guard.tokens import actions, queries, rules
from amparo.guard.tokens.models import Token
from amparo.kernel import clock
from amparo.kernel.authority import Power, machine
from amparo.kernel.errors import DeniedError, InvalidError, NotFoundError
from amparo.kernel.rooms import room
from tests import cast
from tests.api.conftest import Ask, Program, program, told

BRUNO = cast.staff_id("bruno")
READ = actions.Wanted("Nightly list", (Power.READ_QUEUE,), 30)


def test_it_acts_for_its_owner_with_less(ask: Ask) -> None:
    about = told(ask("bruno", [Power.READ_QUEUE]).get("/me"))
    assert about["name"] == "Bruno"
    assert about["scopes"] == ["read_queue"]
    # At Faro he works cases; that is not in this token, and so neither is Faro.
    assert [one["id"] for one in about["works"]] == [str(cast.LINE)]


def test_it_is_dead_when_revoked(ask: Ask) -> None:
    made = actions.make_token(wanted=READ, staff=BRUNO, by=cast.actor("bruno"))
    assert Program(made.secret).get("/me").status_code == 200
    with pytest.raises(NotFoundError):
        actions.revoke_token(token=made.id, by=cast.actor("kofi"))
    actions.revoke_token(token=made.id, by=cast.actor("bruno"))
    assert Program(made.secret).get("/me").status_code == 401


def test_it_is_dead_when_its_owner_leaves(ask: Ask) -> None:
    mine = program("kofi")
    assert mine.get("/me").status_code == 200
    accounts.remove_staff(staff=cast.staff_id("kofi"), by=machine())
    assert mine.get("/me").status_code == 401


def test_it_ends_on_its_day(ask: Ask) -> None:
    mine = program("bruno")
    assert mine.get("/me").status_code == 200
    with time_machine.travel(clock.now() + timedelta(days=1, minutes=1)):
        assert mine.get("/me").status_code == 401


def test_it_follows_its_owner_down(ask: Ask) -> None:
    """A power that the owner has lost is lost to the token as well."""
    made = actions.make_token(wanted=READ, staff=BRUNO, by=cast.actor("bruno"))
    with room("guard", machine()):
        Token.objects.filter(id=made.id).update(powers=["read_queue", "read_audit", "no_such"])
    assert told(Program(made.secret).get("/me"))["scopes"] == ["read_queue"]


@pytest.mark.parametrize(
    ("name", "powers", "days", "field"),
    [
        ("", (Power.READ_QUEUE,), 30, "name"),
        ("x" * 61, (Power.READ_QUEUE,), 30, "name"),
        ("list", (), 30, "scopes"),
        ("list", (Power.READ_AUDIT,), 30, "scopes"),
        ("list", (Power.MACHINE,), 30, "scopes"),
        ("list", (Power.READ_QUEUE,), 0, "days"),
        ("list", (Power.READ_QUEUE,), 366, "days"),
    ],
)
def test_it_is_not_made_for_more(
    ask: Ask, name: str, powers: tuple[Power, ...], days: int, field: str
) -> None:
    with pytest.raises(InvalidError) as refused:
        wanted = actions.Wanted(name, powers, days)
        actions.make_token(wanted=wanted, staff=BRUNO, by=cast.actor("bruno"))
    assert refused.value.field == field


def test_nobody_makes_one_for_another(ask: Ask) -> None:
    with pytest.raises(DeniedError):
        actions.make_token(wanted=READ, staff=BRUNO, by=cast.actor("farid"))


def test_its_secret_is_nowhere(ask: Ask) -> None:
    made = actions.make_token(wanted=READ, staff=BRUNO, by=cast.actor("bruno"))
    Program(made.secret).get("/me")
    (card,) = queries.cards(cast.actor("bruno"))
    assert card.works
    assert card.last_on == clock.now().date()
    assert made.secret not in repr(card)
    with room("guard", machine()):
        row = Token.objects.get(id=made.id)
    assert made.secret not in repr(vars(row))
    assert queries.cards(cast.actor("kofi")) == ()


def test_it_says_how_often_and_when_again(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "QUOTA", 3)
    mine, other = program("bruno"), program("bruno")
    answers = [mine.get("/me") for _ in range(4)]
    assert [one.status_code for one in answers] == [200, 200, 200, 429]
    assert answers[0]["RateLimit-Policy"] == '"token";q=3;w=60'
    assert answers[0]["RateLimit"].startswith('"token";r=2;t=')
    wait = int(answers[3]["Retry-After"])
    assert 0 < wait <= 61
    assert told(answers[3])["status"] == 429
    assert other.get("/me").status_code == 200
    with time_machine.travel(clock.now() + timedelta(seconds=wait)):
        assert mine.get("/me").status_code == 200


def test_a_token_ends_itself(ask: Ask) -> None:
    mine = program("bruno")
    assert mine.delete("/me/token").status_code == 204
    assert mine.get("/me").status_code == 401


def test_it_says_all_that_it_may_in_a_place_with_two_roles(ask: Ask) -> None:
    (place,) = told(ask("carla").get("/me"))["works"]
    assert place["scopes"] == ["answer_referrals", "read_cases", "work_cases"]


def test_it_sees_no_row_of_a_place_that_became_a_state_body(ask: Ask) -> None:
    """What the console's session no longer sees, an older token does not see either."""
    with room("guard", machine()):
        Membership(
            id=UUID(int=0xE1), staff_id=cast.staff_id("carla"), scope_id=cast.OLA, role="editor"
        ).save(force_insert=True)
    owner = staff_actor(cast.staff_id("carla"))
    assert owner and owner.narrowed(owner.powers).scopes == (cast.OLA,)
    mine = program("carla", owner.powers)
    assert [one["id"] for one in told(mine.get("/me"))["works"]] == [str(cast.OLA)]
    with room("commons", machine()):
        Organisation.objects.filter(id=cast.OLA).update(kind="consulate")
    owner = staff_actor(cast.staff_id("carla"))
    assert owner and owner.can(Power.EDIT_DIRECTORY)
    assert owner.narrowed(owner.powers).scopes == owner.scopes == ()
    assert told(mine.get("/me"))["works"] == []
