"""A line is answered for by an organisation, never by a State."""

import pytest

from amparo.guard.accounts import actions, queries
from amparo.kernel.authority import machine
from amparo.kernel.errors import DeniedError, NotFoundError
from tests.cast import CONSULATE, CRISIS, FARO
from tests.harness import House


def test_it_has_a_controller_that_is_no_state_body(stage: House) -> None:
    del stage
    ref = actions.add_line(name="Second", controller=FARO, crisis=CRISIS, by=machine())
    assert queries.controllers()[ref] == FARO
    with pytest.raises(DeniedError):
        actions.add_line(name="Third", controller=CONSULATE, crisis=CRISIS, by=machine())
    with pytest.raises(NotFoundError):
        actions.add_line(name="Fourth", controller=CRISIS, crisis=CRISIS, by=machine())
    assert "Third" not in queries.line_names().values()
