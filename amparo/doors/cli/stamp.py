"""What the database was last migrated by, so that a second start need not ask Django.

It is kept as the comment of the database itself: a backup that is restored brings its own along,
and a new database has none. It covers the whole code, the shipped lists and the logins' passwords,
so that whatever grants, tables or lists are generated from can't change unseen.
"""

import hashlib
from collections.abc import Iterable, Iterator
from importlib import metadata
from pathlib import Path

import psycopg
from psycopg import sql

import amparo

PREFIX = "amparo migrated by "
# Their migrations are applied too.
LIBRARIES = ("django", "procrastinate")


def stamp(salt: Iterable[str]) -> str:
    """Another text as soon as any code, a library with tables or a password is another."""
    total = hashlib.sha256()
    for name in LIBRARIES:
        total.update(f"{name} {metadata.version(name)}\n".encode())
    for line in sorted(salt):
        total.update(hashlib.sha256(line.encode()).digest())
    for path in _code(Path(amparo.__file__).parent):
        total.update(f"{path} ".encode() + hashlib.sha256(path.read_bytes()).digest())
    return PREFIX + total.hexdigest()


def is_stamped(address: str, expected: str) -> bool:
    """True when the database behind `address` was migrated by exactly this."""
    query = (
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database "
        "WHERE datname = current_database()"
    )
    with psycopg.connect(address) as connection:
        found = connection.execute(query).fetchone()
    return found is not None and found[0] == expected


def put_stamp(address: str, text: str | None) -> None:
    """The comment of the database is this text; None takes it away before tables are touched."""
    with psycopg.connect(address) as connection:
        name = sql.Identifier(connection.info.dbname)
        try:
            connection.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(name, text))
        except psycopg.errors.InsufficientPrivilege:
            connection.rollback()  # not its owner: then each start migrates, which is only slower


def _code(root: Path) -> Iterator[Path]:
    for path in sorted(root.rglob("*")):
        if path.suffix in {".py", ".sql", ".toml"} and "tests" not in path.relative_to(root).parts:
            yield path
