"""RFC 9457: what went wrong, for a program, in English or Arabic. Nothing asked is repeated."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.utils.translation.trans_real import parse_accept_lang_header

from amparo.doors.sentences import in_words
from amparo.kernel.errors import InvalidError

CONTENT_TYPE = "application/problem+json"
TYPES = "/api/v1/problems/"
LANGUAGES = ("en", "ar")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of problem: its status, its title, and what to do about it."""

    status: int
    title: str
    what: str


KINDS = {
    "unreadable": Kind(
        400,
        gettext_noop("This could not be read"),
        gettext_noop("The body is not JSON, or the request is broken. Nothing was changed."),
    ),
    "token": Kind(
        401,
        gettext_noop("A token is needed"),
        gettext_noop("Send Authorization: Bearer with a token that has not expired or ended."),
    ),
    "denied": Kind(
        403,
        gettext_noop("This is not open to you"),
        gettext_noop("Neither the token's scopes nor your role reach further than this."),
    ),
    "missing": Kind(
        404,
        gettext_noop("There is nothing here that you may see"),
        gettext_noop("It is not there, or not yours: the answer is the same."),
    ),
    "method": Kind(
        405,
        gettext_noop("This can't be done here"),
        gettext_noop("The header Allow names the methods of this address."),
    ),
    "state": Kind(
        409,
        gettext_noop("Things have moved on since you looked"),
        gettext_noop("Read it again, then decide."),
    ),
    "large": Kind(
        413,
        gettext_noop("This is too large"),
        gettext_noop("Nothing of it was read or kept."),
    ),
    "content": Kind(
        415,
        gettext_noop("This kind of content can't be used"),
        gettext_noop("Send JSON, with the header Content-Type: application/json."),
    ),
    "invalid": Kind(
        422,
        gettext_noop("What was sent can't be used"),
        gettext_noop("See `errors`: each names a field. Nothing was changed."),
    ),
    "many": Kind(
        429,
        gettext_noop("Too many tries"),
        gettext_noop("Wait as long as the header Retry-After says."),
    ),
    "broken": Kind(
        500,
        gettext_noop("We made a mistake"),
        gettext_noop("It is noted here, without a word of what was sent. Try again later."),
    ),
    "sealed": Kind(
        503,
        gettext_noop("The keys are sealed away"),
        gettext_noop("Nothing can be read now. Messages are still taken in."),
    ),
}
_BY_STATUS = {kind.status: name for name, kind in KINDS.items()}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one part of what was sent."""

    detail: str
    pointer: str = ""  # into the body, as a JSON pointer
    parameter: str = ""  # of the path, the query or the head

    def told(self) -> dict[str, str]:
        """As it stands in the answer."""
        found = {"detail": self.detail, "pointer": self.pointer, "parameter": self.parameter}
        return {name: text for name, text in found.items() if text}


def problem(status: int, detail: str = "", faults: Iterable[Fault] = ()) -> HttpResponse:
    """What happened, for a program; without a detail, what to do about this kind of problem."""
    name = _BY_STATUS.get(status, "unreadable" if status < 500 else "broken")
    kind = KINDS[name]
    about: dict[str, object] = {
        "type": f"{TYPES}{name}",
        "title": _(kind.title),
        "status": status,
        "detail": in_words(detail) if detail else _(kind.what),
    }
    errors = [one.told() for one in faults]
    if errors:
        about["errors"] = errors
    response = JsonResponse(about, status=status, content_type=CONTENT_TYPE)
    if status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="Amparo"'
    return response


def faults_of(error: Exception) -> list[Fault]:
    """The field that an action would not take, in the sender's terms; nothing for other errors."""
    if not isinstance(error, InvalidError) or not error.field:
        return []
    where = {"parameter": error.field} if error.field in _HEAD else {"pointer": f"#/{error.field}"}
    return [Fault(in_words(str(error)), **where)]


# Never in a body.
_HEAD = frozenset({"cursor", "limit", "Idempotency-Key"})


def pointer(*path: object) -> str:
    """A JSON pointer (RFC 6901) into the body, as a fragment."""
    steps = (str(one).replace("~", "~0").replace("/", "~1") for one in path)
    return "#/" + "/".join(steps) if path else "#"


def spoken(request: HttpRequest) -> str:
    """The language of what we say ourselves: the first of ours that the program accepts."""
    return next((one for one in _accepted(request) if one in LANGUAGES), "en")


def reader(request: HttpRequest) -> str:
    """The language that whoever is behind the program reads: translations into it come first."""
    return next(iter(_accepted(request)), "en")


def _accepted(request: HttpRequest) -> list[str]:
    said = parse_accept_lang_header(request.headers.get("Accept-Language", "")[:200])
    codes = (code.split("-")[0] for code, weight in said if weight)
    return [code for code in codes if re.fullmatch(r"[a-z]{2,3}", code)]
