"""C07: the access matrix, generated from the resolver. The default cell is *no*.

Every view says whom it is open to (`view.needs`: a power, "staff" or "anyone"). Each endpoint is
opened with each method, by each of the cast and by a stranger, for a record of each scope and
for one that is not there; what comes back must be what was declared, and must hold no word of
anybody else's.
"""

import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver
from django.urls.resolvers import RoutePattern

from amparo.doors.console.session import COOKIE
from amparo.kernel import refs
from amparo.kernel.authority import Actor, Power
from tests import cast
from tests.walls.canaries import EDITOR, Canary, editor, forbidden_words, sign_in

USUAL = ("GET", "POST")
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
REFUSALS = {401, 403, 404, 405}
STRANGER = "a stranger"


@dataclass(frozen=True)
class Endpoint:
    """One line of the resolver."""

    route: str
    view: Callable[..., HttpResponseBase]
    parameters: tuple[tuple[str, str], ...]  # (name, class of the converter)

    @property
    def needs(self) -> str | None:
        """What it declares: a power, `staff`, `anyone`; None when it says nothing."""
        said = getattr(self.view, "needs", None)
        return said if said in {*Power, "staff", "anyone"} else None

    def open_to(self, who: Actor | None) -> bool:
        """Whether the declaration lets this actor in. Undeclared is a finding of its own."""
        if self.needs in (None, "anyone"):
            return True
        if who is None:
            return False
        return self.needs == "staff" or self.needs in who.powers


@dataclass(frozen=True)
class Target:
    """One address of an endpoint, and the scope of the record that it names, if any."""

    path: str
    scope: UUID | None = None


@dataclass
class Report:
    """What the walk found."""

    cells: int = 0
    wrong: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)  # words that someone could rightly read
    opened: set[str] = field(default_factory=set)  # routes with a record that its owner could open


def endpoints(
    patterns: Iterable[URLPattern | URLResolver],
    prefix: str = "",
    before: tuple[tuple[str, str], ...] = (),
) -> Iterator[Endpoint]:
    """Every line of a resolver, inner ones too."""
    for one in patterns:
        route = f"{prefix}{one.pattern}"
        named = tuple((name, type(how).__name__) for name, how in one.pattern.converters.items())
        if not isinstance(one.pattern, RoutePattern):
            route = f"{prefix}(?{one.pattern})"  # a regular expression: nobody can fill it in
        if isinstance(one, URLResolver):
            yield from endpoints(one.url_patterns, route, before + named)
        else:
            yield Endpoint(route, one.callback, before + named)


def undeclared(found: Iterable[Endpoint]) -> list[str]:
    """Endpoints that do not say whom they are open to, or that cannot be walked."""
    wrong = []
    for one in found:
        if one.needs is None:
            wrong.append(f"/{one.route} does not say whom it is open to: set `view.needs`")
        if "(?" in one.route:
            wrong.append(f"/{one.route} is a regular expression: use path()")
    return wrong


def targets(endpoint: Endpoint, canaries: list[Canary], common: list[UUID]) -> Iterator[Target]:
    """Addresses for records of each scope, for one that is not there, and for what is common."""
    choices = [_values(kind, canaries, common) for _, kind in endpoint.parameters]
    for combination in itertools.product(*choices):
        path = f"/{endpoint.route}"
        for (name, _), (value, _) in zip(endpoint.parameters, combination, strict=True):
            path = _fill(path, name, value)
        scopes = {scope for _, scope in combination if scope}
        if len(scopes) < 2:
            yield Target(path, scopes.pop() if scopes else None)


def _fill(path: str, name: str, value: str) -> str:
    start, rest = path.split("<", 1)
    inside, after = rest.split(">", 1)
    assert inside.rsplit(":", 1)[-1] == name
    return f"{start}{value}{after}"


