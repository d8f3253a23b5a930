"""All operations together: what each noun declares, and what becomes of an error."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from itertools import takewhile
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser
from ninja.renderers import JSONRenderer
from ninja.responses import NinjaJSONEncoder

from amparo.doors.api import (
    answers,
    attachments,
    calls,
    cases,
    conversations,
    crises,
    day,
    directory_files,
    duty,
    entries,
    exports,
    families,
    figures,
    guides,
    keeping,
    lines,
    me,
    notices,
    open_lists,
    pathways,
    plans,
    queue,
    received,
    referrals,
    roster,
    sheets,
    signals,
    teams,
    twins,
    watch,
    wording,
)
from amparo.doors.api.fields import Sent
from amparo.doors.api.operations import AlreadyDoneError, Noun, TooOftenError
from amparo.doors.api.problems import Fault, pointer, problem

NOUNS: tuple[Noun, ...] = (
    me.noun,
    queue.noun,
    conversations.noun,
    answers.noun,
    duty.noun,
    cases.noun,
    plans.noun,
    families.noun,
    teams.noun,
    referrals.noun,
    received.noun,
    sheets.noun,
    watch.noun,
    attachments.noun,
    day.noun,
    entries.noun,
    keeping.noun,
    twins.noun,
    directory_files.noun,
    crises.noun,
    open_lists.noun,
    pathways.noun,
    guides.noun,
    notices.noun,
    roster.noun,
    calls.noun,
    signals.noun,
    lines.noun,
    figures.noun,
    exports.noun,
    wording.noun,
)


class ContentError(Exception):
    """A body of another kind than JSON."""


class _Json(Parser):
    """JSON and nothing else."""

    def parse_body(self, request: HttpRequest) -> Any:
        if request.content_type != "application/json":
            raise ContentError
        return json.loads(request.body, parse_constant=_no_number)


def _no_number(said: str) -> float:
    raise ValueError(said)  # NaN and Infinity are no JSON


class _Encoder(NinjaJSONEncoder):
    def default(self, o: Any) -> Any:
        if isinstance(o, datetime):
            # Whole, unlike Django's: a moment that comes back as `seen` must be the same.
            return o.isoformat().removesuffix("+00:00") + "Z" * (o.utcoffset() == timedelta(0))
        return sorted(o) if isinstance(o, frozenset | set) else super().default(o)


class _Renderer(JSONRenderer):
    encoder_class = _Encoder


def build() -> NinjaAPI:
    """The API with every noun."""
    api = NinjaAPI(
        title="Amparo",
        version="1",
        description=_DESCRIPTION,
        docs_url=None,
        openapi_url=None,
        parser=_Json(),
        renderer=_Renderer(),
        servers=[{"url": "/"}],
        urls_namespace="api",
    )
    for noun in NOUNS:
        api.add_router("", noun.router)
    handlers: dict[type[Exception], Any] = {
        ValidationError: _invalid,
        HttpError: _refused,
        TooOftenError: _too_often,
        AlreadyDoneError: _done,
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)
    return api


def declared() -> dict[str, dict[str, str]]:
    """Who may do what, by address and method."""
    found: dict[str, dict[str, str]] = {}
    for noun in NOUNS:
        for path, needs in noun.declared.items():
            found.setdefault(path.lstrip("/"), {}).update(needs)
    return found


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    del request
    return problem(422, faults=list(_faults(error)))


def _faults(error: ValidationError) -> Iterator[Fault]:
    for one in error.errors:
        source, *path = one["loc"]
        detail = _(_SAYS.get(one["type"], _SAYS.get(one["type"].split("_")[0], _OTHERWISE)))
        if source == "body":
            # The first step is the name of our function's argument, which nobody sent.
            yield Fault(detail, pointer=pointer(*takewhile(_is_ours, path[1:])))
        else:
            yield Fault(detail, parameter=str(path[0]) if path else "")


def _is_ours(step: object) -> bool:
    """Whether a step into the body is a name that we gave: any other is repeated to nobody."""
    return isinstance(step, int) or step in _field_names()


@cache
def _field_names() -> frozenset[str]:
    names: set[str] = set()
    kinds: list[type[Sent]] = [Sent]
    while kinds:
        kind = kinds.pop()
        names.update(kind.model_fields)
        kinds += kind.__subclasses__()
    return frozenset(names)


_OTHERWISE = gettext_noop("This can't be used here.")
# By pydantic's kinds. Its own words repeat what was sent, and are in English only.
_SAYS = {
    "missing": gettext_noop("This is missing."),
    "extra": gettext_noop("There is no such field."),
    "string_type": gettext_noop("This must be a text."),
    "string_too_long": gettext_noop("This is too long."),
    "string_too_short": gettext_noop("This is too short."),
    "string_pattern_mismatch": gettext_noop("This is not written as it should be."),
    "uuid": gettext_noop("This must be an id."),
    "int": gettext_noop("This must be a whole number."),
    "float": gettext_noop("This must be a number."),
    "bool": gettext_noop("This must be true or false."),
    "greater": gettext_noop("This number is out of range."),
    "less": gettext_noop("This number is out of range."),
    "literal": gettext_noop("This is not one of the values there are."),
    "enum": gettext_noop("This is not one of the values there are."),
    "list": gettext_noop("This must be a list."),
    "dict": gettext_noop("This must be an object."),
    "model": gettext_noop("This must be an object."),
    "too": gettext_noop("There are too many or too few of them."),
    "datetime": gettext_noop("This must be a moment with its zone."),
    "timezone": gettext_noop("This must be a moment with its zone."),
    "date": gettext_noop("This must be a day, as in 2026-05-01."),
}


def _refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    del request
    cause = error.__cause__
    if isinstance(cause, ContentError):
        return problem(415)
    if isinstance(cause, RequestDataTooBig):
        return problem(413)
    return problem(error.status_code)


def _too_often(request: HttpRequest, error: TooOftenError) -> HttpResponse:
    del request
    response = problem(429)
    response["Retry-After"] = str(error.seconds)
    return response


def _done(request: HttpRequest, error: AlreadyDoneError) -> HttpResponse:
    del request
    return problem(409, str(error))


_DESCRIPTION = """\
Whatever the console does, for programs. Each operation calls what a page of the console calls, in
the name of the colleague whose token it is, and leaves the same line in the audit.

Texts are opened for whoever may read them, one conversation or case at a time, and never in bulk.
"""
