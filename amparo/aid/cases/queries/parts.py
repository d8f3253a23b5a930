"""Whether a step, a person, a tie, a seat or a message is of the case that an address names."""

from uuid import UUID

from django.db.models import Model

from amparo.aid.cases.models import Entry, Link, Member, Seat, Task
from amparo.kernel.authority import Actor, Power
from amparo.kernel.errors import NotFoundError
from amparo.kernel.rooms import room

_PARTS: dict[str, type[Model]] = {
    "task": Task,
    "person": Member,
    "link": Link,
    "seat": Seat,
    "message": Entry,
}


def check_part(viewer: Actor, case: UUID, kind: str, part: UUID) -> None:
    """Nothing, or NotFoundError: the same for not there, not yours and of another case."""
    with room("aid", viewer.within(Power.READ_CASES)):
        found = _PARTS[kind]._default_manager.filter(id=part, case_id=case).exists()
    if not found:
        raise NotFoundError(NotFoundError.__doc__)
