"""One operation of the API: whom it is open to, what it takes and gives, and that it is done once.

Whoever adds one writes a function that calls the same action or query as the console does; all
else is here: the token, the power, the count of askings, the key of what must not be done twice.
"""

import hmac
import json
import re
from collections.abc import Callable
from functools import wraps
from inspect import cleandoc
from typing import Any, Literal, TypeVar, get_type_hints
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Router, Schema
from ninja.responses import Status
from ninja.security import HttpBearer

from amparo.guard.tokens import actions as tokens
from amparo.guard.tokens import queries as token_queries
from amparo.kernel.authority import Actor, Power
from amparo.kernel.errors import AmparoError, DeniedError, InvalidError

KEY = "Idempotency-Key"
LONGEST_KEY = 200
_KEY = "[!-~]+"
Need = Power | Literal["staff", "anyone"]
F = TypeVar("F", bound=Callable[..., Any])


class ApiRequest(HttpRequest):
    """A request that bears a token; `tell` holds what the answer says in its head."""

    actor: Actor
    caller: token_queries.Caller
    tell: dict[str, str]


class Made(Schema):
    """What was made, by its id."""

    id: UUID


class TooOftenError(AmparoError):
    """This was asked too often. Wait as long as the header Retry-After says."""

    def __init__(self, seconds: int) -> None:
        """Remember how long to wait."""
        super().__init__()
        self.seconds = seconds


class Bearer(HttpBearer):
    """Lets in whose token allows it. Cookies count for nothing here."""

    def __init__(self, need: Need) -> None:
        """Remember what is needed."""
        super().__init__()
        self.need = need

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """Who asks; None without a good token, DeniedError where it does not reach."""
        caller = token_queries.who(token.strip())
        if caller is None:
            return None
        spent = caller.spent
        vars(request).update(actor=caller.actor, caller=caller, tell=_count(spent))
        if spent.over:
            raise TooOftenError(spent.reset)
        if isinstance(self.need, Power) and not caller.actor.can(self.need):
            raise DeniedError(
                "This takes the scope %(scope)s: the token lacks it, or its owner the power.",
                scope=str(self.need),
            )
        return caller.actor


def _count(spent: token_queries.Spent) -> dict[str, str]:
    """How often it may be asked, as draft-ietf-httpapi-ratelimit-headers says it."""
    return {
        "RateLimit-Policy": f'"token";q={spent.quota};w={spent.window}',
        "RateLimit": f'"token";r={spent.left};t={spent.reset}',
    }


class Noun:
    """The operations on one kind of thing. `declared` says for each address who may do what."""

    def __init__(self, tag: str) -> None:
        self.router = Router(tags=[tag])
        self.declared: dict[str, dict[str, Need]] = {}

    def get(self, path: str, need: Need, *, gives: Any = None, media: str = "") -> Callable[[F], F]:
        """It shows something and changes nothing; `media` is the type of a file."""
        return self._add("GET", path, need, gives, 200, media=media)

    def post(
        self, path: str, need: Need, *, gives: Any = None, status: int = 0, secret: bool = False
    ) -> Callable[[F], F]:
        """It makes or does something, once for each key.

        `gives` holds ids and counts only; `secret`: what it gives is shown once and kept nowhere.
        """
        return self._add(
            "POST", path, need, gives, status or (201 if gives else 204), secret=secret
        )

    def put(self, path: str, need: Need, *, gives: Any = None) -> Callable[[F], F]:
        """It is so from now on; done twice it is the same."""
        return self._add("PUT", path, need, gives, 200 if gives else 204)

    def delete(self, path: str, need: Need) -> Callable[[F], F]:
        """It is no more; done twice it is the same."""
        return self._add("DELETE", path, need, None, 204)

    def _add(
        self,
        method: str,
        path: str,
        need: Need,
        gives: Any,
        status: int,
        *,
        secret: bool = False,
        media: str = "",
    ) -> Callable[[F], F]:
        assert method not in self.declared.setdefault(path, {}), f"twice: {method} {path}"
        self.declared[path][method] = need

        def around(view: F) -> F:
            once = method == "POST" and need != "anyone"
            whole = _narrowed(view, path) if method == "GET" else view
            done = _said(_once(whole, gives, status, secret=secret) if once else whole, status)
            self.router.add_api_operation(
                path,
                [method],
                done,
                auth=None if need == "anyone" else Bearer(need),
                response={status: gives},
                summary=_first_line(view),
                operation_id=view.__name__,
                description=_rest(view),
                openapi_extra={"x-needs": str(need), **({"x-media": media} if media else {})},
            )
            return view

        return around


