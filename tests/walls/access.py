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
from tests.walls.canaries import Canary, forbidden_words, sign_in

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
        """Whether the declaration lets this actor in. Undeclared is closed."""
        if self.needs == "anyone":
            return True
        if who is None or self.needs is None:
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
        known: list[tuple[str, UUID | None]] = [(str(one.id), one.scope) for one in some]
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


def walk(found: Iterable[Endpoint], canaries: list[Canary], common: list[UUID]) -> Report:
    """Every cell of the matrix."""
    report = Report()
    for endpoint in found:
        for name in (*cast.NAMES, STRANGER):
            for target in targets(endpoint, canaries, common):
                for method in METHODS:
                    _cell(report, endpoint, name, target, method, canaries)
        if names_a_record(endpoint) and endpoint.route not in report.opened:
            where = f"/{endpoint.route}"
            report.wrong.append(f"{where}: nobody opens an own record; refusals prove nothing")
    return report


def names_a_record(endpoint: Endpoint) -> bool:
    """Whether it is for some only, and about one record."""
    return bool(endpoint.parameters) and endpoint.needs in set(Power)


def _client(name: str) -> Client:
    client = Client(raise_request_exception=False)
    if name != STRANGER:
        client.cookies[COOKIE] = sign_in(name)
    return client


def _cell(
    report: Report,
    endpoint: Endpoint,
    name: str,
    target: Target,
    method: str,
    canaries: list[Canary],
) -> None:
    who = None if name == STRANGER else cast.actor(name)
    response = _client(name).generic(method, target.path)
    text = said(response)
    report.cells += 1
    where = f"{method} {target.path} by {name}: {response.status_code}"
    report.wrong += [f"{where}, and shows {word}" for word in forbidden_words(text, who, canaries)]
    if complaint := judge(endpoint, who, target, response):
        report.wrong.append(f"{where}, {complaint}")
    report.seen |= {one.word for one in canaries if one.word in text}
    own = target.scope is None or (who is not None and target.scope in who.scopes)
    if own and endpoint.open_to(who) and response.status_code not in (403, 404, 405):
        report.opened.add(endpoint.route)


def judge(endpoint: Endpoint, who: Actor | None, target: Target, response: HttpResponseBase) -> str:
    """What is wrong with this answer, or nothing."""
    status = response.status_code
    if status >= 500:
        return "an error of ours"
    if not endpoint.open_to(who):
        asks = status == 302 and "sign-in" in response.get("Location", "").replace("_", "-")
        return "" if status in REFUSALS or (asks and who is None) else "should have been refused"
    foreign = target.scope is not None and (who is None or target.scope not in who.scopes)
    if foreign and endpoint.needs != "anyone" and status < 400:
        return "should have been refused: the record is another's"
    return ""
