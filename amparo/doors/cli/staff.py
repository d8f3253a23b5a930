"""`amparo staff`, `organisation`, `crisis`, `line`: what a house needs before its first message."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any
from uuid import UUID

import click
from django.conf import settings

from amparo.commons.crises import actions as crises
from amparo.commons.crises import queries as crisis_queries
from amparo.commons.directory import actions as directory
from amparo.commons.directory import queries as directory_queries
from amparo.commons.directory.states import OrganisationKind
from amparo.doors.cli.shipped import add_shipped
from amparo.guard.accounts import actions, queries
from amparo.guard.accounts.queries import Colleague
from amparo.guard.accounts.roles import Role
from amparo.guard.roster import actions as roster_actions
from amparo.guard.roster import queries as roster
from amparo.kernel.authority import machine
from amparo.kernel.errors import AmparoError, InvalidError

ROLES = f"Repeatable. WHERE: a line or an organisation. ROLE: {', '.join(Role)}."


def in_words(command: Callable[..., None]) -> Callable[..., None]:
    """The command; what is refused is said in words, without a trace."""

    @wraps(command)
    def run(*arguments: Any, **named: Any) -> None:
        try:
            command(*arguments, **named)
        except AmparoError as refused:
            raise click.ClickException(str(refused)) from None

    return run


@click.group(help="Who works here: add, list, let in, remove.")
def staff() -> None:
    """Everything about staff that an administrator does at the machine."""


@staff.command(
    help="A new colleague, for example: staff add ines Inés --role officer@'Costalba line'"
)
@click.argument("login")
@click.argument("name")
@click.option("--role", "roles", multiple=True, required=True, metavar="ROLE@WHERE", help=ROLES)
@click.option("--language", "languages", multiple=True, metavar="CODE", help="Spoken; repeatable.")
@in_words
def add(login: str, name: str, roles: tuple[str, ...], languages: tuple[str, ...]) -> None:
    """The colleague works here, and the link that lets them in is printed."""
    newcomer = actions.Newcomer(login, name, languages, [_membership(role) for role in roles])
    _print_link(actions.add_staff(newcomer=newcomer, by=machine()))


@staff.command(name="list", help="Everyone who works here, and what they do.")
@in_words
def list_staff() -> None:
    """One line for each."""
    for one in queries.staff(machine()):
        works = ", ".join(f"{role}@{_where(scope)}" for scope, role in one.works)
        click.echo(f"{one.login:<16} {one.name:<24} {works}")


@staff.command(help="A link that lets a colleague in once, within half an hour.")
@click.argument("login")
@in_words
def link(login: str) -> None:
    """The link is printed; only its hash is kept."""
    _print_link(colleague(login).id)


@staff.command(help="A colleague leaves: signed out at once, with no way back in.")
@click.argument("login")
@in_words
def remove(login: str) -> None:
    """What they did keeps their name."""
    actions.remove_staff(staff=colleague(login).id, by=machine())
    click.echo(f"{login} has been signed out and can not come in any more.")


@click.group(help="Organisations: add one by hand. Many: amparo import directory FILE.")
def organisation() -> None:
    """The first one answers for the line's data."""


@organisation.command(name="add", help="A new organisation.")
@click.argument("name")
@click.option("--kind", type=click.Choice(OrganisationKind.values), default="cso")
@in_words
def add_organisation(name: str, kind: str) -> None:
    """It stands in the directory."""
    directory.save_organisation(
        facts=directory.OrganisationFacts(name=name, kind=kind), by=machine()
    )
    click.echo(f"{name} is in the directory.")


@click.group(help="The crisis that the house works in.")
def crisis() -> None:
    """The one that began last is the one that messages are read for."""


@crisis.command(
    name="add",
    help="A crisis begins: needs, pathways, guides and places of its country come with it.",
)
@click.argument("name")
@click.option("--country", required=True, metavar="CC", help="Two letters, such as HT.")
@click.option("--started", type=click.DateTime(["%Y-%m-%d"]), default=None, help="[today]")
@click.option(
    "--kind",
    default="sudden",
    show_default=True,
    help="sudden, conflict, slow, transit, personal, economic, health, other.",
)
@click.option("--timezone", default="UTC", show_default=True)
@click.option(
    "--language", "languages", multiple=True, metavar="CODE", help="Expected; repeatable."
)
@click.option("--sms-number", default="")
@click.option("--call-number", default="")
@click.option("--emergency-number", default="")
@in_words
def add_crisis(name: str, country: str, started: datetime | None, **more: Any) -> None:
    """Messages are read as coming from this country from now on."""
    day = (started or datetime.now()).date()  # noqa: DTZ005  # the administrator's own day
    facts = crises.CrisisFacts(name=name, country=country.upper(), started_on=day, **more)
    added = add_shipped()  # first: the crisis is of a kind from the list
    crises.add_crisis(facts=facts, by=machine())
    places = crises.load_places(country=facts.country, by=machine())
    click.echo(
        f"{name}: added {added.needs} needs, {places.new} places, "
        f"{added.pathways} pathways and {added.guides} guides."
    )


