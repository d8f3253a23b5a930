"""A ring by SMS through the real Kannel to a pretended telephone."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from amparo.doors.worker.sender import KannelSender
from amparo.kernel.authority import machine
from amparo.reach.duty import actions
from amparo.reach.duty.tests.world import rings, waits
from tests import harness
from tests.cast import actor
from tests.door.house import House, until
from tests.door.kannel import Kannel, kannel, needs_kannel, telephones

pytestmark = needs_kannel
NUMBER = "+50937019999"


@pytest.fixture
def gateway(place: House, tmp_path: Path) -> Iterator[Kannel]:
    with kannel(place, tmp_path) as running:
        yield running


def test_it_rings_the_phone_of_who_is_rung(gateway: Kannel, keys: harness.House) -> None:
    actions.set_phone(number=NUMBER, by=actor("bruno"))
    waits(12)
    actions.look(by=machine())
    phone = [f"{NUMBER} 700 text test"]
    with closing(KannelSender(gateway.gateway)) as send, telephones(gateway, phone) as got:
        until(lambda: gateway.received(1), "the telephone to be there")
        with keys.role("worker"):
            assert actions.send_rings(send=send, by=machine()) == 1
        said = until(lambda: "Amparo" in (w := got.read_text()) and w, "the ring")
    assert "Amparo: someone has waited 12 min. Open the console." in said.replace("+", " ")
    assert NUMBER in said and rings()[0].delivery == "sent"
