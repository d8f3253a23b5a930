"""Effective privileges, compared with those generated from the import order.

*Effective* means what `has_…_privilege` answers: direct, through membership, or through PUBLIC.
"""

from collections.abc import Iterator
from typing import Any, LiteralString

import psycopg

from amparo.doors.cli import walls

Connection = psycopg.Connection[tuple[Any, ...]]

PROCESSES = ("door", "jobs", "backup")
LOGINS = tuple(walls.login(name) for name in (*walls.ROOMS, *PROCESSES))
VERBS = ["SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"]
BY_COLUMN = ["SELECT", "INSERT", "UPDATE", "REFERENCES"]
ALL_VERBS = "SELECT, INSERT, UPDATE, DELETE"
# The door's privilege is by column, so that it can't mark anything as handled.
DOOR_COLUMNS = {"id", "received_at", "channel", "head", "body"}


def _ask(connection: Connection, query: LiteralString, *values: object) -> list[tuple[Any, ...]]:
    return connection.execute(query, values or None).fetchall()


def expected() -> dict[tuple[str, str], set[str]]:
    """For each login and table the verbs that were generated for the whole table."""
    found: dict[tuple[str, str], set[str]] = {}
    for model, register in walls.registers().items():
        for name, what in walls.grants(model._meta.db_table, register).items():
            if name != "door":
                found[walls.login(name), model._meta.db_table] = set(what.split(", "))
    for table, name in walls.LIBRARY.items():
        if name:
            found[walls.login(name), table] = set(ALL_VERBS.split(", "))
        if table != "amparo_login_secret":
            found.setdefault((walls.login("backup"), table), set()).add("SELECT")
    return found


def expected_columns() -> set[tuple[str, str, str, str]]:
    """Privileges on single columns: login, table, column, verb."""
    return {
        (walls.login("door"), model._meta.db_table, column, "INSERT")
        for model, register in walls.registers().items()
        if "door" in walls.grants(model._meta.db_table, register)
        for column in DOOR_COLUMNS
    }


def check_tables(connection: Connection) -> Iterator[str]:
    """Each login may do to each table and column exactly what was generated."""
    query: LiteralString = """
        SELECT login, relname, verb FROM pg_class, unnest(%s::text[]) AS login,
               unnest(%s::text[]) AS verb
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f')
          AND to_regrole(login) IS NOT NULL AND has_table_privilege(login, pg_class.oid, verb)"""
    real: dict[tuple[str, str], set[str]] = {}
    for login, table, verb in _ask(connection, query, list(LOGINS), VERBS):
        real.setdefault((login, table), set()).add(verb)
    wanted = expected()
    for key in sorted(set(real) | set(wanted)):
        has, should = real.get(key, set()), wanted.get(key, set())
        if more := has - should:
            yield f"{key[0]} may {', '.join(sorted(more))} {key[1]}: nobody declared that."
        if less := should - has:
            yield f"{key[0]} may not {', '.join(sorted(less))} {key[1]}, and should."
    yield from _check_columns(connection, real)


def _check_columns(connection: Connection, whole: dict[tuple[str, str], set[str]]) -> Iterator[str]:
    query: LiteralString = """
        SELECT login, relname, attname, verb
        FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0
             AND NOT attisdropped, unnest(%s::text[]) AS login, unnest(%s::text[]) AS verb
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f')
          AND to_regrole(login) IS NOT NULL
          AND has_column_privilege(login, pg_class.oid, attnum, verb)"""
    real = {
        (login, table, column, verb)
        for login, table, column, verb in _ask(connection, query, list(LOGINS), BY_COLUMN)
        if verb not in whole.get((login, table), ())
    }
    wanted = expected_columns()
    for login, table, column, verb in sorted(real - wanted):
        yield f"{login} may {verb} {table}.{column}: nobody declared that."
    for login, table, column, verb in sorted(wanted - real):
        yield f"{login} may not {verb} {table}.{column}, and should."


