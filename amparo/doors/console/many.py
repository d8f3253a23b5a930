"""The same deed for many rows of the queue; what became of each is said, and can be undone."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from amparo.doors.console.access import StaffRequest, needs
from amparo.doors.console.filters import Chosen
from amparo.doors.console.queue import row_context
from amparo.doors.console.show import back_to, show
from amparo.doors.console.work import stopped
from amparo.doors.sentences import in_words
from amparo.kernel.authority import Power
from amparo.kernel.errors import InvalidError
from amparo.reach.messaging.actions.many import MOST, Outcome, many

# Where a deed needs to be told more, in which field of the form that stands.
VALUES = {"need": "need", "answer": "template"}


@needs(Power.WORK_QUEUE, "POST")
def act(request: StaffRequest) -> HttpResponse:
    """What became of each; the rows alone when a script asks part by part."""
    deed, _colon, value = request.POST.get("deed", "").partition(":")
    value = value or request.POST.get(VALUES.get(deed, ""), "")
    try:
        chosen = [UUID(one) for one in request.POST.getlist("c")]
        found = many(conversations=chosen, deed=deed, value=value[:64], by=request.actor)
    except InvalidError as error:
        return stopped(request, in_words(str(error)))
    except ValueError:
        return stopped(request, _("One of them is no conversation. Nothing was changed."))
    return _said(request, found, undone=False)


@needs(Power.WORK_QUEUE, "POST")
def undo(request: StaffRequest) -> HttpResponse:
    """Each is as before, where nobody has changed it since."""
    groups: dict[str, list[UUID]] = {}
    for was in request.POST.getlist("was")[:MOST]:
        ref, _bar, back = was.partition("|")
        try:
            groups.setdefault(back, []).append(UUID(ref))
        except ValueError:
            continue
    found: list[Outcome] = []
    try:
        for back, refs in groups.items():
            deed, _colon, value = back.partition(":")
            found += many(conversations=refs, deed=deed, value=value[:64], by=request.actor)
    except InvalidError as error:
        return stopped(request, in_words(str(error)))
    return _said(request, found, undone=True)


def _said(
    request: StaffRequest, found: list[Outcome] | tuple[Outcome, ...], *, undone: bool
) -> HttpResponse:
    context = {
        **row_context(request, Chosen({})),
        "outcomes": found,
        "done_count": sum(one.done for one in found),
        "refused_count": sum(not one.done for one in found),
        "can_undo": not undone and any(one.before for one in found),
        "undone": undone,
        "back": back_to(request),
    }
    part = request.headers.get("X-Part") == "1"
    return show(request, "many_rows" if part else "many", context)
