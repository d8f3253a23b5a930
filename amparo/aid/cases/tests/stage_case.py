"""A case of the line, for the tests of what hangs on it."""

from uuid import UUID

from amparo.aid.cases import actions
from amparo.aid.cases.models import Case
from amparo.kernel.authority import machine
from amparo.kernel.rooms import room
from amparo.reach.messaging import queries as messaging
from amparo.reach.messaging.queries import QueueFilter
from tests import seed
from tests.cast import LINE, THEN, actor
from tests.harness import House

BRUNO, CARLA = actor("bruno"), actor("carla")


def a_case(keys: House, wish: str = "Stay together", kind: str = "") -> UUID:
    """A case of the line, opened by Bruno, in a crisis with its services."""
    del keys
    setting = seed.crisis()
    seed.services()
    seed.message("Nou bezwen yon kote pou domi nan Delmas 33")
    seed.read_all(setting)
    row = messaging.queue(BRUNO, QueueFilter()).rows[0]
    case = actions.open_case(facts=messaging.case_facts(BRUNO, row.id), wish=wish, by=BRUNO)
    if kind:
        actions.set_wish(case=case, wish=wish, language="en", kind=kind, by=BRUNO)
    return case


def another_case(number: int = 1, reference: str = "ZZ22YY", scope: UUID = LINE) -> UUID:
    """A second case, without a conversation."""
    ref = UUID(int=0xCA5E0 + number)
    with room("aid", machine([scope])):
        Case(
            id=ref, scope_id=scope, reference=reference, opened_at=THEN, opened_by_id=BRUNO.id
        ).save(force_insert=True)
    return ref
