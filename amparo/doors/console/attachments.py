"""Attachments of a case: put to it, looked at page by page, described, removed."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from amparo.aid.attachments import actions, queries
from amparo.aid.cases import actions as case_actions
from amparo.aid.cases import queries as cases
from amparo.doors.console.access import StaffRequest, needs
from amparo.doors.console.case_page import case_page
from amparo.doors.console.show import go, guarded
from amparo.doors.sentences import in_words
from amparo.kernel.authority import Power
from amparo.kernel.errors import InvalidError

# What is shown is a picture or a text of our own making, and even so: nothing in it may run.
_POLICY = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox"


@needs(Power.WORK_CASES, "POST")
def attach(request: StaffRequest, case: UUID) -> HttpResponse:
    """One or more files more; what is not kept comes back with the reason."""
    cases.standing(request.actor, case)
    wrong = [] if request.FILES.getlist("file") else [_("Choose a file first.")]
    for file in request.FILES.getlist("file")[:10]:
        try:
            case_actions.attach(
                case=case,
                name=file.name or "",
                data=file.read(),
                described=request.POST.get("described", ""),
                by=request.actor,
            )
        except InvalidError as error:
            wrong.append(in_words(str(error)))
    if wrong:
        again = {"file_wrong": wrong, "described": request.POST.get("described", "")}
        return case_page(request, cases.case(request.actor, case), again, status=422)
    return go("case", case, then="attached", mark="attachments")


@needs(Power.READ_CASES)
def attachment_page(request: StaffRequest, attachment: UUID, number: int) -> HttpResponse:
    """One page as a picture, or a text; `?download` hands it over as a file."""
    found = queries.page(request.actor, attachment, number)
    text = found.kind == "text"
    kind = "text/plain; charset=utf-8" if text else "image/jpeg"
    response = guarded(HttpResponse(found.data, content_type=kind))
    how = "attachment" if "download" in request.GET else "inline"
    name = f"page-{number}.{'txt' if text else 'jpg'}"
    response["Content-Disposition"] = f'{how}; filename="{name}"'
    response["Content-Security-Policy"] = _POLICY
    response["X-Content-Type-Options"] = "nosniff"
    return response


@needs(Power.WORK_CASES, "POST")
def describe_attachment(request: StaffRequest, case: UUID, attachment: UUID) -> HttpResponse:
    """What is to be seen, in words."""
    words = request.POST.get("described", "")
    queries.check_of(request.actor, case, attachment)
    actions.describe(attachment=attachment, described=words, by=request.actor)
    return go("case", case, then="described", mark="attachments")


@needs(Power.WORK_CASES, "POST")
def remove_attachment(request: StaffRequest, case: UUID, attachment: UUID) -> HttpResponse:
    """Nothing of it is left."""
    queries.check_of(request.actor, case, attachment)
    actions.remove(attachment=attachment, by=request.actor)
    return go("case", case, then="removed", mark="attachments")
