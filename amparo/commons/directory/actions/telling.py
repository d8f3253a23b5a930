"""What an organisation itself may say of its services, without keeping the directory."""

from dataclasses import replace
from uuid import UUID

from amparo.commons.directory.actions.confirming import set_free
from amparo.commons.directory.models import Service
from amparo.kernel.authority import Actor, Power
from amparo.kernel.errors import NotFoundError
from amparo.kernel.rooms import room


def tell_free(*, service: UUID, free: int | None, by: Actor) -> None:
    """The organisation's own word on its free places; None: nobody knows.

    NotFoundError for a service that is not there and for one of another organisation.
    """
    by = by.within(Power.ANSWER_REFERRALS)
    with room("commons", by):
        if not Service.objects.filter(id=service, organisation_id__in=by.scopes).exists():
            raise NotFoundError("There is no such service of yours.")
    # The editor's power is lent for this one number of a service of their own.
    lent = replace(by, powers=by.powers | {Power.EDIT_DIRECTORY}, granted=())
    set_free(service=service, free=free, by=lent)
