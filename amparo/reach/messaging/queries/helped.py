"""What people answered when they were asked whether it helped."""

from collections.abc import Collection
from uuid import UUID

from amparo.kernel.authority import Actor, Power
from amparo.kernel.rooms import room
from amparo.reach.messaging.models import Conversation


def helped(viewer: Actor, refs: Collection[UUID]) -> dict[UUID, str]:
    """The answers of these conversations: yes, no, not_yet; those who have not answered are left
    out. Who works a case may know it without reading the line."""
    viewer = viewer.within(Power.READ_CASES)
    with room("reach", viewer):
        found = Conversation.objects.filter(id__in=refs, scope_id__in=viewer.scopes)
        return dict(found.exclude(helped="").values_list("id", "helped"))
