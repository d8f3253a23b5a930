"""C07: the access matrix, generated from the resolver. The default cell is *no*.

Every view says whom it is open to (`view.needs`: a power, "staff" or "anyone"). Each endpoint is
opened with each method, by each of the cast and by a stranger, for a record of each scope and
for one that is not there; what comes back must be what was declared, and must hold no word of
anybody else's.
"""

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode
from uuid import UUID

from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver
from django.urls.resolvers import RoutePattern

from amparo.doors.console.session import COOKIE
from amparo.kernel import refs
from amparo.kernel.authority import Actor, Power
from tests import cast
from tests.walls.bodies import body_for
from tests.walls.canaries import EDITOR, bearer, editor, forbidden_words, sign_in
from tests.walls.records import REFERENCES, TEXTS, Planted, Record

USUAL = {"GET", "POST", "PUT", "PATCH", "DELETE"}
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
REFUSALS = {401, 403, 404, 405}
STRANGER = "a stranger"


@dataclass(frozen=True)
class Endpoint:
    """One line of the resolver; or one method of it, where each has a need of its own."""

    route: str
    view: Callable[..., HttpResponseBase]
    parameters: tuple[tuple[str, str], ...]  # (name, class of the converter)
    methods: tuple[str, ...] = METHODS
    only: str = ""  # the method whose need this is

    @property
    def needs(self) -> str | None:
        """What it declares: a power, `staff`, `anyone`; None when it says nothing."""
        said = getattr(self.view, "needs", None)
        if self.only and isinstance(said, Mapping):
            said = said.get(self.only)
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
    """One address of an endpoint, and whose the records are that it names, if any."""

    path: str
    scopes: frozenset[UUID] = frozenset()
    owners: frozenset[UUID] = frozenset()
    there: bool = True  # whether all that it names was planted

    def own_to(self, endpoint: Endpoint, who: Actor | None) -> bool:
        """Whether nothing in it is another's. What is common to all is nobody else's."""
        if who is None:
            return not (self.scopes or self.owners)
        need = endpoint.needs
        mine = who.within(Power(need)).scopes if need in who.powers else who.scopes
        return self.scopes <= set(mine) and self.owners <= {who.id}


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
            yield from _by_method(Endpoint(route, one.callback, before + named))


def _by_method(one: Endpoint) -> Iterator[Endpoint]:
    """The endpoint; the API's, which say for each method whom it is open to, once for each."""
    said = getattr(one.view, "needs", None)
    if not isinstance(said, Mapping):
        yield one
        return
    others = tuple(name for name in METHODS if name not in said)
    for method in said:
        yield replace(one, methods=(method, *others), only=method)
        others = ()


def undeclared(found: Iterable[Endpoint]) -> list[str]:
    """Endpoints that do not say whom they are open to, or that cannot be walked."""
    wrong = []
    for one in found:
        if one.needs is None:
            wrong.append(f"/{one.route} does not say whom it is open to: set `view.needs`")
        if "(?" in one.route:
            wrong.append(f"/{one.route} is a regular expression: use path()")
    return wrong


def targets(endpoint: Endpoint, records: dict[str, list[Record]]) -> Iterator[Target]:
    """Addresses for records of each scope, for one that is not there, and for what is common.

    Where two are named, each is tried with each: a colleague's own case, and another's task.
    """
    choices = [_values(name, kind, records) for name, kind in endpoint.parameters]
    return _targets(endpoint, itertools.product(*choices))


def strangers(endpoint: Endpoint, records: dict[str, list[Record]]) -> Iterator[Target]:
    """Addresses for records of kinds that the page does not expect, where it names one only."""
    if [kind for _, kind in endpoint.parameters] != ["UUIDConverter"]:
        return iter(())
    fit = {one.value for one in records.get(endpoint.parameters[0][0], ())}
    every = (one for name, some in records.items() if name not in TEXTS for one in some)
    return _targets(endpoint, ((one,) for one in dict.fromkeys(every) if one.value not in fit))


def _targets(endpoint: Endpoint, combinations: Iterable[tuple[Record, ...]]) -> Iterator[Target]:
    for combination in combinations:
        path = f"/{endpoint.route}"
        for (name, _), one in zip(endpoint.parameters, combination, strict=True):
            path = _fill(path, name, one.value)
        scopes = frozenset(one.scope for one in combination if one.scope)
        owners = frozenset(one.owner for one in combination if one.owner)
        yield Target(path, scopes, owners, all(one.there for one in combination))


def _fill(path: str, name: str, value: str) -> str:
    start, rest = path.split("<", 1)
    inside, after = rest.split(">", 1)
    assert inside.rsplit(":", 1)[-1] == name
    return f"{start}{value}{after}"


def _values(name: str, kind: str, records: dict[str, list[Record]]) -> list[Record]:
    if kind == "UUIDConverter":
        return [*records.get(name, ()), Record(str(refs.new_ref()), there=False)]
    if kind in ("StringConverter", "SlugConverter", "PathConverter"):
        return [*records.get(name, ()), *records[REFERENCES], Record("x", there=False)]
    return [Record("en" if kind == "LanguageConverter" else "1")]


def said(response: HttpResponseBase) -> str:
    """All that came back: body, headers, redirect, cookies."""
    body: bytes = b"".join(iter(response))  # a page or a stream, both are iterable
    heads = "\n".join(f"{name}: {value}" for name, value in response.items())
    return f"{body.decode('utf-8', 'replace')}\n{heads}\n{response.cookies}"


