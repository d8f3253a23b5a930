"""What hangs on a case and stands on its page: the stops of protection, and the attachments."""

import base64
from uuid import UUID

from amparo.aid.attachments import queries as attachments
from amparo.aid.protection import queries as protection
from amparo.kernel.authority import Actor, Power


def hanging(actor: Actor, case: UUID) -> dict[str, object]:
    """For the page: `stops`, `can_protect`, `attached` and `shown`."""
    attached = attachments.of_case(actor, case)
    return {
        "stops": protection.stops(actor, case),
        "can_protect": actor.can(Power.PROTECT),
        "attached": attached,
        "shown": [(one, _inline(one.thumb), range(1, one.pages + 1)) for one in attached.rows],
    }


def _inline(data: bytes | None) -> str:
    """A small picture as it stands in the page itself: no address of it is ever kept."""
    return "data:image/jpeg;base64," + base64.b64encode(data).decode() if data else ""
