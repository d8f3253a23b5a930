"""The walls between rooms, as PostgreSQL holds them: logins, grants and policies.

All of it is generated from the registers on the models, in one transaction, after each
migration; `tests/walls` reads the catalogue and compares.
"""

from collections.abc import Iterator
from importlib.resources import files

import psycopg
from django.apps import apps
from django.db import models
from psycopg import sql

from amparo.kernel.register import (
    Append,
    Guarded,
    Machine,
    Open,
    Own,
    Register,
    Room,
    Scoped,
)

ROOMS: tuple[Room, ...] = ("commons", "guard", "reach", "aid")
PREFIX = "amparo_"
READ_ONLY, WRITE = "SELECT", "SELECT, INSERT, UPDATE"
# Library tables, and the one login that may use them.
LIBRARY = {
    "procrastinate_workers": "jobs",
    "procrastinate_jobs": "jobs",
    "procrastinate_periodic_defers": "jobs",
    "procrastinate_events": "jobs",
    "django_migrations": "",
    "amparo_login_secret": "",
}
ASKED = (
    "amparo_context()",
    "amparo_actor()",
    "amparo_kind()",
    "amparo_subject()",
    "amparo_scopes()",
    "amparo_may(text)",
)
PUBLISH = "amparo_publish(text, jsonb)"


def login(name: str) -> str:
    """The PostgreSQL login of a room or a process."""
    return PREFIX + name


def registers() -> dict[type[models.Model], Register]:
    """Every table of ours with what it declares; a table without a register is an error."""
    found: dict[type[models.Model], Register] = {}
    for model in apps.get_models():
        if model.__module__.startswith("amparo."):
            declared: Register = model.register  # type: ignore[attr-defined]
            found[model] = declared
    return found


def _condition(register: Register) -> str:
    """Which rows an actor sees, as SQL; each question a sub-select, asked once per query."""
    rows = register.rows
    if isinstance(rows, Open):
        return "(SELECT amparo_actor()) IS NOT NULL"
    if isinstance(rows, Append):
        return f"(SELECT amparo_may('{rows.read.value}'))"
    if isinstance(rows, Machine):
        return "(SELECT amparo_kind()) = 'machine'"
    if isinstance(rows, Own):
        return f"{rows.actor} = (SELECT amparo_actor()) OR (SELECT amparo_kind()) = 'machine'"
    if isinstance(rows, Guarded):
        return _guarded(rows)
    return _mine(rows) + (f" OR {_hers(rows)}" if rows.subject else "") + _beside(rows)


def _mine(rows: Scoped) -> str:
    return f"{rows.scope} = ANY((SELECT amparo_scopes())::uuid[])"


def _hers(rows: Scoped) -> str:
    return f"{rows.subject} = (SELECT amparo_subject())"


def _beside(rows: Scoped) -> str:
    """For a colleague who reads one conversation: rows that hang on rows of it."""
    if rows.beside is None:
        return ""
    column, table, subject = rows.beside
    those = f"SELECT id FROM {table} WHERE {subject} = (SELECT amparo_subject())"  # noqa: S608
    return f" OR (SELECT amparo_kind()) = 'staff' AND {column} IN ({those})"


def _guarded(rows: Guarded) -> str:
    """Who holds the power, our machine, and whoever else the table lets read."""
    ways = [f"(SELECT amparo_may('{rows.power.value}'))", "(SELECT amparo_kind()) = 'machine'"]
    ways += [f"{rows.scope} = ANY((SELECT amparo_scopes())::uuid[])"] if rows.scope else []
    ways += [rows.shown] if rows.shown else []
    ways += ["(SELECT amparo_kind()) = 'staff'"] if rows.staff else []
    return " OR ".join(ways)


def _check(register: Register) -> str:
    """Which rows an actor may write."""
    rows = register.rows
    if isinstance(rows, Open):
        return f"(SELECT amparo_may('{rows.write.value}')) OR (SELECT amparo_kind()) = 'machine'"
    if isinstance(rows, Append):
        return f"{rows.actor} = (SELECT amparo_actor())"
    if isinstance(rows, Guarded):
        return _guarded(Guarded(rows.power))
    if isinstance(rows, Scoped):
        # A colleague who was given one conversation reads it; only the person herself writes.
        hers = f" OR {_hers(rows)} AND (SELECT amparo_kind()) <> 'staff'" if rows.subject else ""
        return _mine(rows) + hers
    return _condition(register)


def policies(table: str, register: Register) -> Iterator[str]:
    """The policies of one table."""
    see, write = _condition(register), _check(register)
    everyone = ", ".join(login(room) for room in grants(table, register) if room in ROOMS)
    yield f"CREATE POLICY amparo_see ON {table} FOR SELECT TO {everyone} USING ({see})"
    yield f"CREATE POLICY amparo_add ON {table} FOR INSERT TO {everyone} WITH CHECK ({write})"
    if not isinstance(register.rows, Append):
        yield (
            f"CREATE POLICY amparo_change ON {table} FOR UPDATE TO {everyone} "
            f"USING ({write}) WITH CHECK ({write})"
        )
    if register.delete:
        yield f"CREATE POLICY amparo_remove ON {table} FOR DELETE TO {everyone} USING ({write})"
    if isinstance(register.rows, Machine):
        for adder in register.rows.insert:
            # Whatever is handed over is taken in: the policy names the login, not the row.
            to = f"{table} FOR INSERT TO {login(adder)}"
            yield f"CREATE POLICY amparo_door ON {to} WITH CHECK (state = 'new')"


