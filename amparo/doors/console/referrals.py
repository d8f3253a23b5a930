"""A referral, exactly as it will be read, before anything leaves."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class _Asked:
    """Which sheet: one service, or a pathway with those on it that were ticked."""

    case: UUID
    service: UUID | None = None
    pathway: UUID | None = None


@needs(Power.WORK_CASES, "GET", "POST")
def refer(request: StaffRequest, case: UUID, service: UUID) -> HttpResponse:
    """The sheet; after Send, the case. What was refused says why, and that nothing left."""
    asked = _Asked(case, service=service)
    if request.method == "GET":
        return _page(request, asked)
    return _send(
        request,
        asked,
        lambda: handover.refer(
            case=case,
            service=service,
            fields=request.POST.getlist("field"),
            agreed=request.POST.get("agreed") == "yes",
            language=request.POST.get("language", "en")[:12],
            how=how_of(request),
            by=request.actor,
            seen=request.POST.get("seen", ""),
            reason_against_wish=request.POST.get("against", ""),
        ),
    )


@needs(Power.WORK_CASES, "GET", "POST")
def by_pathway(request: StaffRequest, case: UUID, pathway: UUID) -> HttpResponse:
    """The sheet for the receivers of a pathway, in their order; after Send, the case."""
    asked = _Asked(case, pathway=pathway)
    if request.method == "GET":
        return _page(request, asked)
    return _send(
        request,
        asked,
        lambda: handover.refer_in_order(
            case=case,
            pathway=pathway,
            services=_ticked(request),
            fields=request.POST.getlist("field"),
            agreed=request.POST.get("agreed") == "yes",
            language=request.POST.get("language", "en")[:12],
            how=how_of(request),
            by=request.actor,
            seen=request.POST.get("seen", ""),
            reason_against_wish=request.POST.get("against", ""),
        ),
    )


def _send(request: StaffRequest, asked: _Asked, deed: Callable[[], UUID]) -> HttpResponse:
    try:
        deed()
    except InvalidError as error:
        return _page(request, asked, str(error), status=422)
    except DeniedError as refusal:
        return _page(request, asked, str(refusal), status=403)
    except WrongStateError as error:
        return stopped(request, error)
    return go("case", asked.case, then="referred", mark="referrals")


def _ticked(request: StaffRequest) -> list[UUID]:
    """The receivers that were ticked, in the order of the page."""
    try:
        return [UUID(one) for one in request.POST.getlist("service")]
    except ValueError:
        raise InvalidError("service", _("Choose at least one receiver.")) from None


def how_of(request: StaffRequest) -> handover.How:
    """How she agreed."""
    given = request.POST.get("how", "")
    return next((how for how, _words in HOWS if how == given), "message")


def _page(
    request: StaffRequest, asked: _Asked, wrong: str = "", *, status: int = 200
) -> HttpResponse:
    found = cases.case(request.actor, asked.case)
    try:
        preview = _preview(request, asked)
    except InvalidError as error:
        return stopped(request, error)
    posted = request.method == "POST"
    ticked = request.POST.getlist("field")
    reader = get_language() or "en"
    language = request.POST.get("language", found.language if found.language != "und" else reader)
    steps = preview.pathway.receivers if preview.pathway else ()
    chosen = request.POST.getlist("service") if posted else [str(one.service.id) for one in steps]
    names = [one.service.organisation for one in steps if str(one.service.id) in chosen]
    names = names or [preview.service.organisation]
    context = {
        "case": found,
        "part": "cases",
        "preview": preview,
        "steps": [(one, str(one.service.id) in chosen) for one in steps],
        "unable": [one for one in preview.pathway.steps if one.refusal] if preview.pathway else (),
        "family": any(one.together for one in cases.household(request.actor, asked.case)),
        "fields": [(one, one.key in ticked if posted else one.suggested) for one in preview.fields],
        "hows": HOWS,
        "how": request.POST.get("how", "message"),
        "agreed": request.POST.get("agreed") == "yes",
        "against": request.POST.get("against", ""),
        "consent_language": language,
        "languages": lists.languages(reader, found.language, reader),
        "words": _consent_words(names),
        "their_words": _consent_words_in(language, names),
        "wrong": wrong,
    }
    return show(request, "refer", context, status=status)


def _preview(request: StaffRequest, asked: _Asked) -> handover.Preview:
    if asked.pathway:
        return handover.preview_pathway(case=asked.case, pathway=asked.pathway, by=request.actor)
    assert asked.service
    return handover.preview(case=asked.case, service=asked.service, by=request.actor)


def _consent_words(organisations: Sequence[str]) -> str:
    """What is read to the person before anything is passed on (wording `referral-1`)."""
    if len(organisations) == 1:
        return _(
            "May we tell %(organisation)s what is ticked here, so that they can help you? "
            "Only they will read it. If you say no, we go on helping you. "
            "You can take your yes back at any time."
        ) % {"organisation": organisations[0]}
    return _(
        "May we tell these, one after the other, what is ticked here, so that one of them can "
        "help you: %(organisations)s? The next one is asked only if the one before says no or "
        "does not answer. If you say no, or no to one of them, we go on helping you. "
        "You can take your yes back at any time."
    ) % {"organisations": _(", ").join(organisations)}


def _consent_words_in(language: str, organisations: Sequence[str]) -> str:
    """The same words in the person's language; nothing where we do not have them yet."""
    reader = _consent_words(organisations)
    with translation.override(language):
        theirs = _consent_words(organisations)
    return "" if theirs == reader else theirs
