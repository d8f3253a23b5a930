"""Who leans on what kind of organisation one is: people who work there, lines, pathways."""

from uuid import UUID

from amparo.commons.pathways import queries as pathways
from amparo.guard.accounts import queries as accounts
from amparo.guard.roster.models import LineMember
from amparo.kernel.authority import anyone, machine
from amparo.kernel.errors import InvalidError
from amparo.kernel.rooms import room


def check_nobody_leans(organisation: UUID) -> None:
    """Nothing, or InvalidError: it must not become a State body, or stop being one, unnoticed.

    So it takes two: whoever manages the staff, and then whoever keeps the directory.
    """
    if organisation in accounts.controllers().values():
        raise InvalidError("kind", "It answers for a line, so this can't change here.")
    if accounts.has_staff(organisation):
        raise InvalidError(
            "kind", "People work for it here. Ask whoever manages the staff to move them first."
        )
    with room("guard", anyone()):
        listed = LineMember.objects.filter(organisation_id=organisation).exists()
    if listed:
        raise InvalidError(
            "kind",
            "It answers a line with others. Ask whoever manages the staff to take it off first.",
        )
    if pathways.leads_to(machine(), organisation):
        raise InvalidError("kind", "A pathway leads to it. Take it out of the pathway first.")
