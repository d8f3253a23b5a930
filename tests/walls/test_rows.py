"""Each scoped row is seen by those of its scope, beside everyone who does not see it.

A refusal counts only beside its twin: every test shows first that the owner does see the row.
"""

from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import connections, models
from django.db.utils import ProgrammingError

from amparo.doors.cli.walls import ROOMS, registers
from amparo.kernel import refs
from amparo.kernel.authority import Actor, anyone, machine, person
from amparo.kernel.register import Scoped
from amparo.kernel.rooms import room
from amparo.reach.messaging.models import Conversation, Envelope
from tests import cast
from tests.harness import House
from tests.walls.rows import Model, build_for

REGISTERS = registers()
SCOPED = [model for model, register in REGISTERS.items() if isinstance(register.rows, Scoped)]
BRUNO = cast.actor("bruno")
SCOPES = [cast.LINE, cast.FARO, cast.OLA, cast.CONSULATE, cast.TRACERS]

each_table = pytest.mark.parametrize("model", SCOPED, ids=lambda one: one.__name__)
each_of_hers = pytest.mark.parametrize(
    "model",
    [model for model in SCOPED if REGISTERS[model].rows.subject],  # type: ignore[union-attr]
    ids=lambda one: one.__name__,
)


def rows_of(model: Model) -> Scoped:
    """Whose rows these are."""
    rows = REGISTERS[model].rows
    assert isinstance(rows, Scoped)
    return rows


def home(model: Model) -> str:
    """The room of the table."""
    return str(REGISTERS[model].room)


def put(model: Model, scope: UUID, subject: UUID) -> models.Model:
    """A row that is there."""
    with room(home(model), machine([scope])):
        built = build_for(model, rows_of(model), scope, subject)
        for one in built:
            one.save(force_insert=True)
    return built[-1]


def sees(who: Actor, row: models.Model) -> bool:
    """Whether this actor finds the row in its own room."""
    with room(home(type(row)), who):
        return type(row)._default_manager.filter(pk=row.pk).exists()


def changes(who: Actor, row: models.Model) -> int:
    """How many rows this actor's change reached."""
    field = next(one for one in row._meta.local_fields if one.attname == rows_of(type(row)).scope)
    with room(home(type(row)), who):
        same = {field.attname: getattr(row, field.attname)}
        return type(row)._default_manager.filter(pk=row.pk).update(**same)


@each_table
@pytest.mark.parametrize("scope", SCOPES, ids=["line", "faro", "ola", "consulate", "tracers"])
def test_it_is_seen_by_its_scope_and_by_nobody_else(
    stage: House, model: Model, scope: UUID
) -> None:
    row = put(model, scope, refs.new_ref())
    assert sees(machine([scope]), row)
    for name in cast.NAMES:
        who = cast.actor(name)
        assert sees(who, row) == (scope in who.scopes), name
    assert not sees(anyone(), row)
    assert not sees(machine(), row)


@each_table
def test_it_is_changed_by_its_scope_and_by_nobody_else(stage: House, model: Model) -> None:
    row = put(model, cast.LINE, refs.new_ref())
    for name in cast.NAMES:
        who = cast.actor(name)
        assert changes(who, row) == int(cast.LINE in who.scopes), name
    assert changes(machine([cast.FARO]), row) == 0


@each_table
def test_it_is_put_into_no_scope_but_ones_own(stage: House, model: Model) -> None:
    own = put(model, cast.OLA, refs.new_ref())
    assert sees(cast.actor("carla"), own)
    theirs = build_for(model, rows_of(model), cast.FARO, refs.new_ref())
    with pytest.raises(ProgrammingError, match="row-level security"), room(home(model), carla()):
        for one in theirs:
            one.save(force_insert=True)


@each_table
def test_it_is_moved_into_no_other_scope(stage: House, model: Model) -> None:
    row = put(model, cast.OLA, refs.new_ref())
    with pytest.raises(ProgrammingError, match="row-level security"), room(home(model), carla()):
        mine = type(row)._default_manager.filter(pk=row.pk)
        assert mine.update(**{rows_of(model).scope: cast.OLA}) == 1
        mine.update(**{rows_of(model).scope: cast.FARO})


def carla() -> Actor:
    """She works at Ola."""
    return cast.actor("carla")


