"""What other areas may start from: facts in the clear, and the place."""

from uuid import UUID

from amparo.kernel.authority import Actor, Power
from amparo.kernel.errors import NotFoundError
from amparo.kernel.rooms import room
from amparo.reach.messaging import notes as notebook
from amparo.reach.messaging.models import Conversation
from amparo.reach.messaging.places import area_of
from amparo.reach.messaging.queries.opening import notes_of, open_texts
from amparo.reach.messaging.sharing import CaseFacts, PersonFacts


def case_facts(viewer: Actor, ref: UUID) -> CaseFacts:
    """What a case starts from: what is in the clear of a conversation, and nothing sealed."""
    viewer = viewer.within(Power.READ_QUEUE)
    with room("reach", viewer):
        one = Conversation.objects.filter(id=ref).first()
        if one is None:
            raise NotFoundError(NotFoundError.__doc__)
    return CaseFacts(
        one.id,
        one.reference,
        one.scope_id,
        one.answer_language or one.language,
        tuple(one.needs),
        one.urgency,
        one.cell,
        one.people,
    )


def person_facts(viewer: Actor, ref: UUID) -> PersonFacts:
    """The place and, still sealed, the number of a conversation, for a referral's sheet."""
    with room("reach", viewer):
        one = Conversation.objects.filter(id=ref).first()
    if one is None:
        return PersonFacts("", "")
    texts, _ = open_texts([notebook.held(one.id, one.sealed_notes)], "referral", viewer)
    area = area_of(one.cell) if one.cell is not None else ""
    return PersonFacts(area, notes_of(one, texts).place)