def grants(table: str, register: Register) -> dict[str, str]:
    """What each login may do to one table. Nothing else is granted to anyone."""
    del table
    if register.room == "kernel":
        given = {str(room): "INSERT" for room in ROOMS}
        given["guard"] = "SELECT, INSERT"
    else:
        given = {str(room): READ_ONLY for room in register.read_by}
        given[register.room] = WRITE + (", DELETE" if register.delete else "")
    if isinstance(register.rows, Machine):
        given |= dict.fromkeys(register.rows.insert, "INSERT")
    given["backup"] = READ_ONLY
    return given


def logins_sql(passwords: dict[str, str]) -> Iterator[sql.Composed]:
    """The logins, with their passwords.

    An owner who is no superuser may not even say NOSUPERUSER: what a login is not is said only
    when it is.
    """
    for name, password in passwords.items():
        if name == "owner":
            continue
        role = sql.Identifier(login(name))
        bypass = sql.SQL("BYPASSRLS" if name == "backup" else "NOBYPASSRLS")
        yield sql.SQL(
            "DO $do$ BEGIN CREATE ROLE {role} NOLOGIN {bypass}; "
            "EXCEPTION WHEN duplicate_object THEN NULL; END $do$"
        ).format(role=role, bypass=bypass)
        yield sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}").format(role, sql.Literal(password))
        yield sql.SQL(
            "DO $do$ BEGIN IF EXISTS (SELECT FROM pg_roles WHERE rolname = {name} AND (rolsuper "
            "OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls <> {passes})) THEN "
            "ALTER ROLE {role} NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION {bypass}; "
            "END IF; END $do$"
        ).format(
            name=sql.Literal(login(name)),
            passes=sql.Literal(name == "backup"),
            role=role,
            bypass=bypass,
        )


def secrets_sql(secrets: dict[str, str]) -> Iterator[tuple[str, list[object]]]:
    """Rows that let PostgreSQL check each room's contexts."""
    for name, secret in secrets.items():
        key = bytes.fromhex(secret).ljust(64, b"\0")
        pads = [bytes(byte ^ pad for byte in key) for pad in (0x36, 0x5C)]
        yield (
            "INSERT INTO amparo_login_secret VALUES (%s, %s, %s) ON CONFLICT (login) DO UPDATE "
            "SET inner_pad = excluded.inner_pad, outer_pad = excluded.outer_pad",
            [login(name), *pads],
        )


def walls_sql() -> Iterator[str]:
    """All but logins and secrets: first nothing is allowed to anyone, then what is declared."""
    everyone = ", ".join(login(name) for name in (*ROOMS, "door", "jobs", "backup"))
    yield "REVOKE ALL ON SCHEMA public FROM PUBLIC"
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, {everyone}"
    yield f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM PUBLIC, {everyone}"
    yield f"REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC, {everyone}"
    yield f"GRANT USAGE ON SCHEMA public TO {everyone}"
    rooms = ", ".join(login(room) for room in ROOMS)
    yield f"GRANT EXECUTE ON FUNCTION {', '.join((*ASKED, PUBLISH))} TO {rooms}"
    yield (
        "DO $do$ BEGIN EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', "
        "current_database()); END $do$"
    )
    yield (
        "DO $do$ BEGIN EXECUTE format('GRANT CONNECT ON DATABASE %I TO "
        f"{everyone}', current_database()); END $do$"
    )
    for model, register in registers().items():
        yield from _table_sql(model._meta.db_table, register)
    yield from _library_sql()


def _table_sql(table: str, register: Register) -> Iterator[str]:
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    yield f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"
    names = ("see", "add", "change", "remove", "door")
    yield from (f"DROP POLICY IF EXISTS amparo_{name} ON {table}" for name in names)
    yield from policies(table, register)
    for name, what in grants(table, register).items():
        if name == "door":
            # Column by column: the door can't mark anything as handled.
            what = "INSERT (id, received_at, channel, head, body)"
        yield f"GRANT {what} ON {table} TO {login(name)}"


def _library_sql() -> Iterator[str]:
    for table, name in LIBRARY.items():
        if name:
            yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {login(name)}"
        if table != "amparo_login_secret":
            yield f"GRANT SELECT ON {table} TO {login('backup')}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {login('jobs')}"
    # pg_dump reads where each of them stands, or refuses to dump anything.
    yield f"GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO {login('backup')}"
    yield (
        "DO $do$ DECLARE one regprocedure; BEGIN FOR one IN SELECT oid::regprocedure FROM pg_proc "
        "WHERE pronamespace = 'public'::regnamespace AND proname LIKE 'procrastinate%' LOOP "
        "EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO amparo_jobs', one); "
        "END LOOP; END $do$"
    )


def raise_walls(address: str, passwords: dict[str, str], secrets: dict[str, str]) -> None:
    """The database behind `address` (the owner's) holds exactly the declared walls."""
    context = files("amparo.doors.cli").joinpath("sql/context.sql").read_text()
    with psycopg.connect(address) as connection:
        for statement in logins_sql(passwords):
            connection.execute(statement)
        connection.execute(context.encode())
        for text, values in secrets_sql(secrets):
            connection.execute(text.encode(), values)
        for text in walls_sql():
            connection.execute(text.encode())