@each_table
def test_it_is_open_to_the_rooms_that_declared_it_only(stage: House, model: Model) -> None:
    row = put(model, cast.LINE, refs.new_ref())
    assert sees(BRUNO, row)
    allowed = {home(model), *REGISTERS[model].read_by}
    for name in ROOMS:
        if name not in allowed:
            with pytest.raises(ProgrammingError, match="permission denied"), room(name, BRUNO):
                type(row)._default_manager.filter(pk=row.pk).exists()


@each_table
@pytest.mark.parametrize("name", ["door", "jobs"])
def test_it_is_closed_to_processes_without_a_room(stage: House, model: Model, name: str) -> None:
    row = put(model, cast.LINE, refs.new_ref())
    assert sees(BRUNO, row)
    with connections[name].cursor() as cursor, pytest.raises(ProgrammingError, match="denied"):
        cursor.execute(f"SELECT 1 FROM {model._meta.db_table}")


@each_of_hers
def test_it_shows_a_person_her_own_conversation_only(stage: House, model: Model) -> None:
    hers, other = refs.new_ref(), refs.new_ref()
    row, foreign = put(model, cast.LINE, hers), put(model, cast.LINE, other)
    assert sees(person(hers), row)
    assert not sees(person(hers), foreign)
    assert sees(BRUNO, foreign)


def test_it_hides_from_a_person_what_has_no_subject(stage: House) -> None:
    for model in SCOPED:
        if not rows_of(model).subject:
            row = put(model, cast.LINE, refs.new_ref())
            assert sees(BRUNO, row)
            assert not sees(person(row.pk), row)


# --- The door: in, and nothing else. ---

ENVELOPE: tuple[Any, ...] = (refs.new_ref(), cast.THEN, "json", b"head", b"body")
ADD = (
    "INSERT INTO reach_envelope (id, received_at, channel, head, body) VALUES (%s, %s, %s, %s, %s)"
)
REFUSED = [
    "SELECT id FROM reach_envelope",
    "SELECT count(*) FROM reach_envelope",
    "UPDATE reach_envelope SET state = 'handled'",
    "DELETE FROM reach_envelope",
    "TRUNCATE reach_envelope",
    "COPY reach_envelope TO STDOUT",
    "INSERT INTO reach_envelope (id, received_at, channel, head, body, state) "
    "VALUES (gen_random_uuid(), now(), 'json', '', '', 'handled')",
    "INSERT INTO reach_envelope (id, received_at, channel, head, body) "
    "VALUES (gen_random_uuid(), now(), 'json', '', '') RETURNING id",
    "SELECT 1 FROM guard_staff",
    "SELECT 1 FROM aid_case",
    "SELECT 1 FROM procrastinate_jobs",
    "SELECT amparo_context()",
    "SELECT amparo_publish('x', '{}')",
    "CREATE TABLE more (id int)",
    "CREATE TEMP TABLE more (id int)",
]


@pytest.mark.parametrize("refused", REFUSED)
def test_it_lets_the_door_add_and_nothing_else(stage: House, refused: str) -> None:
    with connections["door"].cursor() as cursor:
        cursor.execute(ADD, (refs.new_ref(), *ENVELOPE[1:]))
        assert cursor.rowcount == 1
        with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
            cursor.execute(refused)


def test_it_shows_envelopes_to_the_machine_only(stage: House) -> None:
    with connections["door"].cursor() as cursor:
        cursor.execute(ADD, ENVELOPE)
    with room("reach", machine()):
        assert Envelope.objects.count() == 1
    for name in cast.NAMES:
        with room("reach", cast.actor(name)):
            assert Envelope.objects.count() == 0


# --- Without a context: no rows, in any table, for any login. ---


def test_it_shows_no_row_without_a_context(stage: House) -> None:
    for model in SCOPED:
        row = put(model, cast.LINE, refs.new_ref())
        assert sees(BRUNO, row)
        with connections[home(model)].cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {model._meta.db_table}")
            assert cursor.fetchone() == (0,), model.__name__


def test_it_finds_a_table_that_shows_too_much(stage: House) -> None:
    """The negative control: with the policy opened, the refusals above would turn red."""
    row = put(Conversation, cast.LINE, refs.new_ref())
    assert not sees(carla(), row)
    with psycopg.connect(stage.owner) as owner:
        owner.execute("ALTER TABLE reach_conversation DISABLE ROW LEVEL SECURITY")
    try:
        assert sees(carla(), row)
        assert changes(carla(), row) == 1
    finally:
        with psycopg.connect(stage.owner) as owner:
            owner.execute("ALTER TABLE reach_conversation ENABLE ROW LEVEL SECURITY")
    assert not sees(carla(), row)