def _first_line(view: Callable[..., Any]) -> str:
    return (view.__doc__ or "").strip().split("\n")[0].rstrip(".")


def _rest(view: Callable[..., Any]) -> str:
    return "\n".join(cleandoc(view.__doc__ or "").split("\n")[1:]).strip() or " "


def _narrowed(view: F, path: str) -> F:
    """The view; it shows nothing when a parameter that we do not know should have narrowed it."""
    held, known = {"request", "return", *re.findall(r"(\w+)}", path)}, list[str]()
    for name, kind in get_type_hints(view).items():
        if name not in held:
            known += getattr(kind, "model_fields", (name,))

    @wraps(view)
    def narrowed(request: ApiRequest, *given: Any, **named: Any) -> Any:
        if set(request.GET) - set(known):
            raise InvalidError(
                "",
                "There is no such parameter. There are: %(names)s.",
                names=", ".join(known) or "-",
            )
        return view(request, *given, **named)

    return narrowed  # type: ignore[return-value]


def _once(view: F, gives: Any, status: int, *, secret: bool) -> F:
    """The view, done at most once for each key that its asker thought of."""

    @wraps(view)
    def keyed(request: ApiRequest, *given: Any, **named: Any) -> Any:
        if KEY not in request.headers:
            return view(request, *given, **named)
        key = request.headers[KEY]
        if not re.fullmatch(_KEY, key) or len(key) > LONGEST_KEY:
            raise InvalidError(KEY, "A key has 1 to 200 plain letters, digits and signs.")
        key = key.strip('"')
        begun = tokens.begin_once(token=request.caller.token, key=key, asked=_asked(request))
        if isinstance(begun, tokens.Outcome):
            request.tell["Idempotency-Replayed"] = "true"
            return _again(gives, begun.answer)
        try:
            found = view(request, *given, **named)
        except AmparoError:
            tokens.drop_once(once=begun)
            raise
        answer = "" if secret else _kept(gives, found)
        tokens.end_once(once=begun, outcome=tokens.Outcome(status, answer))
        return found

    return keyed  # type: ignore[return-value]


def _said(view: F, status: int) -> F:
    """The view with its status: a pair that it gives is a list of two, and nothing else."""

    @wraps(view)
    def said(request: ApiRequest, *given: Any, **named: Any) -> Any:
        found = view(request, *given, **named)
        return found if isinstance(found, HttpResponseBase) else Status(status, found)

    return said  # type: ignore[return-value]


def _asked(request: HttpRequest) -> bytes:
    """The request in a few bytes; keyed, as a body may be guessable."""
    told = hmac.new(settings.SECRET_KEY.encode(), digestmod="sha256")
    told.update(f"{request.method} {request.get_full_path()}\0".encode())
    if request.content_type != "multipart/form-data":
        told.update(request.body)
        return told.digest()
    # Its bounds are chosen anew each time: what stands between them is the same.
    for name, values in sorted(request.POST.lists()):
        told.update(json.dumps([name, values]).encode())
    for name, files in sorted(request.FILES.lists()):
        for one in files:
            told.update(json.dumps([name, one.size]).encode())
            told.update(one.read())
            one.seek(0)
    return told.digest()


def _kept(gives: Any, found: Any) -> str:
    return gives.model_validate(found).model_dump_json() if gives is not None else ""


def _again(gives: Any, answer: str) -> Any:
    """What was answered the first time."""
    if gives is None:
        return None
    if not answer:
        raise AlreadyDoneError
    return gives.model_validate(json.loads(answer))


class AlreadyDoneError(AmparoError):
    """This was done with this key. What it gave was shown once and is kept nowhere."""