@click.group(help="Lines: what people write to, and who answers for it.")
def line() -> None:
    """A line belongs to a crisis and to one organisation that answers for its data."""


@line.command(name="add", help="A line for the present crisis.")
@click.argument("name")
@click.option("--controller", required=True, help="The organisation that answers for its data.")
@in_words
def add_line(name: str, controller: str) -> None:
    """Messages can be taken in from now on."""
    present = crisis_queries.current("en")
    if present is None:
        raise InvalidError("crisis", "There is no crisis yet: amparo crisis add NAME --country CC")
    owner = _organisation(controller)
    actions.add_line(name=name, controller=owner, crisis=present.id, by=machine())
    click.echo(f"{name}: a line for «{present.title}», {controller} answers for its data.")


@line.group(name="members", help="The organisations that answer a line together: a closed list.")
def members() -> None:
    """Who is on it; it takes an account of its own for someone to read the line."""


@members.command(name="list", help="Who is on the list, the one that answers for the data first.")
@click.argument("line")
@in_words
def list_members(line: str) -> None:
    """One line for each."""
    for name in roster.member_names(_line(line)).values():
        click.echo(name)


@members.command(name="add", help="An organisation joins. State bodies and consulates never do.")
@click.argument("line")
@click.argument("organisation")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), default=None, help="[today]")
@in_words
def add_member(line: str, organisation: str, since: datetime | None) -> None:
    """It answers the line with the others from that day on."""
    day = (since or datetime.now()).date()  # noqa: DTZ005  # the administrator's own day
    roster_actions.add_member(
        line=_line(line), organisation=_organisation(organisation), joined_on=day, by=machine()
    )
    click.echo(f"{organisation} answers {line} with the others since {day}.")


@members.command(name="remove", help="An organisation leaves. Its people keep their accounts.")
@click.argument("line")
@click.argument("organisation")
@in_words
def remove_member(line: str, organisation: str) -> None:
    """It is no longer on the list."""
    roster_actions.remove_member(
        line=_line(line), organisation=_organisation(organisation), by=machine()
    )
    click.echo(f"{organisation} is off the list of {line}. Look at its accounts: amparo staff list")


def _line(name: str) -> UUID:
    found = [id for id, one in queries.line_names().items() if one.casefold() == name.casefold()]
    if len(found) != 1:
        raise InvalidError("line", "No line is called «%(name)s». Nothing was changed.", name=name)
    return found[0]


def _membership(text: str) -> tuple[UUID, Role]:
    role, _, where = text.partition("@")
    if role not in list(Role):
        raise InvalidError(
            "role", "«%(said)s» is no role. There are: %(known)s.", said=role, known=", ".join(Role)
        )
    return _scope(where), Role(role)


def _scope(name: str) -> UUID:
    """The line of that name, else the organisation."""
    lines = {found.casefold(): id for id, found in queries.line_names().items()}
    return lines.get(name.casefold()) or _organisation(name)


def _organisation(name: str) -> UUID:
    found = directory_queries.organisations(name, limit=200).cards
    same = [one.id for one in found if one.name.casefold() == name.casefold()]
    if len(same) != 1:
        count = "Several organisations are" if same else "No line or organisation is"
        raise InvalidError(
            "where", "%(count)s called «%(name)s». Nothing was changed.", count=count, name=name
        )
    return same[0]


def _where(scope: UUID) -> str:
    return queries.line_names().get(scope) or directory_queries.organisation(scope).name


def colleague(login: str) -> Colleague:
    """Who signs in as this; InvalidError when nobody does."""
    for one in queries.staff(machine()):
        if one.login == login:
            return one
    raise InvalidError("login", "Nobody signs in as «%(login)s»: amparo staff list", login=login)


def _print_link(staff: UUID) -> None:
    secret = actions.make_link(staff=staff, by=machine())
    site = str(settings.CONFIG.get("bind", "")).replace("127.0.0.1", "localhost")
    click.echo(f"http://{site}/console/enter/{secret}/")
    click.echo(
        f"It opens once, within {actions.LINK_MINUTES} minutes. From another machine: with https://"
    )
    click.echo(f"and your own name in place of http://{site}. Hand it over in person, or on a")
    click.echo("channel that you both trust.")
