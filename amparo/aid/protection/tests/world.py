"""What the tests of protection start from: a case, its scope, trained colleagues."""

from uuid import UUID

from amparo.aid.cases import actions as cases
from amparo.reach.messaging import queries as messaging
from amparo.reach.messaging.queries import QueueFilter
from tests import cast, events, seed
from tests.harness import House

BRUNO, CARLA = cast.actor("bruno"), cast.actor("carla")
IRIS, JUMA = cast.actor("iris"), cast.actor("juma")
SCOPE = cast.LINE


def a_case(keys: House) -> UUID:
    """A case of the line, with its sheet."""
    setting = seed.crisis()
    seed.message("Nou bezwen dlo nan Delmas 33")
    seed.read_all(setting)
    row = messaging.queue(BRUNO, QueueFilter()).rows[0]
    facts = messaging.case_facts(BRUNO, row.id)
    case = cases.open_case(facts=facts, wish="Water for the children", by=BRUNO)
    events.deliver_all(keys)
    return case
