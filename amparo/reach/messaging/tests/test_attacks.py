"""What a stranger may send must not hold up anyone else, nor be lost."""

from uuid import uuid4

import pytest

from amparo.reach.messaging.channels.inbound import Inbound
from amparo.reach.messaging.queries import QueueFilter, queue
from tests import seed
from tests.cast import actor
from tests.harness import House

WEB = {"code": "8783121921087033", "contact_kind": "phone"}


@pytest.mark.parametrize("length", [300, 5_000])
def test_it_takes_in_a_way_to_be_reached_of_any_length(keys: House, length: int) -> None:
    setting = seed.crisis()
    extra = {**WEB, "contact": "x" * length}
    seed.put(Inbound("web", uuid4().hex, "", "Mwen bezwen dlo", extra=extra))
    seed.message("Nou bezwen manje")
    assert seed.read_all(setting, keys).messages == 2
    assert {row.text for row in queue(actor("bruno"), QueueFilter()).rows} == {
        "Mwen bezwen dlo",
        "Nou bezwen manje",
    }


def test_it_takes_in_a_sender_of_any_length(keys: House) -> None:
    setting = seed.crisis()
    seed.message("Nou bezwen dlo", sender="n" * 320, channel="json")
    seed.message("Nou bezwen manje", sender="n" * 320 + "x", channel="json")
    assert seed.read_all(setting, keys).conversations == 2
