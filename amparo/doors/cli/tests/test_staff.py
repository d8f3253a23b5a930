"""Setting up a real house from the command line: organisation, crisis, line, first officer."""

import re

import pytest
from click.testing import CliRunner, Result

from amparo.commons.crises import queries as crises
from amparo.doors.cli.directory import import_
from amparo.doors.cli.staff import crisis, line, organisation, staff
from amparo.guard.accounts import actions, queries
from amparo.guard.accounts.roles import POWERS, Role
from amparo.kernel.authority import machine
from amparo.kernel.errors import DeniedError
from tests.harness import House


def do(command: object, *words: str) -> Result:
    return CliRunner().invoke(command, words)  # type: ignore[arg-type]


def set_up() -> None:
    done = [
        do(organisation, "add", "Casa Abierta"),
        do(crisis, "add", "Flood", "--country", "HT", "--language", "ht"),
        do(line, "add", "Flood line", "--controller", "casa abierta"),
        do(staff, "add", "rosa", "Rosa", "--role", "officer@Flood line", "--language", "ht"),
    ]
    assert [one.exit_code for one in done] == [0] * 4, [one.output for one in done]


def test_four_commands_make_a_house_that_can_work(stage: House) -> None:
    set_up()
    present = crises.current("en")
    assert present is not None and present.title == "Flood"
    assert crises.needs("ht") and crises.count_places("HT", machine()) > 100
    assert queries.line_names()[queries.line_of(present.id) or present.id] == "Flood line"
    (rosa,) = [one for one in queries.staff(machine()) if one.login == "rosa"]
    found = queries.staff_actor(rosa.id)
    assert found is not None and found.powers == POWERS[Role.OFFICER]


def test_the_printed_link_opens_once(stage: House) -> None:
    set_up()
    printed = do(staff, "link", "rosa").output
    secret = re.findall(r"/console/enter/([\w-]+)/", printed)[0]
    assert queries.who(actions.sign_in_by_link(secret=secret)) is not None
    with pytest.raises(DeniedError):
        actions.sign_in_by_link(secret=secret)


def test_it_lists_who_works_where(stage: House) -> None:
    set_up()
    assert "officer@Flood line" in do(staff, "list").output


def test_who_leaves_is_signed_out_at_once(stage: House) -> None:
    set_up()
    (rosa,) = [one for one in queries.staff(machine()) if one.login == "rosa"]
    token = actions.open_session(staff=rosa.id)
    assert queries.who(token) is not None
    assert do(staff, "remove", "rosa").exit_code == 0
    assert queries.who(token) is None
    assert "rosa" not in do(staff, "list").output


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("add", "x", "X", "--role", "chief@Coast line"), "is no role"),
        (("add", "x", "X", "--role", "officer@Nowhere"), "No line or organisation is called"),
        (("add", "bruno", "Bruno", "--role", "officer@Coast line"), "is taken"),
        (("link", "nobody"), "Nobody signs in as"),
    ],
)
def test_it_says_what_is_wrong(stage: House, words: tuple[str, ...], says: str) -> None:
    refused = do(staff, *words)
    assert refused.exit_code == 1 and says in refused.output
    assert "Traceback" not in refused.output


def test_a_line_needs_a_crisis_first(stage: House) -> None:
    do(organisation, "add", "Casa Abierta")
    refused = do(line, "add", "Flood line", "--controller", "Casa Abierta")
    assert "amparo crisis add" in refused.output


def test_a_crisis_needs_a_country_that_there_is(stage: House) -> None:
    refused = do(crisis, "add", "Flood", "--country", "zz")
    assert refused.exit_code == 1 and "no country code" in refused.output
    assert crises.current("en") is None


def test_a_crisis_is_of_a_kind_from_the_list_in_the_first_minute_too(stage: House) -> None:
    words = ("add", "Flood", "--country", "HT", "--kind")
    refused = do(crisis, *words, "quake")
    assert refused.exit_code == 1 and "not in the list of kinds" in refused.output
    assert do(crisis, *words, "sudden").exit_code == 0


def test_its_help_names_every_role_and_kind(stage: House) -> None:
    assert do(import_, "needs").exit_code == 0
    said = do(staff, "add", "--help").output.split()
    assert {str(role) for role in Role} <= {word.strip(",.") for word in said}
    said = do(crisis, "add", "--help").output.split()
    assert set(crises.kinds("en")) <= {word.strip(",.[]") for word in said}


def test_each_role_can_be_given_on_a_line(stage: House) -> None:
    for role in Role:
        assert do(staff, "add", role, "Kim", "--role", f"{role}@Coast line").exit_code == 0
    ids = {one.login: one.id for one in queries.staff(machine())}
    given = {role: queries.staff_actor(ids[role]) for role in Role}
    assert {role: one and one.powers for role, one in given.items()} == POWERS


def test_a_line_is_shared_by_a_closed_list_of_organisations(stage: House) -> None:
    set_up()
    do(organisation, "add", "Ola")
    assert do(line, "members", "add", "flood line", "ola", "--since", "2026-01-01").exit_code == 0
    assert do(line, "members", "list", "Flood line").output == "Casa Abierta\nOla\n"
    again = do(line, "members", "add", "Flood line", "Ola")
    assert again.exit_code == 1 and "on the list already" in again.output
    assert do(line, "members", "remove", "Flood line", "Ola").exit_code == 0
    assert do(line, "members", "list", "Flood line").output == "Casa Abierta\n"


def test_no_state_body_joins_the_list_of_a_line(stage: House) -> None:
    set_up()
    do(organisation, "add", "Consulate", "--kind", "consulate")
    refused = do(line, "members", "add", "Flood line", "Consulate")
    assert refused.exit_code == 1 and "never read a line" in refused.output
    unknown = do(line, "members", "list", "No such line")
    assert unknown.exit_code == 1 and "No line is called" in unknown.output
