"""`amparo token`: what a program shows to ask in a colleague's name."""

from typing import Any
from uuid import UUID

import click

from amparo.doors.cli.staff import colleague, in_words
from amparo.guard.accounts import queries as accounts
from amparo.guard.tokens import actions, queries
from amparo.kernel.authority import Power, machine
from amparo.kernel.errors import InvalidError

SCOPES = [one.value for one in Power if one != Power.MACHINE]


@click.group(help="Tokens for programs that use the API: add, list, revoke.")
def token() -> None:
    """Everything about tokens that an administrator does at the machine."""


@token.command(help="A token for a program that asks in STAFF's name; it is printed once.")
@click.argument("staff")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    required=True,
    type=click.Choice(SCOPES),
    metavar="SCOPE",
    help=f"Repeatable; never more than STAFF may: {', '.join(SCOPES)}.",
)
@click.option("--days", type=int, default=90, show_default=True, help="1 to 365.")
@click.option("--name", default="Made at the machine", help="What it is for.")
@in_words
def add(staff: str, scopes: tuple[str, ...], **more: Any) -> None:
    """Only its hash is kept."""
    powers = tuple(Power(one) for one in scopes)
    wanted = actions.Wanted(more["name"], powers, more["days"])
    made = actions.make_token(wanted=wanted, staff=colleague(staff).id, by=machine())
    click.echo(made.secret)
    click.echo(
        f"It works for {more['days']} {'day' if more['days'] == 1 else 'days'} and is not shown "
        "again. Send it as "
        "«Authorization: Bearer …», never in an address.",
        err=True,
    )


@token.command(name="list", help="Every token: whose it is, what it may, until when.")
@in_words
def list_tokens() -> None:
    """One line for each; the first word is what `revoke` takes."""
    names = {one.id: one.login for one in accounts.staff(machine())}
    for one in queries.every(machine()):
        state = "works" if one.works else "revoked" if one.revoked_at else "ended"
        last = one.last_on.isoformat() if one.last_on else "never used"
        click.echo(
            f"{one.id}  {names.get(one.staff, '(left)'):<16} {state:<8} "
            f"until {one.expires_at:%Y-%m-%d}  {last:<10}  {one.name}: {' '.join(one.powers)}"
        )


@token.command(help="A token opens nothing from now on. TOKEN: as `amparo token list` shows it.")
@click.argument("token_id", metavar="TOKEN")
@in_words
def revoke(token_id: str) -> None:
    """Whoever asks with it is turned away."""
    try:
        ref = UUID(token_id)
    except ValueError as wrong:
        raise InvalidError("token", "This is no token's id: amparo token list") from wrong
    actions.revoke_token(token=ref, by=machine())
    click.echo("Revoked.")
