"""An organisation says how many places of its own are free, and nothing else."""

import pytest

from amparo.commons.directory import actions, queries
from amparo.kernel.errors import DeniedError, InvalidError, NotFoundError
from tests import seed
from tests.cast import actor
from tests.harness import House


def test_it_says_so_of_its_own_services(stage: House) -> None:
    seed.services()
    actions.tell_free(service=seed.SHELTER, free=4, by=actor("carla"))
    assert queries.service(seed.SHELTER).free == 4
    actions.tell_free(service=seed.SHELTER, free=None, by=actor("carla"))
    assert queries.service(seed.SHELTER).free is None
    with pytest.raises(InvalidError):
        actions.tell_free(service=seed.SHELTER, free=-1, by=actor("carla"))


def test_it_is_closed_for_others(stage: House) -> None:
    seed.services()
    with pytest.raises(NotFoundError):
        actions.tell_free(service=seed.CLINIC, free=1, by=actor("carla"))
    for name in ("farid", "gita", "iris"):
        with pytest.raises(DeniedError):
            actions.tell_free(service=seed.SHELTER, free=1, by=actor(name))
    assert queries.service(seed.SHELTER).free is None
