"""Habits that hold in every file, and for each a bad example that is seen."""

from collections.abc import Callable

import pytest

from tests.shape import habits, tree
from tests.shape.exemptions import LATE_IMPORTS, OWN_CONNECTION
from tests.shape.tree import Source

Checker = Callable[[Source], list[str]]

EVERYWHERE: list[Checker] = [
    habits.no_utils,
    habits.no_signals,
    habits.no_late_imports,
    habits.no_blind_tests,
    habits.only_a_docstring,
    habits.no_sleep_in_tests,
    habits.sentence,
]
IN_THE_PRODUCT: list[Checker] = [
    habits.no_set,
    habits.no_way_round_rooms,
    habits.only_keywords,
    habits.no_filled_refusals,
]
EXEMPT: dict[Checker, dict[str, str]] = {
    habits.no_late_imports: LATE_IMPORTS,
    habits.no_way_round_rooms: OWN_CONNECTION,
}

WRITE = "def close({}) -> None:\n    with room('aid', by): ..."
BAD: list[tuple[Checker, str, str]] = [
    (habits.no_utils, "amparo/aid/utils.py", ""),
    (habits.no_utils, "amparo/aid/helpers/names.py", ""),
    (habits.no_signals, "amparo/aid/x.py", "from django.dispatch import receiver"),
    (habits.no_signals, "amparo/aid/x.py", "from django.db.models.signals import post_save"),
    (habits.no_late_imports, "amparo/aid/x.py", "def f() -> None:\n    import json"),
    (habits.no_blind_tests, "amparo/aid/tests/test_x.py", "from django.test import TestCase"),
    (habits.no_blind_tests, "tests/test_x.py", "def test_it_works(db: None) -> None: ..."),
    (
        habits.no_blind_tests,
        "tests/test_x.py",
        "@pytest.mark.django_db\ndef test_it_works() -> None: ...",
    ),
    (habits.only_a_docstring, "amparo/aid/__init__.py", '"""Aid."""\nfrom os import path'),
    (habits.only_a_docstring, "amparo/aid/__init__.py", ""),
    (habits.only_a_docstring, "amparo/aid/cases/models/__init__.py", '"""Cases."""\nX = 1'),
    (habits.no_sleep_in_tests, "tests/test_x.py", "import time\ntime.sleep(1)"),
    (habits.no_sleep_in_tests, "tests/test_x.py", "while here < deadline:\n    time.sleep(0.5)"),
    (habits.no_sleep_in_tests, "tests/test_x.py", "while not there:\n    time.sleep(0.05)"),
    (habits.sentence, "tests/test_x.py", "def test_thing() -> None: ..."),
    (habits.no_set, "amparo/aid/x.py", "run('SET amparo.context = 1')"),
    (habits.no_set, "amparo/aid/x.py", "run('SET LOCAL role TO postgres')"),
    (habits.no_way_round_rooms, "amparo/aid/x.py", "connections['aid'].cursor()"),
    (habits.no_way_round_rooms, "amparo/aid/x.py", "Case.objects.using('owner').all()"),
    (habits.no_way_round_rooms, "amparo/aid/x.py", "row.save(using='owner')"),
    (habits.no_way_round_rooms, "amparo/aid/x.py", "from django.db import connection"),
    (habits.no_way_round_rooms, "amparo/aid/x.py", "Case.objects.raw('SELECT 1')"),
    (habits.no_way_round_rooms, "amparo/aid/x.py", "psycopg.connect(address)"),
    (habits.no_filled_refusals, "amparo/aid/x.py", 'raise InvalidError("text", f"Over {MOST}.")'),
    (habits.no_filled_refusals, "amparo/aid/x.py", "raise rules.NothingLeaves('To %s.' % name)"),
    (habits.no_filled_refusals, "amparo/commons/x.py", "raise ValueError('No ' + name)"),
    (habits.only_keywords, "amparo/aid/cases/actions.py", WRITE.format("case: int")),
    (habits.only_keywords, "amparo/aid/cases/actions/go.py", WRITE.format("case: int, *, by: int")),
]


def findings(checker: Checker, found: list[Source]) -> list[str]:
    exempt = EXEMPT.get(checker, {})
    return [wrong for one in found if one.path not in exempt for wrong in checker(one)]


@pytest.mark.parametrize("checker", EVERYWHERE, ids=lambda one: one.__name__)
def test_it_holds_everywhere(checker: Checker) -> None:
    wrong = findings(checker, list(tree.sources()))
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("checker", IN_THE_PRODUCT, ids=lambda one: one.__name__)
def test_it_holds_in_the_product(checker: Checker) -> None:
    wrong = findings(checker, tree.product())
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("checker", "path", "text"),
    BAD,
    ids=[f"{one.__name__}-{n}" for n, (one, _, _) in enumerate(BAD)],
)
def test_it_sees_a_bad_example(checker: Checker, path: str, text: str) -> None:
    assert checker(Source(path, text + "\n"))


def test_it_has_a_bad_example_for_each_habit() -> None:
    assert {one for one, _, _ in BAD} == {*EVERYWHERE, *IN_THE_PRODUCT}


def test_it_lets_good_examples_pass() -> None:
    good = [
        Source(
            "amparo/aid/x.py", "run('UPDATE a SET b = 1')\nconnections[current_room()].cursor()\n"
        ),
        Source("amparo/aid/__init__.py", '"""Help to persons."""\n'),
        Source("amparo/aid/cases/actions.py", WRITE.format("*, case: int") + "\n"),
        Source("tests/test_x.py", "def test_it_works_well(stage: House) -> None: ...\n"),
    ]
    for checker in (*EVERYWHERE, *IN_THE_PRODUCT):
        assert not findings(checker, good)


def test_it_needs_every_exemption() -> None:
    by_path = {one.path: one for one in tree.sources()}
    for checker, exempt in EXEMPT.items():
        for path in exempt:
            assert checker(by_path[path]), f"{path} no longer needs its exemption"
