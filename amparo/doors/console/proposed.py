"""A message that a caseworker proposes; an officer of the line sends it from the case's page."""

from uuid import UUID

from django.http import HttpResponse

from amparo.aid.cases import actions
from amparo.aid.cases import queries as cases
from amparo.doors.console.access import StaffRequest, needs
from amparo.doors.console.case_page import case_page
from amparo.doors.console.show import go
from amparo.doors.console.work import stopped
from amparo.doors.sentences import in_words
from amparo.kernel.authority import Power
from amparo.kernel.errors import InvalidError, WrongStateError


@needs(Power.WORK_CASES, "POST")
def propose(request: StaffRequest, case: UUID) -> HttpResponse:
    """It waits for an officer; an empty one comes back with the reason."""
    text = request.POST.get("text", "")
    try:
        actions.propose_message(case=case, text=text, by=request.actor)
    except InvalidError as error:
        found = cases.case(request.actor, case)
        again = {"proposed_text": text, "proposed_wrong": in_words(str(error))}
        return case_page(request, found, again, status=422)
    except WrongStateError as error:
        return stopped(request, error)
    return go("case", case, then="message_proposed", mark="message")


@needs(Power.WORK_CASES, "POST")
def decide(request: StaffRequest, case: UUID, entry: UUID) -> HttpResponse:
    """Sent by an officer, in words that she may have changed; or not sent."""
    cases.check_part(request.actor, case, "message", entry)
    if request.POST.get("what") == "drop":
        try:
            actions.drop_proposed(entry=entry, by=request.actor)
        except WrongStateError as error:
            return stopped(request, error)
        return go("case", case, then="message_dropped", mark="message")
    text, language = request.POST.get("text", ""), request.POST.get("language", "en")[:12]
    try:
        actions.send_proposed(
            entry=entry,
            text=text,
            language=language,
            by=request.actor,
            although="although" in request.POST,
        )
    except (InvalidError, WrongStateError) as error:
        again = {
            "sending": entry,
            "sending_text": text,
            "sending_language": language,
            "sending_wrong": in_words(str(error)),
        }
        return case_page(request, cases.case(request.actor, case), again, status=422)
    return go("case", case, then="message_sent", mark="message")
