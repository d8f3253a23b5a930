"""How a table declares whose its rows are, and each field how delicate it is and how long kept.

A field that is not registered fails the build (`tests/shape`); `docs/register.md` and the
policies in PostgreSQL are printed from here.
"""

from dataclasses import dataclass, field
from typing import Literal

from amparo.kernel.authority import Power
from amparo.kernel.purposes import Keep, Sensitivity

Room = Literal["kernel", "commons", "guard", "reach", "aid"]


@dataclass(frozen=True, slots=True)
class Open:
    """Rows anyone with a context may read; written only with a power."""

    write: Power


@dataclass(frozen=True, slots=True)
class Scoped:
    """Rows of one scope; a person with her code sees those whose `subject` is hers.

    A colleague who reads one conversation (`authority.reading`) sees them too and changes none.
    `beside` names rows that she sees and the person does not: own column, table, its subject.
    """

    scope: str = "scope_id"
    subject: str | None = None
    beside: tuple[str, str, str] | None = None


@dataclass(frozen=True, slots=True)
class Append:
    """Rows that are only ever added, by their own actor; read with a power."""

    actor: str
    read: Power


@dataclass(frozen=True, slots=True)
class Machine:
    """Rows that only our own machinery touches; `insert` names logins that may only add."""

    insert: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Own:
    """Rows of one colleague, whom the field names: nobody else sees them but our own machinery."""

    actor: str


@dataclass(frozen=True, slots=True)
class Guarded:
    """Rows read and written with a power; the organisation that they are about reads its own.

    `shown` names a column: where it is true, anyone may read. With `staff` whoever works here may.
    """

    power: Power
    scope: str | None = None
    shown: str | None = None
    staff: bool = False


Rows = Open | Scoped | Append | Machine | Own | Guarded


@dataclass(frozen=True, slots=True)
class Held:
    """What one field is."""

    how: Sensitivity
    keep: Keep
    why: str


@dataclass(frozen=True, slots=True)
class Register:
    """What one table is: its room, whose rows, what is in it, and which lower rooms read it."""

    room: Room
    rows: Rows
    fields: dict[str, Held]
    read_by: tuple[Room, ...] = ()
    delete: bool = field(default=False)


def held(how: Sensitivity, keep: Keep, why: str, *names: str) -> dict[str, Held]:
    """The same declaration for several fields; a text may name several, with spaces between."""
    return dict.fromkeys(" ".join(names).split(), Held(how, keep, why))
