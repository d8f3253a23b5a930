"""A pathway with two receivers, and a case whose need it serves: what several tests start from."""

from uuid import UUID

from amparo.aid.cases import actions, handover
from amparo.commons.directory.models import Service
from amparo.commons.pathways import actions as pathways
from amparo.commons.pathways.actions import PathwayFacts
from amparo.kernel.authority import Actor, Power, machine
from amparo.kernel.rooms import room
from amparo.reach.messaging import queries as messaging
from amparo.reach.messaging.queries import QueueFilter
from tests import seed
from tests.cast import THEN, TRACERS, actor

BRUNO, CARLA, ELENA = actor("bruno"), actor("carla"), actor("elena")
# Someone who answers referrals at the organisation of the hall.
RECEIVER_OF_HALL = Actor(
    UUID(int=0xE1), "staff", (TRACERS,), frozenset({Power.ANSWER_REFERRALS}), name="Rosa"
)
HALL = UUID(int=0xD2)
LEAST, MOST = ("needs", "language"), ("needs", "people", "language", "area", "wish", "protection")


def a_case(words: str = "Nou bezwen yon kote pou domi nan Delmas 33") -> UUID:
    """A case of the line that needs a place to sleep."""
    setting = seed.crisis()
    seed.services()
    hall()
    seed.message(words)
    seed.read_all(setting)
    row = messaging.queue(BRUNO, QueueFilter()).rows[0]
    facts = messaging.case_facts(BRUNO, row.id)
    return actions.open_case(facts=facts, wish="Stay together", by=BRUNO)


def hall() -> None:
    """A second shelter, of another organisation."""
    with room("commons", machine()):
        Service(
            id=HALL,
            organisation_id=TRACERS,
            ref=str(HALL),
            name="Community hall",
            needs=["shelter"],
            languages=["ht"],
            updated_at=THEN,
        ).save(force_insert=True)


def a_pathway(*services: UUID, need: str = "shelter", **more: object) -> UUID:
    """A pathway with these receivers in this order."""
    facts = PathwayFacts(need=need, title="Shelter", least=LEAST, most=MOST, **more)  # type: ignore[arg-type]
    ref = pathways.add_pathway(facts=facts, by=machine())
    for one in services:
        pathways.add_step(pathway=ref, service=one, by=machine())
    return ref


def ask(
    case: UUID,
    pathway: UUID,
    *services: UUID,
    fields: tuple[str, ...] = LEAST,
    agreed: bool = True,
    against: str = "",
) -> UUID:
    """She was asked about these receivers, in this order."""
    return handover.refer_in_order(
        case=case,
        pathway=pathway,
        services=services or (seed.SHELTER, HALL),
        fields=fields,
        agreed=agreed,
        language="ht",
        how="call",
        by=BRUNO,
        reason_against_wish=against,
    )


def refer(case: UUID) -> UUID:
    """One referral to Ola, sent."""
    return handover.refer(
        case=case,
        service=seed.SHELTER,
        fields=("needs", "language"),
        agreed=True,
        language="ht",
        how="call",
        by=BRUNO,
    )
