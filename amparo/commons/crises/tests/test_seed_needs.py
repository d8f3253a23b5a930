"""The list of needs: shipped once, then the house's own."""

import pytest

from amparo.commons.crises import actions, queries
from amparo.commons.crises.models import Need
from amparo.kernel.authority import machine
from amparo.kernel.errors import DeniedError
from amparo.kernel.rooms import room
from tests.cast import actor
from tests.harness import House

LANGUAGES = ("en", "ar", "ht", "fr", "es", "pt", "tl", "bn", "ne", "am", "ru", "id")
KEYS = set(
    "rescue doctor medicine food water shelter unsafe trafficking gbv child_alone search held "
    "asylum stateless papers consular wages stranded transit psychosocial information phone safe "
    "other".split()
)


def test_it_brings_every_need_in_every_language(stage: House) -> None:
    assert actions.seed_needs(by=machine()) == len(KEYS)
    with room("commons", machine()):
        labels = {one.key: one.labels for one in Need.objects.all()}
    assert set(labels) == KEYS
    assert all(set(words) == set(LANGUAGES) and all(words.values()) for words in labels.values())


def test_it_leaves_what_the_house_has_changed(stage: House) -> None:
    actions.seed_needs(by=machine())
    with room("commons", machine()):
        Need.objects.filter(key="food").update(labels={"en": "Rice"})
    assert actions.seed_needs(by=machine()) == 0
    assert "Rice" in {one.label for one in queries.needs("en")}


def test_it_is_done_by_who_keeps_the_crisis_and_refused_to_others(stage: House) -> None:
    actions.seed_needs(by=actor("farid"))
    with pytest.raises(DeniedError):
        actions.seed_needs(by=actor("bruno"))