def _values(kind: str, canaries: list[Canary], common: list[UUID]) -> list[tuple[str, UUID | None]]:
    some = [one for one in canaries if one.scope in (cast.LINE, cast.OLA)]
    if kind == "UUIDConverter":
        known: list[tuple[str, UUID | None]] = [
            (str(one), two.scope) for two in some for one in two.ids
        ]
        return [*known, *((str(one), None) for one in common), (str(refs.new_ref()), None)]
    if kind in ("StringConverter", "SlugConverter", "PathConverter"):
        return [*((one.reference, one.scope) for one in some), ("x", None)]
    if kind == "LanguageConverter":
        return [("en", None)]
    return [("1", None)]


def said(response: HttpResponseBase) -> str:
    """All that came back: body, headers, redirect, cookies."""
    body: bytes = b"".join(iter(response))  # a page or a stream, both are iterable
    heads = "\n".join(f"{name}: {value}" for name, value in response.items())
    return f"{body.decode('utf-8', 'replace')}\n{heads}\n{response.cookies}"


@dataclass
class Walk:
    """One walk through the whole matrix; browsers stay signed in until a page signs them out."""

    canaries: list[Canary]
    common: list[UUID]
    report: Report = field(default_factory=Report)
    _clients: dict[str, Client] = field(default_factory=dict)

    def all(self, found: Iterable[Endpoint]) -> Report:
        """Every cell."""
        for endpoint in found:
            self.report.wrong += undeclared([endpoint])
            every = list(targets(endpoint, self.canaries, self.common))
            for name in (*cast.NAMES, EDITOR, STRANGER):
                self._row(endpoint, name, every)
            if names_a_record(endpoint) and endpoint.route not in self.report.opened:
                where = f"/{endpoint.route}"
                self.report.wrong.append(f"{where}: nobody opens an own record: no twin")
        return self.report

    def _row(self, endpoint: Endpoint, name: str, every: list[Target]) -> None:
        """One endpoint by one of the cast. Methods that no page has are tried on one record; who
        is not let in at all is tried on one record of each scope and on one that is not there."""
        who = actor(name)
        tried = every if endpoint.open_to(who) else list({one.scope: one for one in every}.values())
        for target in tried:
            for method in USUAL if target is not tried[0] else METHODS:
                self._cell(endpoint, name, target, method)

    def _cell(self, endpoint: Endpoint, name: str, target: Target, method: str) -> None:
        who = actor(name)
        response = self._client(name).generic(method, target.path)
        if COOKIE in response.cookies:
            del self._clients[name]
        text = said(response)
        self.report.cells += 1
        where = f"{method} {target.path} by {name}: {response.status_code}"
        for word in forbidden_words(text, who, self.canaries):
            # What someone typed into the address is no news to them.
            if word not in target.path:
                self.report.wrong.append(f"{where}, and shows {word}")
        if complaint := judge(endpoint, who, target, response):
            self.report.wrong.append(f"{where}, {complaint}")
        self.report.seen |= {one.word for one in self.canaries if one.word in text}
        own = target.scope is None or (who is not None and target.scope in who.scopes)
        if own and endpoint.open_to(who) and response.status_code not in (403, 404, 405):
            self.report.opened.add(endpoint.route)

    def _client(self, name: str) -> Client:
        if name not in self._clients:
            client = self._clients[name] = Client(raise_request_exception=False)
            if name != STRANGER:
                client.cookies[COOKIE] = sign_in(name)
        return self._clients[name]


def actor(name: str) -> Actor | None:
    """One of the cast; None is the stranger."""
    if name == EDITOR:
        return editor()
    return None if name == STRANGER else cast.actor(name)


def names_a_record(endpoint: Endpoint) -> bool:
    """Whether it is for some only, and about one record."""
    return bool(endpoint.parameters) and endpoint.needs in set(Power)


def judge(endpoint: Endpoint, who: Actor | None, target: Target, response: HttpResponseBase) -> str:
    """What is wrong with this answer, or nothing."""
    status = response.status_code
    if status >= 500:
        return "an error of ours"
    if not endpoint.open_to(who):
        asks = status == 302 and "sign-in" in response.get("Location", "").replace("_", "-")
        return "" if status in REFUSALS or (asks and who is None) else "should have been refused"
    foreign = target.scope is not None and (who is None or target.scope not in who.scopes)
    if foreign and endpoint.needs not in (None, "anyone") and status < 400:
        return "should have been refused: the record is another's"
    return ""
