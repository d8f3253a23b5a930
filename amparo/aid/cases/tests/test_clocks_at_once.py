"""Two hosts look at the clocks of referrals at the same moment: each thing happens once."""

from datetime import datetime, timedelta

from amparo.aid.cases import handover, queries
from amparo.aid.cases.models import Entry, Received, Referral
from amparo.aid.cases.tests.ways import (
    BRUNO,
    CARLA,
    HALL,
    RECEIVER_OF_HALL,
    a_case,
    a_pathway,
    ask,
)
from amparo.guard.firewall.models import Disclosure
from amparo.kernel import clock
from amparo.kernel.authority import machine
from amparo.kernel.rooms import room
from tests import seed
from tests.cast import LINE, OLA
from tests.harness import House
from tests.together import at_once, audited

HOSTS = 4


def look(at: datetime) -> None:
    """Every host, at once; none of them breaks."""
    done = at_once(*[lambda: handover.look_at_clocks(at=at)] * HOSTS)
    assert all(isinstance(one, int) for one in done), done


def test_it_reminds_once(keys: House) -> None:
    case = a_case()
    ask(case, a_pathway(seed.SHELTER, HALL))
    with room("aid", machine([LINE])):
        row = Referral.objects.get(case_id=case, state="sent")
    look(row.answer_due_at - timedelta(minutes=1))
    assert queries.received(CARLA)[0].reminded and audited(keys, "remind_receiver") == 1


def test_it_asks_the_next_once(keys: House) -> None:
    case = a_case()
    ask(case, a_pathway(seed.SHELTER, HALL))
    look(clock.now() + timedelta(days=40))
    states = {one.service: one.state for one in queries.sent(BRUNO, case)}
    assert set(states.values()) == {"sent"}
    assert len(queries.received(RECEIVER_OF_HALL)) == 1 == len(queries.received(CARLA))
    with room("aid", machine([LINE, OLA])):
        late = Entry.objects.filter(case_id=case, state="late").count()
        assert (late, Received.objects.filter(scope_id=OLA).count()) == (1, 1)
    with room("guard", machine([LINE])):
        assert Disclosure.objects.filter(passed=True).count() == 2
    assert (audited(keys, "referral_late"), audited(keys, "take_turn")) == (1, 2)
