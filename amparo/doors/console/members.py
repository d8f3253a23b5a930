"""The closed list: which organisations answer a line together."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from amparo.commons.directory import queries as directory
from amparo.doors.console.access import StaffRequest, needs
from amparo.doors.console.queue import uuid_of
from amparo.doors.console.show import go, show
from amparo.doors.console.strip import scopes
from amparo.guard.roster import actions
from amparo.guard.roster import queries as roster
from amparo.kernel import clock
from amparo.kernel.authority import Power
from amparo.kernel.errors import AmparoError, NotFoundError


@needs("staff", "GET", "POST")
def members(request: StaffRequest) -> HttpResponse:
    """The list of each line, and the form that adds to it or takes off it."""
    lines = [one for one in roster.lines() if one in request.actor.scopes]
    wrong = ""
    if request.method == "POST":
        try:
            _change(request)
            return go("members", then="members")
        except AmparoError as error:
            wrong = _(str(error))
    names = scopes(request.actor)
    context = {
        "part": "more",
        "lines": [(one, names[one], list(roster.member_names(one).items())) for one in lines],
        "may": request.actor.can(Power.MANAGE_STAFF),
        "organisations": directory.receiver_names(),
        "wrong": wrong,
    }
    return show(request, "members", context, status=422 if wrong else 200)


def _change(request: StaffRequest) -> None:
    line, organisation = _both(request)
    if request.POST.get("deed") == "remove":
        actions.remove_member(line=line, organisation=organisation, by=request.actor)
    else:
        today = clock.now().date()
        actions.add_member(line=line, organisation=organisation, joined_on=today, by=request.actor)


def _both(request: StaffRequest) -> tuple[UUID, UUID]:
    line = uuid_of(request.POST.get("line", ""))
    organisation = uuid_of(request.POST.get("organisation", ""))
    if line is None or organisation is None:
        raise NotFoundError(NotFoundError.__doc__)
    return line, organisation
