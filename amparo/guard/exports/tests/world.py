"""What the tests of exports start from: an invented source of numbered rows."""

from collections.abc import Callable
from uuid import UUID

from amparo.guard.accounts.queries import staff_actor
from amparo.guard.exports import actions, queries
from amparo.guard.exports.actions import Asked
from amparo.kernel.authority import Actor, Power
from amparo.kernel.outgoing import Page, Source, Wanted, columns
from tests import cast

LUZ = cast.staff_id("luz")
COLUMNS = columns("number: Which one\nword: Anything")


def luz() -> Actor:
    """Luz, who takes rows out, with what she may do now."""
    found = staff_actor(LUZ)
    assert found is not None
    return found


def numbers(many: int, *, before: Callable[[int], None] = lambda _: None) -> dict[str, Source]:
    """A source of so many rows; `before` is called before each page with its first number."""

    def page(viewer: Actor, wanted: Wanted, cursor: str, limit: int) -> Page:
        viewer.check(Power.EXPORT_ROWS)
        start = int(cursor or 0)
        before(start)
        rows = [(n, f"word {n}") for n in range(start, min(start + limit, many))]
        return Page([*rows], str(start + limit) if start + limit < many else "")

    source = Source(
        "numbers", Power.EXPORT_ROWS, COLUMNS, ("since",), lambda viewer, wanted: many, page
    )
    return {"numbers": source}


def write_all(sources: dict[str, Source]) -> int:
    """Every part that waits is written; how many they were."""
    count = 0
    while actions.write_part(sources=sources):
        count += 1
    return count


def ask(sources: dict[str, Source], by: Actor, what: str = "numbers", **given: object) -> UUID:
    """The export that was asked for."""
    return actions.ask(asked=Asked(what, {}, **given), sources=sources, by=by)  # type: ignore[arg-type]


def whole(viewer: Actor, job: UUID) -> bytes:
    """The file."""
    found = queries.one(viewer, job)
    return b"".join(queries.content(viewer, job, 0, found.bytes))
