"""The watch list of employers and recruiters who abuse people: for protection staff alone."""

from typing import Annotated
from uuid import UUID

from ninja import Query, Schema
from pydantic import Field

from amparo.aid.protection import actions, queries
from amparo.doors.api.fields import Code, Key, Line, Sent, Text
from amparo.doors.api.operations import ApiRequest, Made, Noun
from amparo.doors.api.paging import USUAL, Cursor, Limit, Page, sliced
from amparo.kernel.authority import Power
from amparo.kernel.errors import NotFoundError

noun = Noun("watch list")
ONE = "/watch/{uuid:entry}"


class WatchFilters(Schema):
    """Words to look for, misspelt or not; those that were withdrawn instead of those that stand."""

    find: Annotated[str, Field(max_length=160, pattern=r"^[^\x00]*$")] = ""
    withdrawn: bool = False
    cursor: Cursor = ""
    limit: Limit = USUAL


class Report(Sent):
    """Who is reported, for what, where. Roles: employer, recruiter, landlord, other."""

    scope: UUID
    name: Line
    role: Key
    where: Text = ""
    words: Text


class Withdrawal(Sent):
    """Why it counts no more."""

    reason: Text


class WarningText(Sent):
    """What to beware of, in general words: nobody is named."""

    text: Text
    language: Code


@noun.get("/watch", Power.PROTECT, gives=Page[queries.WatchRow])
def list_watched(request: ApiRequest, filters: Query[WatchFilters]) -> Page[queries.WatchRow]:
    """The list, narrowed to what was looked for."""
    found = queries.watch_list(request.actor, filters.find, withdrawn=filters.withdrawn)
    return sliced(request, found.rows, filters.cursor, filters.limit)


@noun.post("/watch", Power.PROTECT, gives=Made)
def report_to_watch(request: ApiRequest, body: Report) -> Made:
    """One more entry. It counts once a second colleague has confirmed it."""
    reported = actions.Reported(name=body.name, role=body.role, where=body.where, words=body.words)
    return Made(id=actions.propose(reported=reported, scope=body.scope, by=request.actor))


@noun.get(ONE, Power.PROTECT, gives=queries.WatchPage)
def read_watched(request: ApiRequest, entry: UUID) -> queries.WatchPage:
    """One entry, its warnings, and others that may be the same."""
    return queries.watch_entry(request.actor, entry)


@noun.post(f"{ONE}/confirm", Power.PROTECT)
def confirm_watched(request: ApiRequest, entry: UUID) -> None:
    """It counts from now on. Who reported it can't confirm it."""
    actions.confirm(entry=entry, by=request.actor)


@noun.post(f"{ONE}/review", Power.PROTECT)
def review_watched(request: ApiRequest, entry: UUID) -> None:
    """Looked at again: it still holds."""
    actions.review(entry=entry, by=request.actor)


@noun.post(f"{ONE}/withdraw", Power.PROTECT)
def withdraw_watched(request: ApiRequest, entry: UUID, body: Withdrawal) -> None:
    """It counts no more; why stays with it."""
    actions.withdraw(entry=entry, reason=body.reason, by=request.actor)


@noun.post(f"{ONE}/warnings", Power.PROTECT, gives=Made)
def draft_warning(request: ApiRequest, entry: UUID, body: WarningText) -> Made:
    """A warning in general words, from an entry that counts."""
    draft = actions.draft_warning(
        entry=entry, text=body.text, language=body.language, by=request.actor
    )
    return Made(id=draft)


@noun.post(f"{ONE}/warnings/{{uuid:warning}}/ready", Power.PROTECT)
def mark_warning_ready(request: ApiRequest, entry: UUID, warning: UUID) -> None:
    """A second colleague has read it over."""
    if warning not in {one.id for one in queries.watch_entry(request.actor, entry).warnings}:
        raise NotFoundError(NotFoundError.__doc__)
    actions.mark_ready(warning=warning, by=request.actor)
