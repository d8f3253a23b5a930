"""Two conversations of one person: read as one, and taken apart again."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from amparo.doors.console.access import StaffRequest, needs
from amparo.doors.console.show import go
from amparo.doors.console.work import stopped
from amparo.doors.sentences import in_words
from amparo.kernel.authority import Power
from amparo.kernel.errors import InvalidError, WrongStateError
from amparo.reach.messaging import queries as messaging
from amparo.reach.messaging.actions import merging
from amparo.reach.messaging.channels.inbound import tidy_reference


@needs(Power.WORK_QUEUE, "POST")
def merge(request: StaffRequest, conversation: UUID) -> HttpResponse:
    """The other one is read inside this one."""
    messaging.conversation(request.actor, conversation)
    try:
        other = _other(request)
        merging.merge(conversation=other, into=conversation, by=request.actor)
    except (InvalidError, WrongStateError) as error:
        return stopped(request, in_words(str(error)))
    return go("conversation", conversation, then="read_as_one", mark="same")


@needs(Power.WORK_QUEUE, "POST")
def undo_merge(request: StaffRequest, conversation: UUID) -> HttpResponse:
    """Both stand alone again; the page is of the one that held the other."""
    head = messaging.conversation(request.actor, conversation).merged_into
    try:
        merging.undo_merge(conversation=conversation, by=request.actor)
    except WrongStateError as error:
        return stopped(request, in_words(str(error)))
    return go("conversation", head or conversation, then="read_apart", mark="same")


def _other(request: StaffRequest) -> UUID:
    """The conversation that was named, by a button or by its reference."""
    said = request.POST.get("other", "").strip()[:40]
    try:
        return UUID(said)
    except ValueError:
        pass
    found = messaging.queue(request.actor, messaging.QueueFilter(find=said or "-"), limit=2).rows
    if not found:
        raise InvalidError("other", _("No conversation has this reference. Nothing was changed."))
    if len(found) > 1:
        raise WrongStateError(
            _("Several have this reference. Open the right one and merge from there.")
        )
    if found[0].reference != tidy_reference(said):
        # The one that holds it would be merged, which nobody asked for.
        raise WrongStateError(_("This one is read inside another already. Nothing was changed."))
    return found[0].id
