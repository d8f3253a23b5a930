"""What a database holds, as figures that can be compared after a restore."""

from typing import Any

import psycopg
from psycopg import sql

from amparo.doors.cli.house import Json

# Made anew at each start, from what DIR holds; the backup's login may not read it.
LEFT_OUT = "amparo_login_secret"
# A row's text must not depend on how a server is set.
PLAIN = "-c timezone=UTC -c bytea_output=hex -c datestyle=ISO -c extra_float_digits=1"

Connection = psycopg.Connection[tuple[Any, ...]]


def tables(connection: Connection) -> list[str]:
    """The tables that a backup holds."""
    query = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
    return [name for (name,) in connection.execute(query).fetchall() if name != LEFT_OUT]


def measure(connection: Connection) -> Json:
    """For each table how many rows, and a print of all of them that no order changes.

    The print shows a mistake, not an attack: what stands against that is the manifest's tie.
    """
    found: Json = {}
    for name in tables(connection):
        query = sql.SQL(
            "SELECT count(*), coalesce(sum(('x' || substr(md5(t::text), 1, 15))::bit(60)::bigint), "
            "0)::text FROM {} AS t"
        ).format(sql.Identifier("public", name))
        row = connection.execute(query).fetchone()
        assert row is not None
        found[name] = {"rows": row[0], "print": row[1]}
    return found


def migrations(connection: Connection) -> list[list[str]]:
    """Each migration that was applied: area and name."""
    query = "SELECT app, name FROM public.django_migrations ORDER BY app, name"
    return [[str(app), str(name)] for app, name in connection.execute(query).fetchall()]


def differences(before: Json, after: Json) -> list[str]:
    """Tables that are not the same, in words."""
    found = []
    for name in sorted(before.keys() | after.keys()):
        one, two = before.get(name), after.get(name)
        if one is None or two is None:
            found.append(f"{name} is {'missing' if two is None else 'new'}")
        elif one["rows"] != two["rows"]:
            found.append(f"{name} has {two['rows']} rows instead of {one['rows']}")
        elif one["print"] != two["print"]:
            found.append(f"{name} has other content")
    return found
