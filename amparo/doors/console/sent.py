"""One referral that has left: reply to a question, hand over a link, take it back."""

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language

from amparo.aid.cases import actions, handover
from amparo.aid.cases import queries as cases
from amparo.doors.console import lists
from amparo.doors.console.access import StaffRequest, needs
from amparo.doors.console.referrals import HOWS, how_of
from amparo.doors.console.show import go, show
from amparo.doors.console.work import stopped
from amparo.kernel.authority import Power
from amparo.kernel.errors import DeniedError, InvalidError, WrongStateError


@needs(Power.WORK_CASES)
def referral(request: StaffRequest, referral: UUID) -> HttpResponse:
    """What can be done with a referral while it is open."""
    return _page(request, referral)


@needs(Power.WORK_CASES, "POST")
def reply(request: StaffRequest, referral: UUID) -> HttpResponse:
    """The receiver's question is replied to, as the person agreed."""
    words = request.POST.get("words", "")
    try:
        handover.reply(
            referral=referral,
            words=words,
            agreed=request.POST.get("agreed") == "yes",
            language=request.POST.get("language", "en")[:12],
            how=how_of(request),
            by=request.actor,
        )
    except (InvalidError, DeniedError) as error:
        return _page(request, referral, {"wrong": str(error), "words": words}, status=422)
    except WrongStateError as error:
        return stopped(request, error)
    return go("case", cases.sent_one(request.actor, referral).case_id, then="replied")


@needs(Power.WORK_CASES, "POST")
def link(request: StaffRequest, referral: UUID) -> HttpResponse:
    """A new link, shown this once."""
    try:
        token = actions.make_ticket(referral=referral, by=request.actor)
    except WrongStateError as error:
        return stopped(request, error)
    language = get_language() or "en"
    page = request.build_absolute_uri(reverse("public:slip", args=[language]))
    # What stands behind the number sign is never sent to a server: no log can hold it.
    return _page(request, referral, {"link": f"{page}#{token}", "hours": actions.LINK_HOURS})


@needs(Power.WORK_CASES, "POST")
def take_back(request: StaffRequest, referral: UUID) -> HttpResponse:
    """Withdrawn: nothing of it stays readable at the receiver."""
    case = cases.sent_one(request.actor, referral).case_id
    try:
        actions.take_back(
            referral=referral, her_wish=request.POST.get("why") == "person", by=request.actor
        )
    except WrongStateError as error:
        return stopped(request, error)
    return go("case", case, then="taken_back", mark="referrals")


def _page(
    request: StaffRequest,
    referral: UUID,
    again: Mapping[str, object] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    one = cases.sent_one(request.actor, referral)
    found = cases.case(request.actor, one.case_id)
    reader = get_language() or "en"
    context = {
        "one": one,
        "case": found,
        "part": "cases",
        "hows": HOWS,
        "languages": lists.languages(reader, found.language, reader),
        **(again or {}),
    }
    return show(request, "referral", context, status=status)
