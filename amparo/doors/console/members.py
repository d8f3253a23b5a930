"""The closed list: which organisations answer a line together; and who works here, as what."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from amparo.commons.directory import queries as directory
from amparo.doors.console.access import StaffRequest, needs
from amparo.doors.console.queue import uuid_of
from amparo.doors.console.show import go, show
from amparo.doors.console.strip import scopes
from amparo.doors.sentences import in_words
from amparo.guard.accounts import queries as accounts
from amparo.guard.roster import actions
from amparo.guard.roster import queries as roster
from amparo.kernel import clock
from amparo.kernel.authority import Power
from amparo.kernel.errors import AmparoError, NotFoundError
from amparo.reach.duty import queries

ROLES = {
    "officer": _("duty officer"),
    "translator": _("translator"),
    "caseworker": _("caseworker"),
    "protection": _("protection"),
    "coordinator": _("coordinator"),
    "receiver": _("takes referrals"),
    "editor": _("editor"),
    "administrator": _("administrator"),
    "auditor": _("auditor"),
}


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
            wrong = in_words(str(error))
    names = scopes(request.actor)
    context = {
        "part": "more",
        "lines": [(one, names[one], list(roster.member_names(one).items())) for one in lines],
        "staff": _staff(request),
        "role_words": ROLES,
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


def _staff(request: StaffRequest) -> list[tuple[str, list[tuple[str, str]]]]:
    """Who works where the viewer manages staff, and as what."""
    if not request.actor.can(Power.MANAGE_STAFF):
        return []
    where = queries.scope_names(request.actor.within(Power.MANAGE_STAFF).scopes)
    people = accounts.staff(request.actor)
    works = [
        (one.name, [(where[scope], role) for scope, role in one.works if scope in where])
        for one in people
    ]
    return [(name, there) for name, there in works if there]
