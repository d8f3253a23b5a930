"""The demo's world before anyone writes: crisis, places, directory, line and staff."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from uuid import UUID

from amparo.commons.crises import actions as crises
from amparo.commons.crises import queries as crisis_queries
from amparo.commons.directory import actions as directory
from amparo.commons.directory import queries as directory_queries
from amparo.commons.directory import sharing
from amparo.commons.guides import actions as guides
from amparo.commons.pathways import actions as pathways
from amparo.commons.pathways import queries as pathway_queries
from amparo.doors.cli.demo import notices, told
from amparo.doors.cli.demo.journal import DemoError, Journal
from amparo.guard.accounts import actions as accounts
from amparo.guard.accounts import queries as account_queries
from amparo.guard.accounts.roles import POWERS, Role
from amparo.kernel import clock
from amparo.kernel.authority import Actor, machine

SOURCE = "demo"


@dataclass(frozen=True, slots=True)
class World:
    """Who and what there is: the line, services by reference, staff by login."""

    line: UUID
    services: dict[str, UUID]
    owners: dict[str, UUID]  # the organisation of each service
    staff: dict[str, Actor]
    languages: dict[str, tuple[str, ...]]

    def receiver(self, service: str) -> Actor:
        """Who answers for the organisation of this service; DemoError when nobody does."""
        for one in self.staff.values():
            here = self.owners[service] in one.scopes and self.line not in one.scopes
            if here and one.powers == POWERS[Role.RECEIVER]:
                return one
        raise DemoError(f"nobody in staff.toml answers for {service}")

    def translator(self, language: str) -> Actor | None:
        """A translator who knows the language."""
        for login, spoken in self.languages.items():
            if language in spoken and self.staff[login].powers == POWERS[Role.TRANSLATOR]:
                return self.staff[login]
        return None


def build(journal: Journal) -> World:
    """The world stands; what stood already stays."""
    facts = told.toml("crisis.toml")
    steps: tuple[tuple[str, Callable[[], object]], ...] = (
        ("needs", lambda: crises.seed_needs(by=machine())),
        ("kinds", lambda: crises.seed_kinds(by=machine())),
        ("places", _places),
        ("crisis", lambda: _crisis(facts)),
        ("directory", _directory),
        ("notices", notices.lay_out),
        ("guides", lambda: guides.ship(by=machine())),
        ("pathways", _pathways),
        ("line", lambda: _line(facts)),
    )
    for name, step in steps:
        journal.once(name, step)
    _staff(journal)
    return _world()


def _pathways() -> None:
    """The shipped examples, with the demo's services on them, those that help with the need."""
    pathways.seed_pathways(by=machine())
    for way in pathway_queries.pathways(machine()):
        if way.need == "consular":
            continue
        found = directory_queries.services(directory_queries.SearchFilter(need=way.need)).cards
        able = [one for one in found if one.can_receive and one.active]
        # Those who do mainly this before those who do it beside something else.
        able.sort(key=lambda one, need=way.need: one.needs.index(need))  # type: ignore[misc]
        for one in able[:3]:
            pathways.add_step(pathway=way.id, service=one.id, by=machine())


def _places() -> None:
    content = files("amparo.doors.cli.demo").joinpath("places.csv").read_bytes()
    done = crises.import_places(country="XA", content=content, source=SOURCE, by=machine())
    _must(done.written, done.problems)


def _crisis(facts: dict[str, object]) -> None:
    if crisis_queries.current("en") is not None:
        return
    began = clock.now() - told.span(str(facts["began"]))
    own = {name: facts[name] for name in crises.CrisisFacts.__slots__ if name in facts}
    crises.add_crisis(
        facts=crises.CrisisFacts(**{**own, "started_on": began.date()}),  # type: ignore[arg-type]
        by=machine(),
    )


def _directory() -> None:
    done = directory.import_directory(
        name="services.csv",
        content=told.directory(clock.now()),
        source=SOURCE,
        timezone=str(told.toml("crisis.toml")["timezone"]),
        by=machine(),
    )
    _must(done.written, done.problems)


def _line(facts: dict[str, object]) -> None:
    crisis = crisis_queries.current("en")
    assert crisis is not None
    if facts["line"] in account_queries.line_names().values():
        return
    controller = _organisations()[str(facts["controller"])]
    accounts.add_line(
        name=str(facts["line"]), controller=controller, crisis=crisis.id, by=machine()
    )


def _staff(journal: Journal) -> None:
    """Everyone of staff.toml works here, and lets themselves in with the demo's password."""
    scopes = {**_organisations(), "line": _the_line()}
    known = {one.login: one.id for one in account_queries.staff(machine())}
    for row in told.toml("staff.toml")["staff"]:
        pairs = [entry.split(" @") for entry in row["roles"]]
        newcomer = accounts.Newcomer(
            login=row["login"],
            name=row["name"],
            languages=tuple(row["languages"]),
            memberships=[(scopes[scope], Role(role)) for role, scope in pairs],
        )
        one = known.get(newcomer.login) or accounts.add_staff(newcomer=newcomer, by=machine())
        password = partial(accounts.set_demo_password, staff=one, password=journal.password)
        journal.once(f"password {newcomer.login}", password)


def _world() -> World:
    shared = list(sharing.shared())
    colleagues = account_queries.staff(machine())
    actors = {one.login: account_queries.staff_actor(one.id) for one in colleagues}
    return World(
        line=_the_line(),
        services={one.service.ref: one.id for one in shared},
        owners={one.service.ref: one.organisation_id for one in shared},
        staff={login: found for login, found in actors.items() if found},
        languages={one.login: one.languages for one in colleagues},
    )


def _organisations() -> dict[str, UUID]:
    return {one.organisation.ref: one.organisation_id for one in sharing.shared()}


def _the_line() -> UUID:
    crisis = crisis_queries.current("en")
    line = account_queries.line_of(crisis.id if crisis else None)
    assert line is not None
    return line


def _must(written: bool, problems: object) -> None:
    if not written:
        raise DemoError(f"a file of the demo is broken: {problems}")
