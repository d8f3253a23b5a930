"""A referral, exactly as it will be read, before anything leaves."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from amparo.aid.cases import handover
from amparo.aid.cases import queries as cases
from amparo.doors.console import lists
from amparo.doors.console.access import StaffRequest, needs
from amparo.doors.console.show import go, show
from amparo.doors.console.work import stopped
from amparo.kernel.authority import Power
from amparo.kernel.errors import DeniedError, InvalidError, WrongStateError

HOWS: tuple[tuple[handover.How, str | Promise], ...] = (
    ("message", gettext_lazy("by message")),
    ("call", gettext_lazy("in a call")),
    ("face_to_face", gettext_lazy("face to face")),
    ("page", gettext_lazy("on their page, with their code")),
)


@needs(Power.WORK_CASES, "GET", "POST")
def refer(request: StaffRequest, case: UUID, service: UUID) -> HttpResponse:
    """The sheet; after Send, the case. What was refused says why, and that nothing left."""
    if request.method == "GET":
        return _page(request, case, service)
    try:
        handover.refer(
            case=case,
            service=service,
            fields=request.POST.getlist("field"),
            agreed=request.POST.get("agreed") == "yes",
            language=request.POST.get("language", "en")[:12],
            how=_how(request),
            by=request.actor,
            seen=request.POST.get("seen", ""),
        )
    except InvalidError as error:
        return _page(request, case, service, str(error), status=422)
    except DeniedError as refusal:
        return _page(request, case, service, str(refusal), status=403)
    except WrongStateError as error:
        return stopped(request, error)
    return go("case", case, then="referred", mark="referrals")


def _how(request: StaffRequest) -> handover.How:
    given = request.POST.get("how", "")
    return next((how for how, _words in HOWS if how == given), "message")


def _page(
    request: StaffRequest, case: UUID, service: UUID, wrong: str = "", *, status: int = 200
) -> HttpResponse:
    found = cases.case(request.actor, case)
    preview = handover.preview(case=case, service=service, by=request.actor)
    posted = request.method == "POST"
    ticked = request.POST.getlist("field")
    reader = get_language() or "en"
    language = request.POST.get("language", found.language if found.language != "und" else reader)
    context = {
        "case": found,
        "part": "cases",
        "preview": preview,
        "fields": [(one, one.key in ticked if posted else one.suggested) for one in preview.fields],
        "hows": HOWS,
        "how": request.POST.get("how", "message"),
        "agreed": request.POST.get("agreed") == "yes",
        "consent_language": language,
        "languages": lists.languages(reader, found.language, reader),
        "words": _consent_words(preview.service.organisation),
        "their_words": _consent_words_in(language, preview.service.organisation),
        "wrong": wrong,
    }
    return show(request, "refer", context, status=status)


def _consent_words(organisation: str) -> str:
    """What is read to the person before anything is passed on (wording `referral-1`)."""
    return _(
        "May we tell %(organisation)s what is ticked here, so that they can help you? "
        "Only they will read it. If you say no, we go on helping you. "
        "You can take your yes back at any time."
    ) % {"organisation": organisation}


def _consent_words_in(language: str, organisation: str) -> str:
    """The same words in the person's language; nothing where we do not have them yet."""
    reader = _consent_words(organisation)
    with translation.override(language):
        theirs = _consent_words(organisation)
    return "" if theirs == reader else theirs
