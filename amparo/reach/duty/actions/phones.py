"""A colleague says where to ring them, or no longer."""

import re

from amparo.guard.firewall import actions as firewall
from amparo.guard.vault import actions as vault
from amparo.guard.vault.held import Clear
from amparo.kernel import audit, clock
from amparo.kernel.authority import Actor, Power
from amparo.kernel.errors import DeniedError, InvalidError
from amparo.kernel.rooms import room
from amparo.reach.duty.models import DutyPhone
from amparo.reach.duty.sealing import phone_place

_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")


def set_phone(*, number: str, by: Actor) -> None:
    """This number rings when the colleague is on duty; only they see it."""
    _check_staff(by)
    tidy = re.sub(r"[\s().\-/]", "", number)
    tidy = "+" + tidy[2:] if tidy.startswith("00") else tidy
    if not _NUMBER.fullmatch(tidy):
        raise InvalidError("number", "A number begins with + and the country, such as +509 37 01 …")
    vault.make_keys(refs_=[by.id], kind="duty_phone")
    blob = firewall.seal(what=[Clear(by.id, phone_place(by.id), tidy)], actor=by)[0]
    with room("reach", by):
        DutyPhone.objects.update_or_create(
            staff_id=by.id,
            defaults={"sealed_number": blob, "set_at": clock.now(), "set_by_id": by.id},
        )
        audit.write(by=by, verb="set_phone", about=by.id)


def forget_phone(*, by: Actor) -> None:
    """No number rings; doing it twice changes nothing."""
    _check_staff(by)
    with room("reach", by):
        DutyPhone.objects.filter(staff_id=by.id).delete()
        audit.write(by=by, verb="forget_phone", about=by.id)


def _check_staff(by: Actor) -> None:
    if by.kind != "staff" or not by.can(Power.READ_QUEUE):
        raise DeniedError("Only who reads a line can be rung for it.")
