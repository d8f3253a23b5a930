"""A file holds what stands in the clear, of the asker's own scopes, and nothing of anyone else."""

import json
from collections.abc import Iterable
from uuid import UUID

import pytest

from amparo.exportable import SOURCES
from amparo.guard.accounts.queries import staff_actor
from amparo.guard.exports import actions, queries
from amparo.kernel import refs
from amparo.kernel.authority import Actor, Power, machine
from amparo.kernel.errors import DeniedError
from amparo.kernel.outgoing import Wanted
from amparo.kernel.register import Own
from amparo.kernel.rooms import room
from tests import cast
from tests.harness import House
from tests.walls.canaries import Canary, plant
from tests.walls.records import plant_common
from tests.walls.rows import Model, build
from tests.walls.test_rows import REGISTERS, home, sees

OWN = [model for model, register in REGISTERS.items() if isinstance(register.rows, Own)]
KINDS = {"waiting": "conversation", "conversations": "conversation", "cases": "case"}


def luz() -> Actor:
    found = staff_actor(cast.staff_id("luz"))
    assert found
    return found


def file_of(what: str, shape: str, by: Actor) -> str:
    """The whole file, as the worker writes it."""
    asked = actions.Asked(what, {}, shape)
    job = actions.ask(asked=asked, sources=SOURCES, by=by)
    while actions.write_part(sources=SOURCES):
        pass
    found = queries.one(by, job)
    assert found.state == "done", (what, found.failed)
    return b"".join(queries.content(by, job, 0, found.bytes)).decode()


def references(canaries: Iterable[Canary], kind: str, who: Actor) -> set[str]:
    return {one.reference for one in canaries if one.kind == kind and one.scope in who.scopes}


@pytest.mark.parametrize("shape", ["csv", "jsonl"])
@pytest.mark.parametrize("what", sorted(set(SOURCES) - {"audit"}))
def test_it_holds_own_rows_in_the_clear_and_no_more(keys: House, what: str, shape: str) -> None:
    canaries, by = plant(), luz()
    plant_common()
    text = file_of(what, shape, by)
    assert not [one.word for one in canaries if one.word in text]
    shown = {one.reference for one in canaries if one.reference in text}
    kind = KINDS.get(what, "case" if what == "referrals" else "")
    assert shown == references(canaries, kind, by)
    assert bool(shown) == bool(kind)


def test_it_names_every_column_of_every_row(keys: House) -> None:
    plant()
    plant_common()
    for what in set(SOURCES) - {"audit"}:
        names = [one.name for one in SOURCES[what].columns]
        lines = file_of(what, "jsonl", luz()).splitlines()
        assert all(list(json.loads(line)) == names for line in lines)
        assert all(one.says for one in SOURCES[what].columns)
        assert lines or what == "disclosures"


@pytest.mark.parametrize("what", sorted(SOURCES))
def test_it_is_read_by_those_with_the_power_only(keys: House, what: str) -> None:
    source, wanted = SOURCES[what], Wanted()
    holder = Actor(cast.staff_id("luz"), "staff", (cast.LINE,), frozenset(Power))
    assert source.count(holder, wanted) == len(source.page(holder, wanted, "", 100).rows)
    if source.power:
        for name in cast.NAMES:
            who = cast.actor(name)
            if not who.can(source.power):
                with pytest.raises(DeniedError):
                    source.count(who, wanted)
                with pytest.raises(DeniedError):
                    source.page(who, wanted, "", 1)


def test_it_goes_on_page_by_page_without_a_gap(keys: House) -> None:
    plant()
    viewer = Actor(cast.staff_id("luz"), "staff", _scopes(), frozenset(Power))
    source, wanted, cursor, seen = SOURCES["conversations"], Wanted(), "", []
    while True:
        page = source.page(viewer, wanted, cursor, 2)
        seen += page.rows
        if not (cursor := page.next):
            break
    assert seen == source.page(viewer, wanted, "", 100).rows
    assert len({row[0] for row in seen}) == len(seen) == source.count(viewer, wanted) == 5


def _scopes() -> tuple[UUID, ...]:
    return (cast.LINE, cast.FARO, cast.OLA, cast.CONSULATE, cast.TRACERS)


@pytest.mark.parametrize("model", OWN, ids=lambda one: one.__name__)
def test_it_shows_a_row_of_ones_own_to_nobody_else(stage: House, model: Model) -> None:
    owner = cast.staff_id("luz")
    rows = REGISTERS[model].rows
    assert isinstance(rows, Own)
    given = {rows.actor: owner, "asked_by_id": owner, "id": refs.new_ref()}
    with room(home(model), machine()):
        built = build(model, given)
        for one in built:
            one.save(force_insert=True)
    for name in cast.NAMES:
        assert sees(cast.actor(name), built[-1]) == (name == "luz"), name
    assert sees(machine(), built[-1])
