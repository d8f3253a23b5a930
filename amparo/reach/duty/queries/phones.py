"""A colleague's own number, for themselves."""

from amparo.guard.firewall import actions as firewall
from amparo.kernel.authority import Actor
from amparo.kernel.purposes import Purpose
from amparo.kernel.rooms import room
from amparo.reach.duty import sealing
from amparo.reach.duty.models import DutyPhone


def my_phone(viewer: Actor) -> str:
    """The number, or nothing when none was given or its key is away."""
    with room("reach", viewer):
        row = DutyPhone.objects.filter(staff_id=viewer.id).first()
    if row is None:
        return ""
    what = [sealing.phone(viewer.id, row.sealed_number)]
    return firewall.reveal(what=what, purpose=Purpose.ASSIST, reason="phone", actor=viewer)[0] or ""
