"""A page of the queue asks the database at most twelve times, whatever has become old at once."""

from contextlib import ExitStack
from datetime import timedelta
from uuid import UUID

from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from amparo.doors.console import lists
from amparo.doors.console.tests.world import sign_in, text, waiting
from amparo.guard.accounts import queries as accounts
from amparo.guard.accounts.models import Session
from amparo.guard.roster.tests.world import shift
from amparo.kernel import clock
from amparo.kernel.authority import machine
from amparo.kernel.rooms import room
from amparo.reach.duty import actions as duty
from amparo.reach.duty.actions.signals import Told
from amparo.reach.duty.tests.world import waits
from amparo.reach.messaging import queries as messaging
from amparo.reach.messaging import silence
from amparo.reach.messaging.actions import asking, merging, queue
from amparo.reach.messaging.queries.pace import _known as known_paces
from amparo.reach.messaging.queries.zone import _known as known_zones
from tests.cast import FARO, LINE, OLA, actor
from tests.harness import House

MOST = 12
AROUND = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


def nothing_is_known() -> None:
    """As in a process that has just begun, with a session that nobody has seen for a while."""
    lists.forget()
    accounts.names_changed()
    known_paces.clear()
    known_zones.clear()
    silence._told.clear()
    with room("guard", machine()):
        Session.objects.update(seen_at=clock.now() - timedelta(minutes=5))


def asked(client: Client, address: str) -> list[str]:
    """Every statement of the page, when nothing is remembered of any page before."""
    nothing_is_known()
    rooms = ("guard", "reach", "commons", "aid")
    with ExitStack() as stack:
        seen = [stack.enter_context(CaptureQueriesContext(connections[one])) for one in rooms]
        assert client.get(address).status_code == 200
    said = [query["sql"] for one in seen for query in one.captured_queries]
    return [one for one in said if not one.startswith(AROUND) and "set_config(" not in one]


def everything_at_once(ref: UUID) -> None:
    """Shifts, an alarm, a warning, a note, a merged conversation, an ask and answers: all new."""
    shift("bruno", -60, 15)
    shift("kofi", -60, 60)
    inside = waits(20)
    queue.take(conversation=inside, by=actor("bruno"))
    merging.merge(conversation=inside, into=ref, by=actor("bruno"))
    message = messaging.conversation(actor("bruno"), ref).messages[0].id
    asking.ask_translation(message=message, language="en", by=actor("bruno"))
    waits(12)
    duty.look(by=machine())
    duty.subscribe(scope=LINE, by=actor("bruno"))
    for scope, who in ((FARO, "bruno"), (OLA, "carla")):
        duty.tell(told=Told(scope, "expulsion", "Jacmel", 3, ""), by=actor(who))
    queue.take(conversation=waits(1, urgency=1), by=actor("kofi"))
    duty.give(scope=LINE, note="The bridge is shut.", to=None, by=actor("kofi"))


def test_it_asks_at_most_twelve_times_when_nothing_is_remembered(
    client: Client, web: House
) -> None:
    ref = waiting(web)
    everything_at_once(ref)
    reference = messaging.conversation(actor("bruno"), ref).row.reference
    sign_in(client, "bruno")
    page = text(client.get("/console/queue/"))
    assert "The bridge is shut." in page and "has waited" in page and "Jacmel" in page
    for filters in ("", "?urgency=4&need=water&language=ht&free=1", "?mine=1", "?find=ABCDEF"):
        found = asked(client, f"/console/queue/{filters}")
        assert len(found) <= MOST, (filters, found)
    for filters in (f"?find={reference}", f"?open={ref}", f"?find={reference}&open={ref}"):
        found = asked(client, f"/console/queue/{filters}")
        assert len(found) <= MOST, (filters, found)


def test_who_opens_one_that_was_merged_asks_no_more(client: Client, web: House) -> None:
    ref, inside = waiting(web), waits(20)
    merging.merge(conversation=inside, into=ref, by=actor("bruno"))
    sign_in(client, "bruno")
    assert f'<li id="r-{ref}" class="cur' in text(client.get(f"/console/queue/?open={inside}"))
    assert len(asked(client, f"/console/queue/?open={inside}")) <= MOST


def test_what_stands_above_every_page_is_asked_together(client: Client, web: House) -> None:
    everything_at_once(waiting(web))
    sign_in(client, "bruno")
    assert len(asked(client, "/console/alarm/")) <= 5
