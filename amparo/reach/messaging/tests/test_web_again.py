"""A request on our pages whose first reading failed is read again, and its code still opens it."""

import psycopg

from amparo.kernel.authority import machine
from amparo.kernel.rooms import room
from amparo.reach.messaging import web
from amparo.reach.messaging.models import Envelope
from tests import seed
from tests.harness import House


def test_it_reads_a_request_whose_first_reading_broke(keys: House) -> None:
    setting = seed.crisis()
    told = web.ask(request=web.HelpRequest(language="en", words="water please"))
    with psycopg.connect(keys.owner) as connection:
        connection.execute("ALTER TABLE reach_message ADD CONSTRAINT planted CHECK (kind = '')")
    assert seed.read_all(setting).unreadable == 1
    with psycopg.connect(keys.owner) as connection:
        connection.execute("ALTER TABLE reach_message DROP CONSTRAINT planted")
    with room("reach", machine()):
        Envelope.objects.update(state="new")
    assert seed.read_all(setting).conversations == 1
    with keys.role("web"):
        thread = web.open_thread(told.code, caller="a")
    assert thread is not None and thread.lines[0].text == "water please"
