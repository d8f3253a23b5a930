"""Counts and lines of what was done: figures, the board, the audit."""

from typing import Annotated, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from ninja import Query, Schema
from pydantic import Field

from amparo.aid.cases import figures
from amparo.doors.api.operations import ApiRequest, Noun
from amparo.doors.api.paging import USUAL, Cursor, Limit, Page, sliced
from amparo.doors.api.said import zone
from amparo.guard.accounts import queries as accounts
from amparo.kernel import audit
from amparo.kernel.authority import ANYONE_ID, MACHINE_ID, Power
from amparo.reach.messaging.queries import board

noun = Noun("figures")
NEWEST = 200


class BoardWindow(Schema):
    """The last so many hours, of one need or of all."""

    hours: Annotated[int, Field(ge=1, le=168)] = 24
    need: Annotated[str, Field(max_length=32, pattern=r"^[a-z0-9_.-]*$")] = ""


class AuditFilters(Schema):
    """Lines about one reference, or all."""

    about: UUID | None = None
    cursor: Cursor = ""
    limit: Limit = USUAL


class AuditLine(Schema):
    """One deed. It holds references and reasons, never a text, a name or a number."""

    id: UUID
    at: str
    who: str
    who_kind: str
    verb: str
    about: UUID | None
    purpose: str
    outcome: str
    detail: dict[str, Any]


@noun.get("/board", Power.READ_QUEUE, gives=board.Board)
def read_board(request: ApiRequest, wanted: Query[BoardWindow]) -> board.Board:
    """Where people wrote from, and when: counts on H3 cells, by hour, need and language."""
    return board.board(request.actor, hours=wanted.hours, need=wanted.need)


@noun.get("/figures/wishes", Power.READ_FIGURES, gives=figures.Wishes)
def read_wishes(request: ApiRequest) -> figures.Wishes:
    """What people wish, in counts as of the last Monday; null is held back: too few people."""
    return figures.wishes(request.actor, ZoneInfo(zone()))


@noun.get("/audit", Power.READ_AUDIT, gives=Page[AuditLine])
def read_audit(request: ApiRequest, wanted: Query[AuditFilters]) -> Page[AuditLine]:
    """Who did what: the newest two hundred lines, or those about one reference."""
    names = accounts.colleague_names() | {MACHINE_ID: "Amparo", ANYONE_ID: "–"}
    found = audit.newest(request.actor, about=wanted.about, limit=NEWEST)
    rows = [
        AuditLine(
            id=one.id,
            at=one.at.isoformat(),
            who=names.get(one.actor_id, ""),
            who_kind=one.actor_kind,
            verb=one.verb,
            about=one.about_id,
            purpose=one.purpose,
            outcome=one.outcome,
            detail=one.detail,
        )
        for one in found
    ]
    return sliced(request, rows, wanted.cursor, wanted.limit)
