"""C31: what PostgreSQL says of its own walls, compared with what the registers declare.

Reads pg_class, pg_policy, pg_proc, pg_roles and effective privileges with the owner's address;
each finding is one sentence. No finding: row-level security is on, forced, and exactly as
generated. Run after every migration, by `tests/walls` and by `amparo check`.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, LiteralString

import psycopg
from django.db import models
from psycopg import sql

from amparo.doors.cli import privileges, walls
from amparo.kernel.register import Open, Register

Connection = psycopg.Connection[tuple[Any, ...]]
Check = Callable[[Connection], Iterator[str]]

LOGINS = privileges.LOGINS
BACKUP = walls.login("backup")
# The tests' own schema; a house has none of that name.
SCHEMAS = ("public", "amparo_test")
# Reading like a pattern search is enough to read every row past a policy, if it may run first.
PATTERNS = "(like|regex)"
# Words that may stand in a unique key of a table about persons. Anything else must be random or
# a keyed hash, since a unique key answers "is it there?" to whoever may insert.
KEY_WORDS = {
    "aid_attachment_page.number": "the how-manieth page of an attachment",
    "commons_pathway.ref": "the name of an example that ships with Amparo; one's own have none",
    "guard_staff.login": "the sign-in name of staff",
    "guard_membership.role": "a role",
    "guard_shift.part": "what a colleague is there for: to answer, or to stand by",
    "guard_shift.starts_at": "when a colleague's shift begins",
    "reach_alarm.kind": "one of four reasons to ring",
    "reach_alarm.about": "a conversation's random id, a gateway, or an area of 250 km²",
    "reach_heard.level": "how sure a warning was",
    "reach_ring.level": "how far an alarm has climbed",
    "reach_ring.slot": "five minutes of the clock",
    "reach_script_step.language": "a language",
    "reach_script_step.step": "the name of a step of a call",
    "reach_situation.what": "one of eight kinds of trouble",
    # Written by the machine only, and each of staff may read all of them: the key tells no more.
    "reach_situation.place": "the name of a place where trouble may be coming",
    "reach_contact.channel": "a kind of channel",
    "reach_translation.language": "a language",
    "reach_translation_ask.language": "a language",
    "reach_template.key": "the name of an answer that many are sent",
    "reach_gateway.name": "a gateway",
}
_KEY_TYPES = ("uuid", "bytea")


def findings(connection: Connection) -> list[str]:
    """What is wrong, in words; the database is as it was."""
    with connection.transaction(force_rollback=True):
        return [finding for check in CHECKS for finding in check(connection)]


def _ask(connection: Connection, query: LiteralString, *values: object) -> list[tuple[Any, ...]]:
    return connection.execute(query, values or None).fetchall()


def _tables() -> dict[str, Register]:
    return {model._meta.db_table: register for model, register in walls.registers().items()}


def check_relations(connection: Connection) -> Iterator[str]:
    """Only declared tables; those of rooms with row-level security, forced."""
    query: LiteralString = """
        SELECT relname, relkind, relrowsecurity, relforcerowsecurity, relpersistence,
               coalesce('security_invoker=true' = ANY(reloptions)
                        OR 'security_invoker=on' = ANY(reloptions), false)
        FROM pg_class JOIN pg_namespace AS n ON n.oid = relnamespace
        WHERE relkind IN ('r', 'p', 'v', 'm', 'f') AND nspname = 'public' ORDER BY relname"""
    rooms, seen = _tables(), set()
    for name, kind, secured, forced, lasting, invoker in _ask(connection, query):
        seen.add(name)
        if kind == "v" and not invoker:
            yield f"View {name} shows rows in the name of its owner: security_invoker is off."
        elif kind == "m":
            yield f"Materialised view {name} keeps rows past every policy."
        elif kind == "f":
            yield f"Foreign table {name} leads out of this database."
        elif kind != "v" and name not in rooms and name not in walls.LIBRARY:
            yield f"Table {name} is declared nowhere."
        if name in rooms and not (secured and forced):
            yield f"Table {name} is without row-level security, or it is not forced."
        if name in rooms and lasting != "p":
            yield f"Table {name} is not kept through a crash."
    yield from (f"Table {name} is missing." for name in sorted(set(rooms) - seen))


def check_policies(connection: Connection) -> Iterator[str]:
    """The policies are those that the registers generate, each for named logins."""
    real = _policies(connection, "public")
    for table, register in _tables().items():
        copy = f"amparo_check_{table}"
        name, source = sql.Identifier(copy), sql.Identifier("public", table)
        connection.execute(sql.SQL("CREATE TEMP TABLE {} (LIKE {})").format(name, source))
        for statement in walls.policies(table, register):
            made = re.sub(rf"\bON {table}\b", f"ON pg_temp.{copy}", statement, count=1)
            connection.execute(made.encode())
    wanted = _policies(connection, "pg_temp%", "amparo_check_")
    for key in sorted(set(real) | set(wanted)):
        yield from _compare_policy(key, real.get(key), wanted.get(key))


Policy = tuple[str, str, tuple[str, ...], str, str]


def _policies(connection: Connection, schema: str, cut: str = "") -> dict[tuple[str, str], Policy]:
    query: LiteralString = """
        SELECT tablename, policyname, permissive, cmd, roles, coalesce(qual, ''),
               coalesce(with_check, '')
        FROM pg_policies WHERE schemaname LIKE %s AND starts_with(tablename, %s)"""
    return {
        (row[0].removeprefix(cut), row[1]): (row[2], row[3], tuple(sorted(row[4])), row[5], row[6])
        for row in _ask(connection, query, schema, cut)
    }


def _compare_policy(
    key: tuple[str, str], real: Policy | None, wanted: Policy | None
) -> Iterator[str]:
    where = f"Policy {key[1]} on {key[0]}"
    if real is None:
        yield f"{where} is missing."
        return
    if wanted is None:
        yield f"{where} is declared nowhere."
    elif real != wanted:
        yield f"{where} is not as generated: {real} instead of {wanted}."
    if "true" in (real[3], real[4]):
        yield f"{where} is the constant true."
    if "public" in real[2]:
        yield f"{where} names no login."


def check_functions(connection: Connection) -> Iterator[str]:
    """SECURITY DEFINER only for the context and for events; nothing LEAKPROOF."""
    query: LiteralString = """
        SELECT p.oid::regprocedure::text, prosecdef, proleakproof, proconfig,
               proowner = datdba OR rolsuper, nspname
        FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = pronamespace
        JOIN pg_roles AS r ON r.oid = proowner
        JOIN pg_database ON datname = current_database()
        WHERE nspname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1"""
    allowed = {_plain(name) for name in (*walls.ASKED, walls.PUBLISH)}
    for name, definer, leakproof, config, ours, schema in _ask(connection, query):
        if leakproof:
            yield f"Function {name} is LEAKPROOF: it runs before the policies and sees every row."
        if not definer or schema == "amparo_test":
            continue
        if _plain(name) not in allowed:
            yield f"Function {name} is SECURITY DEFINER and not on the list."
        if not any(one.startswith("search_path=pg_catalog") for one in config or ()):
            yield f"Function {name} is SECURITY DEFINER without a search_path of its own."
        if not ours:
            yield f"Function {name} belongs to a login that serves."
    query = "SELECT oid::regprocedure::text FROM pg_proc WHERE proleakproof AND proname ~ %s"
    for (name,) in _ask(connection, query, PATTERNS):
        yield f"Pattern search {name} was marked LEAKPROOF."


def _plain(signature: str) -> str:
    return signature.replace(", ", ",").removeprefix("public.")


def check_schemas(connection: Connection) -> Iterator[str]:
    """No schema that nobody declared, and no grant on what is not there yet."""
    query: LiteralString = "SELECT nspname FROM pg_namespace WHERE nspname !~ '^(pg_|information_)'"
    for (name,) in _ask(connection, query):
        if name not in SCHEMAS:
            yield f"Schema {name} is declared nowhere."
    query = "SELECT defaclrole::regrole::text FROM pg_default_acl"
    for (name,) in _ask(connection, query):
        yield f"{name} grants on tables that are still to come (ALTER DEFAULT PRIVILEGES)."


def check_logins(connection: Connection) -> Iterator[str]:
    """No login that serves may pass by the policies, make anything or own anything."""
    query: LiteralString = """
        SELECT rolname, rolsuper, rolbypassrls, rolcreaterole OR rolcreatedb OR rolreplication,
               ARRAY(SELECT roleid::regrole::text FROM pg_auth_members WHERE member = r.oid),
               ARRAY(SELECT objid::text FROM pg_shdepend
                     WHERE refobjid = r.oid AND deptype = 'o')
        FROM pg_roles AS r WHERE starts_with(rolname, %s) AND rolname <> current_user"""
    seen = set()
    for name, above, bypass, makes, member_of, owns in _ask(connection, query, walls.PREFIX):
        seen.add(name)
        if name not in LOGINS:
            if not name.startswith("amparo_owner"):
                yield f"Login {name} is declared nowhere."
            continue
        if above or (bypass and name != BACKUP):
            yield f"Login {name} passes by every policy."
        if makes:
            yield f"Login {name} may make logins or databases, or replicate."
        if member_of:
            yield f"Login {name} is a member of {', '.join(member_of)}."
        if owns:
            yield f"Login {name} owns something."
    yield from (f"Login {name} is missing." for name in sorted(set(LOGINS) - seen))


def check_keys(connection: Connection) -> Iterator[str]:
    """No unique key and no foreign key holds a raw identifier; sealed columns hold bytes."""
    query: LiteralString = """
        SELECT DISTINCT c.relname, attname, format_type(atttypid, NULL)
        FROM pg_class AS c JOIN pg_attribute AS a ON attrelid = c.oid AND attnum > 0
        WHERE c.relnamespace = 'public'::regnamespace AND (
            EXISTS (SELECT FROM pg_index WHERE indrelid = c.oid AND indisunique
                    AND (attnum = ANY(indkey) OR 0 = ANY(indkey)))
            OR EXISTS (SELECT FROM pg_constraint WHERE conrelid = c.oid AND contype = 'f'
                       AND attnum = ANY(conkey)))
        ORDER BY 1, 2"""
    rooms, named = _tables(), set(KEY_WORDS)
    for table, column, kind in _ask(connection, query):
        register = rooms.get(table)
        if register is None or (isinstance(register.rows, Open) and register.room == "commons"):
            continue
        named.discard(f"{table}.{column}")
        if kind not in _KEY_TYPES and f"{table}.{column}" not in KEY_WORDS:
            yield f"A key of {table} holds {column} ({kind}), which may be somebody's own."
    yield from (f"{one} may stand in a key and stands in none." for one in sorted(named))
    query = """
        SELECT relname, attname, format_type(atttypid, NULL) FROM pg_attribute
        JOIN pg_class AS c ON c.oid = attrelid WHERE relnamespace = 'public'::regnamespace"""
    kinds = {(table, column): kind for table, column, kind in _ask(connection, query)}
    for model, register in walls.registers().items():
        yield from _unsealed(model, register, kinds)


def _unsealed(
    model: type[models.Model], register: Register, kinds: dict[tuple[str, str], str]
) -> Iterator[str]:
    table = model._meta.db_table
    for name, held in register.fields.items():
        if held.how == "sealed" and kinds.get((table, name)) not in ("bytea", None):
            yield f"{table}.{name} is registered as sealed and holds {kinds[table, name]}."


CHECKS: Sequence[Check] = (
    check_relations,
    check_policies,
    check_functions,
    check_schemas,
    check_logins,
    check_keys,
    privileges.check_tables,
    privileges.check_functions,
    privileges.check_sequences,
    privileges.check_houses,
    privileges.check_strangers,
)
