"""Who may send news to other areas: it is acted upon in the name of the scopes it names."""

from uuid import UUID

import psycopg
import pytest
from django.db import connections
from django.db.utils import ProgrammingError

from amparo.doors.cli.walls import ROOMS
from amparo.kernel import refs
from amparo.kernel.authority import Actor, anyone, machine, person
from amparo.kernel.rooms import room
from tests import cast
from tests.harness import House

NEWS = "SELECT amparo_publish('PersonToBeTold', '{}')"


def tell(name: str, who: Actor) -> None:
    with room(name, who), connections[name].cursor() as cursor:
        cursor.execute(NEWS)


@pytest.mark.parametrize("name", ROOMS)
def test_it_is_staff_and_the_machine_alone(stage: House, name: str) -> None:
    for who in (anyone(), person(refs.new_ref())):
        with pytest.raises(ProgrammingError):
            tell(name, who)
    for who in (cast.actor("bruno"), machine()):
        tell(name, who)
    with psycopg.connect(stage.owner) as owner:
        assert owner.execute("SELECT count(*) FROM procrastinate_jobs").fetchone() == (2,)


def test_it_is_a_person_about_her_own_words_alone(stage: House) -> None:
    her, other = person(refs.new_ref()), refs.new_ref()

    def says(name: str, about: UUID) -> None:
        with room("reach", her), connections["reach"].cursor() as cursor:
            cursor.execute(
                "SELECT amparo_publish(%s, jsonb_build_object('conversation', %s::text))",
                [name, str(about)],
            )

    for name, about in (("WroteInMerged", other), ("PersonToBeTold", her.subject)):
        assert about is not None
        with pytest.raises(ProgrammingError):
            says(name, about)
    assert her.subject is not None
    says("WroteInMerged", her.subject)
    with psycopg.connect(stage.owner) as owner:
        assert owner.execute("SELECT count(*) FROM procrastinate_jobs").fetchone() == (1,)


def test_it_is_nobody_without_a_context(stage: House) -> None:
    with pytest.raises(ProgrammingError), connections["reach"].cursor() as cursor:
        cursor.execute(NEWS)
