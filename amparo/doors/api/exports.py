"""Rows as files: asked for, written by the worker, fetched whole or from where it stopped."""

from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from ninja import Schema
from pydantic import Field

from amparo.doors import parts
from amparo.doors.api.fields import Key, Sent, Word, YesNo
from amparo.doors.api.operations import ApiRequest, Made, Noun
from amparo.doors.api.paging import USUAL, Cursor, Limit, Page, sliced
from amparo.doors.api.problems import problem
from amparo.exportable import SOURCES
from amparo.guard.exports import actions, queries
from amparo.kernel.errors import InvalidError

noun = Noun("exports")
ONE = "/exports/{uuid:export}"


class Column(Schema):
    """A column, and what stands in it."""

    name: str
    says: str


class Rows(Schema):
    """One kind of rows that you may have as a file, and by what it can be narrowed.

    `choices` holds all that a filter may be, where that is a short list. `need` and `language` are
    keys and codes; `since` and `to` are days, as in 2026-05-01.
    """

    what: str
    columns: list[Column]
    filters: list[str]
    choices: dict[str, list[str]]


class Ask(Sent):
    """Which rows: the kinds and their filters are in `/exports/kinds`.

    Shapes: csv, jsonl. `mark` begins a CSV with the mark that spreadsheets look for.
    """

    what: Key
    filters: Annotated[dict[Key, Word], Field(max_length=20, default_factory=dict)]
    shape: Key = "csv"
    mark: YesNo = False


@noun.get("/exports", "staff", gives=Page[queries.Export])
def list_exports(
    request: ApiRequest, cursor: Cursor = "", limit: Limit = USUAL
) -> Page[queries.Export]:
    """What you asked for, the newest first; at most fifty."""
    return sliced(request, queries.mine(request.actor), cursor, limit)


@noun.get("/exports/kinds", "staff", gives=list[Rows])
def list_export_kinds(request: ApiRequest) -> list[Rows]:
    """What you may have as a file. Nothing sealed is in any of them."""
    return [
        Rows(
            what=key,
            columns=[Column(name=column.name, says=column.says) for column in one.columns],
            filters=list(one.filters),
            choices={name: sorted(values) for name, values in one.listed.items()},
        )
        for key, one in SOURCES.items()
        if one.open_to(request.actor)
    ]


@noun.post("/exports", "staff", gives=Made)
def ask_export(request: ApiRequest, body: Ask) -> Made:
    """The export waits for the worker; ask `/exports/{export}` how far it is."""
    source = SOURCES.get(body.what)
    if source and set(body.filters) - set(source.filters):
        raise InvalidError(
            "filters",
            "There is no such filter. There are: %(names)s. Nothing was asked.",
            names=", ".join(source.filters) or "-",
        )
    asked = actions.Asked(body.what, body.filters, body.shape, body.mark)
    try:
        return Made(id=actions.ask(asked=asked, sources=SOURCES, by=request.actor))
    except InvalidError as wrong:
        if wrong.field in body.filters:
            wrong.field = f"filters/{wrong.field}"
        raise


@noun.get(ONE, "staff", gives=queries.Export)
def read_export(request: ApiRequest, export: UUID) -> queries.Export:
    """One of yours as it is now."""
    return queries.one(request.actor, export)


@noun.post(f"{ONE}/cancel", "staff")
def cancel_export(request: ApiRequest, export: UUID) -> None:
    """Nothing more is written and nothing is kept of it."""
    actions.cancel(job=export, by=request.actor)


@noun.get(f"{ONE}/file", "staff", media="*/*")
def fetch_export(request: ApiRequest, export: UUID) -> HttpResponseBase:
    """The file. With the header Range it goes on where an earlier try stopped (206, or 416)."""
    found = queries.one(request.actor, export)
    try:
        part = parts.asked(request, found)
    except InvalidError:
        response: HttpResponse = problem(416)
        response["Content-Range"] = f"bytes */{found.bytes}"
        return response
    found = actions.fetch(job=export, sources=SOURCES, begins=part.begins, by=request.actor)
    body = queries.content(request.actor, export, part.begins, part.ends)
    return parts.answer(body, found, part)
