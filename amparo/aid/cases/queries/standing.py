"""Where a case stands, for what hangs on it: which scope, which state, under which reference."""

from dataclasses import dataclass
from uuid import UUID

from amparo.aid.cases.models import Case
from amparo.kernel.authority import Actor, Power
from amparo.kernel.errors import NotFoundError
from amparo.kernel.rooms import room


@dataclass(frozen=True, slots=True)
class Standing:
    """A case without a word of its story."""

    id: UUID
    scope_id: UUID
    reference: str
    state: str
    language: str


def standing(viewer: Actor, case: UUID) -> Standing:
    """Where it stands; NotFoundError for not there and for not yours."""
    viewer = viewer.within(Power.READ_CASES)
    with room("aid", viewer):
        one = Case.objects.filter(id=case, scope_id__in=viewer.scopes).first()
    if one is None:
        raise NotFoundError(NotFoundError.__doc__)
    return Standing(one.id, one.scope_id, one.reference, one.state, one.language)
