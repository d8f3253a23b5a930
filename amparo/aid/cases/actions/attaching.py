"""A file is put to a case, and lies where the case lies, even if that goes away meanwhile."""

from uuid import UUID

from amparo.aid.attachments import actions as attachments
from amparo.aid.cases.actions.cases import get
from amparo.kernel.authority import Actor, Power
from amparo.kernel.errors import NotFoundError
from amparo.kernel.rooms import room


def attach(*, case: UUID, name: str, data: bytes, described: str = "", by: Actor) -> UUID:
    """The new attachment's id; NotFoundError where the case has gone while the file was made new.

    The case is held while the file is written down: whoever moves it comes before, and then
    nothing is kept, or after, and then the file goes along.
    """
    by = by.within(Power.WORK_CASES)
    with room("aid", by):
        scope = get(case).scope_id

    def hold() -> None:
        if get(case).scope_id != scope:
            raise NotFoundError(NotFoundError.__doc__)

    return attachments.add(
        case=case, scope=scope, name=name, data=data, described=described, hold=hold, by=by
    )
