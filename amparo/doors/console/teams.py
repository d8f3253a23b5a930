"""The joint team of a case, and a case that goes to another organisation."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from amparo.aid.cases import actions
from amparo.aid.cases import queries as cases
from amparo.doors.console import lists
from amparo.doors.console.access import StaffRequest, needs
from amparo.doors.console.case_page import case_page
from amparo.doors.console.plan import organisation_named
from amparo.doors.console.referrals import HOWS
from amparo.doors.console.show import go, show
from amparo.doors.console.work import stopped
from amparo.doors.sentences import in_words
from amparo.kernel.authority import Power
from amparo.kernel.errors import DeniedError, InvalidError, WrongStateError


@needs(Power.WORK_CASES, "POST")
def join(request: StaffRequest, case: UUID) -> HttpResponse:
    """One more organisation in the team."""
    name = request.POST.get("organisation", "")
    found = cases.case(request.actor, case)
    try:
        organisation = organisation_named(name)
        if organisation is None:
            raise InvalidError("organisation", _("Choose an organisation of the list."))
        actions.join_team(case=case, organisation=organisation, by=request.actor)
    except InvalidError as error:
        again = {"team_again": name, "team_wrong": in_words(str(error))}
        return case_page(request, found, again, status=422)
    except WrongStateError as error:
        return stopped(request, error)
    return go("case", case, then="joined", mark="team")


@needs(Power.WORK_CASES, "POST")
def seat(request: StaffRequest, case: UUID, seat: UUID) -> HttpResponse:
    """Leads from now on, or has left."""
    cases.check_part(request.actor, case, "seat", seat)
    try:
        if request.POST.get("what") == "lead":
            actions.lead_team(seat=seat, by=request.actor)
        else:
            actions.leave_team(seat=seat, by=request.actor)
    except WrongStateError as error:
        return stopped(request, error)
    return go("case", case, then="saved", mark="team")


@needs(Power.WORK_CASES, "GET", "POST")
def transfer(request: StaffRequest, case: UUID) -> HttpResponse:
    """The sheet of a transfer; after the yes, the case is on its way."""
    found = cases.case(request.actor, case)
    if request.method == "GET":
        return _sheet(request, found)
    try:
        actions.transfer_case(
            case=case,
            receiver=_receiver(request.POST.get("receiver", "")),
            agreed=request.POST.get("agreed") == "yes",
            language=request.POST.get("language", "en")[:12],
            how=_how(request),
            by=request.actor,
        )
    except InvalidError as error:
        return _sheet(request, found, in_words(str(error)), status=422)
    except DeniedError as error:
        return _sheet(request, found, in_words(str(error)), status=403)
    except WrongStateError as error:
        return stopped(request, error)
    return go("case", case, then="transferred")


def _receiver(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise InvalidError("receiver", _("Choose who takes the case.")) from None


def _how(request: StaffRequest) -> str:
    given = request.POST.get("how", "")
    return next((how for how, _words in HOWS if how == given), "message")


def _sheet(
    request: StaffRequest, found: cases.CasePage, wrong: str = "", *, status: int = 200
) -> HttpResponse:
    reader = get_language() or "en"
    language = request.POST.get("language", found.language if found.language != "und" else reader)
    receivers = [
        (str(ref), name) for ref, name in actions.receivers().items() if ref != found.scope_id
    ]
    context = {
        "case": found,
        "part": "cases",
        "receivers": sorted(receivers, key=lambda one: one[1]),
        "receiver": request.POST.get("receiver", ""),
        "waiting": [one for one in found.referrals if one.state in ("sent", "accepted")],
        "proposed": [one for one in found.story if (one.kind, one.state) == ("proposed", "open")],
        "hows": HOWS,
        "how": request.POST.get("how", "message"),
        "consent_language": language,
        "languages": lists.languages(reader, found.language, reader),
        "wrong": wrong,
    }
    return show(request, "transfer", context, status=status)