def check_functions(connection: Connection) -> Iterator[str]:
    """Rooms may ask for the context and publish; only the jobs' login works with jobs."""
    query: LiteralString = """
        SELECT login, p.oid::regprocedure::text FROM pg_proc AS p, unnest(%s::text[]) AS login
        WHERE pronamespace = 'public'::regnamespace AND to_regrole(login) IS NOT NULL
          AND has_function_privilege(login, p.oid, 'EXECUTE')"""
    asked = {name.replace(", ", ",") for name in (*walls.ASKED, walls.PUBLISH)}
    rooms = {walls.login(name) for name in walls.ROOMS}
    real = {(login, name) for login, name in _ask(connection, query, list(LOGINS))}
    for login, name in sorted(real):
        if login in rooms and name in asked:
            continue
        if login == walls.login("jobs") and name.startswith("procrastinate"):
            continue
        yield f"{login} may run {name}: nobody declared that."
    for login, name in sorted({(room, name) for room in rooms for name in asked} - real):
        yield f"{login} may not run {name}, and should."


def check_sequences(connection: Connection) -> Iterator[str]:
    """Only the jobs' login counts; the backup's reads."""
    query: LiteralString = """
        SELECT login, relname FROM pg_class, unnest(%s::text[]) AS login
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'S'
          AND to_regrole(login) IS NOT NULL AND login <> %s
          AND has_sequence_privilege(login, pg_class.oid,
              CASE login WHEN %s THEN 'USAGE, UPDATE' ELSE 'USAGE, SELECT, UPDATE' END)"""
    jobs, backup = walls.login("jobs"), walls.login("backup")
    for login, name in _ask(connection, query, list(LOGINS), jobs, backup):
        yield f"{login} may use the sequence {name}: nobody declared that."


def check_houses(connection: Connection) -> Iterator[str]:
    """No login that serves makes a schema, a table, or a temporary one."""
    query: LiteralString = """
        SELECT login, nspname FROM pg_namespace, unnest(%s::text[]) AS login
        WHERE to_regrole(login) IS NOT NULL AND nspname !~ '^pg_(toast|temp)'
          AND has_schema_privilege(login, pg_namespace.oid, 'CREATE')"""
    for login, schema in _ask(connection, query, list(LOGINS)):
        yield f"{login} may CREATE in schema {schema}."
    query = """
        SELECT login, verb FROM unnest(%s::text[]) AS login, unnest(ARRAY['CREATE', 'TEMP']) AS verb
        WHERE to_regrole(login) IS NOT NULL
          AND has_database_privilege(login, current_database(), verb)"""
    for login, verb in _ask(connection, query, list(LOGINS)):
        yield f"{login} may {verb} in the database."


def check_strangers(connection: Connection) -> Iterator[str]:
    """Nobody but the owner and our logins stands in any list of privileges."""
    query: LiteralString = """
        WITH given AS (
            SELECT relname AS name, relowner AS owner, acl.grantee
            FROM pg_class, aclexplode(relacl) AS acl WHERE relnamespace = 'public'::regnamespace
            UNION SELECT relname || '.' || attname, relowner, acl.grantee
            FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid, aclexplode(attacl) AS acl
            WHERE relnamespace = 'public'::regnamespace
            UNION SELECT proname, proowner, acl.grantee
            FROM pg_proc, aclexplode(coalesce(proacl, acldefault('f', proowner))) AS acl
            WHERE pronamespace = 'public'::regnamespace
            UNION SELECT 'the schema', nspowner, acl.grantee
            FROM pg_namespace, aclexplode(nspacl) AS acl WHERE nspname = 'public')
        SELECT name, CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END
        FROM given WHERE grantee <> owner
          AND (grantee = 0 OR NOT grantee::regrole::text = ANY(%s)) ORDER BY 1, 2"""
    for name, grantee in _ask(connection, query, list(LOGINS)):
        yield f"{grantee} was granted something on {name}: nobody declared that."