@dataclass
class Walk:
    """One walk through the whole matrix; browsers stay signed in until a page signs them out."""

    planted: Planted
    report: Report = field(default_factory=Report)
    _clients: dict[str, Client] = field(default_factory=dict)
    _tokens: dict[str, str] = field(default_factory=dict)

    def all(self, found: Iterable[Endpoint]) -> Report:
        """Every cell."""
        for endpoint in found:
            self.report.wrong += undeclared([endpoint])
            every = list(targets(endpoint, self.planted.records))
            names = (STRANGER, *sorted((*cast.NAMES, EDITOR), key=lambda x: not lets(endpoint, x)))
            # What neither a stranger nor one who is let in may even ask (405) is asked by no other.
            asked = self._row(endpoint, STRANGER, every, endpoint.methods)
            others = strangers(endpoint, self.planted.records)
            more = [one for one in others if not one.own_to(endpoint, actor(names[1]))]
            asked |= self._row(endpoint, names[1], [*every, *more], endpoint.methods)
            for name in names[2:]:
                # To Django a HEAD is a GET whose page is not sent: two have tried it.
                self._row(
                    endpoint, name, every, [x for x in endpoint.methods if x in asked - {"HEAD"}]
                )
            if names_a_record(endpoint) and endpoint.route not in self.report.opened:
                where = f"/{endpoint.route}"
                self.report.wrong.append(f"{where}: nobody opens an own record: no twin")
        return self.report

    def _row(
        self, endpoint: Endpoint, name: str, every: list[Target], methods: Iterable[str]
    ) -> set[str]:
        """The methods that were not refused as such (405), for one endpoint by one of the cast.

        Those that no page has are tried on one record; who is not let in at all is tried on one
        that is there, and would be their own, or everyone's, if there is such a one.
        """
        who = actor(name)
        tried = sorted(every, key=lambda x: (not x.there, not x.own_to(endpoint, who)))
        if not endpoint.open_to(who):
            tried = tried[:1]
        asked = {one for one in methods if self._cell(endpoint, name, tried[0], one) != 405}
        for target in tried[1:]:
            for method in asked & USUAL:
                self._cell(endpoint, name, target, method)
        return asked

    def _cell(self, endpoint: Endpoint, name: str, target: Target, method: str) -> int:
        who, canaries = actor(name), self.planted.canaries
        response = self._ask(name, target.path, method, endpoint)
        text = said(response)
        self.report.cells += 1
        where = f"{method} {target.path} by {name}: {response.status_code}"
        for word in forbidden_words(text, who, canaries):
            # What someone typed into the address is no news to them.
            if word not in target.path:
                self.report.wrong.append(f"{where}, and shows {word}")
        if complaint := judge(endpoint, who, target, response):
            self.report.wrong.append(f"{where}, {complaint}")
        self.report.seen |= {one.word for one in canaries if one.word in text}
        own = target.own_to(endpoint, who)
        if own and endpoint.open_to(who) and response.status_code not in (403, 404, 405):
            self.report.opened.add(endpoint.route)
        return response.status_code

    def _ask(self, name: str, path: str, method: str, endpoint: Endpoint) -> HttpResponseBase:
        who = actor(name)
        if endpoint.route.startswith("api/"):
            return self._ask_by_token(name, path, method, endpoint)
        # A form that asks in whose name something is done gets an answer.
        body = urlencode({"scope": who.scopes[0]}) if who and who.scopes else ""
        response = self._client(name).generic(
            method, path, body if method == "POST" else "", "application/x-www-form-urlencoded"
        )
        if COOKIE in response.cookies:
            del self._clients[name]
        return response

    def _ask_by_token(
        self, name: str, path: str, method: str, endpoint: Endpoint
    ) -> HttpResponseBase:
        head = (
            {} if name == STRANGER else {"Authorization": f"Bearer {self._token(name, endpoint)}"}
        )
        body = body_for(endpoint.route, method, actor(name), self.planted.records)
        return Client(raise_request_exception=False).generic(
            method, path, body, "application/json", headers=head
        )

    def _token(self, name: str, endpoint: Endpoint) -> str:
        """A token for this endpoint: one alone would soon have asked too often."""
        who = actor(name)
        key = f"{name} {endpoint.route} {endpoint.only}"
        if who and key not in self._tokens:
            self._tokens[key] = bearer(who)
        return self._tokens.get(key, "")

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


def lets(endpoint: Endpoint, name: str) -> bool:
    """Whether the declaration lets this one of the cast in."""
    return endpoint.open_to(actor(name))


def names_a_record(endpoint: Endpoint) -> bool:
    """Whether it is for some only, and about one record."""
    return bool(endpoint.parameters) and endpoint.needs not in (None, "anyone")


def judge(endpoint: Endpoint, who: Actor | None, target: Target, response: HttpResponseBase) -> str:
    """What is wrong with this answer, or nothing."""
    status = response.status_code
    if status >= 500:
        return "an error of ours"
    if not endpoint.open_to(who):
        asks = status == 302 and "sign-in" in response.get("Location", "").replace("_", "-")
        return "" if status in REFUSALS or (asks and who is None) else "should have been refused"
    foreign = not target.own_to(endpoint, who)
    if foreign and endpoint.needs not in (None, "anyone") and status < 400:
        return "should have been refused: the record is another's"
    return ""
