"""Keeping the directory by hand: who may, what is refused, what is written down."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import psycopg
import pytest

from amparo.commons.directory import actions, queries
from amparo.commons.directory.facts import OrganisationFacts, ServiceFacts
from amparo.commons.directory.hours import Slot
from amparo.commons.directory.tests.stories import AT, editor, needs, service
from amparo.kernel.authority import Actor, machine
from amparo.kernel.errors import DeniedError, InvalidError, NotFoundError
from tests.cast import FARO, actor
from tests.harness import House

BEDS = ServiceFacts(name="Beds", needs=("shelter",))
FARO_FACTS = OrganisationFacts(name="Faro")
DEEDS: dict[str, Callable[[Actor, UUID], Any]] = {
    "save_organisation": lambda by, _: actions.save_organisation(facts=FARO_FACTS, by=by),
    "save_service": lambda by, _: actions.save_service(organisation=FARO, facts=BEDS, by=by),
    "confirm_service": lambda by, one: actions.confirm_service(service=one, by=by),
    "set_free": lambda by, one: actions.set_free(service=one, free=3, by=by),
    "set_active": lambda by, one: actions.set_active(service=one, active=False, by=by),
    "import_directory": lambda by, _: actions.import_directory(
        name="a.csv", content=b"organisation,service,needs\nA,B,food\n", source="s", by=by
    ),
}


def audited(stage: House) -> set[str]:
    """The verbs in the audit, as the owner of the database sees them."""
    with psycopg.connect(stage.owner) as connection:
        return {verb for (verb,) in connection.execute("SELECT verb FROM kernel_audit")}


@pytest.mark.parametrize("deed", DEEDS)
def test_it_is_done_by_who_keeps_the_directory_and_refused_to_others(
    stage: House, deed: str
) -> None:
    one = service()
    DEEDS[deed](editor(), one)
    assert any(deed.split("_")[0] in verb for verb in audited(stage))
    for name in ("bruno", "carla", "dario", "farid", "gita"):
        with pytest.raises(DeniedError):
            DEEDS[deed](actor(name), one)


def test_it_lets_the_machine_write(stage: House) -> None:
    one = service()
    actions.set_free(service=one, free=3, by=machine())
    assert queries.service(one).free == 3


def test_it_changes_a_service_and_keeps_its_id(stage: House) -> None:
    one = service("Beds")
    owner = queries.service(one).organisation_id
    again = actions.save_service(
        organisation=owner, facts=ServiceFacts(name="Cots", needs=("food",)), by=editor(), id=one
    )
    assert again == one
    assert (queries.service(one).name, queries.service(one).needs) == ("Cots", ("food",))


def test_it_tells_the_free_places_with_their_time(stage: House) -> None:
    one = service()
    actions.set_free(service=one, free=4, by=editor(), at=AT)
    assert (queries.service(one).free, queries.service(one).free_at) == (4, AT)
    actions.set_free(service=one, free=None, by=editor())
    assert (queries.service(one).free, queries.service(one).free_at) == (None, None)


def test_it_notes_the_day_it_was_confirmed(stage: House) -> None:
    one = service()
    actions.confirm_service(service=one, by=editor(), on=date(2026, 1, 5))
    assert queries.service(one).confirmed_on == date(2026, 1, 5)


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("name", {"name": "  "}),
        ("name", {"name": "x" * 201}),
        ("name", {"name": "NUL \0"}),
        ("description", {"description": "lone \ud83d"}),
        ("needs", {"needs": ()}),
        ("needs", {"needs": ("gold",)}),
        ("languages", {"languages": ("klingonese",)}),
        ("documents", {"documents": "maybe"}),
        ("lat", {"lat": 91.0, "lon": 0.0}),
        ("lat", {"lat": float("nan"), "lon": 0.0}),
        ("lon", {"lat": 10.0}),
        ("lat", {"lat": 0.0, "lon": 0.0}),
        ("timezone", {"timezone": "Mars/Base"}),
        ("hours", {"hours": (Slot(0, "08:00", "08:00"),)}),
        ("hours", {"hours": (Slot(9, "08:00", "09:00"),)}),
        ("hours", {"hours": (Slot(0, "8", "09:00"),)}),
        ("capacity", {"capacity": -1}),
        ("free", {"free": 3}),
        ("names", {"names": {"xx-klingon-x": "a"}}),
        ("confirmed_on", {"confirmed_on": date(2999, 1, 1)}),
    ],
)
def test_it_refuses_a_service_that_can_not_be_true(
    stage: House, field: str, said: dict[str, Any]
) -> None:
    needs()
    with pytest.raises(InvalidError) as refused:
        facts = ServiceFacts(**{"name": "Beds", "needs": ("shelter",), **said})
        actions.save_service(organisation=FARO, facts=facts, by=editor())
    assert refused.value.field == field
    assert queries.services(queries.SearchFilter()).total == 0


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("name", {"name": ""}),
        ("kind", {"kind": "gang"}),
        ("country", {"country": "Haiti"}),
        ("website", {"website": "javascript:alert(1)"}),
        ("email", {"email": "nobody"}),
        ("firewall", {"firewall": "sometimes"}),
    ],
)
def test_it_refuses_an_organisation_that_can_not_be_true(
    stage: House, field: str, said: dict[str, Any]
) -> None:
    with pytest.raises(InvalidError) as refused:
        facts = OrganisationFacts(**{"name": "Faro", **said})
        actions.save_organisation(facts=facts, by=editor())
    assert refused.value.field == field


def test_it_says_when_there_is_no_such_service_or_organisation(stage: House) -> None:
    needs()
    nobody = UUID(int=99)
    with pytest.raises(NotFoundError):
        actions.set_free(service=nobody, free=1, by=editor())
    with pytest.raises(NotFoundError):
        actions.save_service(organisation=nobody, facts=BEDS, by=editor())
    assert not audited(stage) & {"directory.set_free", "directory.save_service"}


def test_it_refuses_free_places_that_are_no_number_of_places(stage: House) -> None:
    with pytest.raises(InvalidError):
        actions.set_free(service=service(), free=-1, by=editor())


def test_it_asks_for_the_needs_first_when_there_are_none(stage: House) -> None:
    with pytest.raises(InvalidError, match="import needs"):
        actions.save_service(organisation=FARO, facts=BEDS, by=editor())
