"""Tokens from the command line: printed once, listed without the secret, revoked."""

import pytest
from click.testing import CliRunner, Result

from amparo.doors.cli.token import token
from amparo.guard.tokens import queries
from amparo.kernel.authority import Power, machine
from tests.harness import House


def do(*words: str) -> Result:
    return CliRunner().invoke(token, words)


def test_it_is_printed_once_and_works(stage: House) -> None:
    made = do("add", "bruno", "--scope", "read_queue", "--days", "7", "--name", "Night")
    assert made.exit_code == 0, made.output
    secret = made.stdout.split()[0]
    caller = queries.who(secret)
    assert caller is not None and caller.actor.powers == {Power.READ_QUEUE}
    listed = do("list").output
    assert "bruno" in listed and "Night" in listed and "read_queue" in listed
    assert secret not in listed


def test_it_is_revoked(stage: House) -> None:
    secret = do("add", "bruno", "--scope", "read_queue").stdout.split()[0]
    (card,) = queries.every(machine())
    assert do("revoke", str(card.id)).exit_code == 0
    assert queries.who(secret) is None
    assert "revoked" in do("list").output


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("add", "bruno", "--scope", "read_audit"), "its owner may not"),
        (("add", "bruno", "--scope", "machine"), "machine"),
        (("add", "bruno", "--scope", "read_queue", "--days", "366"), "365"),
        (("add", "nobody", "--scope", "read_queue"), "Nobody signs in"),
        (("add", "bruno"), "--scope"),
        (("revoke", "x"), "no token's id"),
    ],
)
def test_it_says_why_not(stage: House, words: tuple[str, ...], says: str) -> None:
    refused = do(*words)
    assert refused.exit_code != 0
    assert says in refused.output
    assert queries.every(machine()) == ()
