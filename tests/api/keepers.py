"""Who keeps the directory, the crisis and the lists, as a program."""

from amparo.kernel.authority import Power
from tests import seed
from tests.api.conftest import Program
from tests.walls.canaries import bearer, editor, plant_editor

EDITS = (Power.EDIT_DIRECTORY, Power.EDIT_CRISIS)


def hana() -> Program:
    """Hana's program, in a house with a crisis and two services."""
    seed.crisis()
    seed.services()
    plant_editor()
    return Program(bearer(editor()))
