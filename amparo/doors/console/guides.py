"""Guides: how a thing is done here, what is checked each time; their steps become tasks."""

from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from amparo.aid.cases import actions as cases
from amparo.aid.cases import queries as case_queries
from amparo.commons.guides import actions, queries
from amparo.doors.console import lists
from amparo.doors.console.access import StaffRequest, needs
from amparo.doors.console.case_words import Choices
from amparo.doors.console.show import go, show
from amparo.doors.console.work import stopped
from amparo.doors.sentences import in_words
from amparo.kernel.authority import Power
from amparo.kernel.errors import InvalidError, WrongStateError

KINDS: Choices = (
    ("procedure", gettext_lazy("How it is done")),
    ("standard", gettext_lazy("What must be checked")),
)
_TYPED = ("title", "steps", "papers", "fee", "office", "source", "notes")


@needs("staff")
def guides(request: StaffRequest) -> HttpResponse:
    """All guides of this crisis."""
    language = get_language() or "en"
    crisis = lists.crisis(language)
    can_edit = request.actor.can(Power.EDIT_DIRECTORY)
    found = queries.guides(
        request.actor, language, crisis.id if crisis else None, everything=can_edit
    )
    context = {"guides": found, "kinds": KINDS, "can_edit": can_edit, "part": "more"}
    return show(request, "guides", context)


@needs("staff")
def guide(request: StaffRequest, guide: UUID) -> HttpResponse:
    """One guide, to read."""
    found = queries.guide(request.actor, guide, get_language() or "en")
    can_edit = request.actor.can(Power.EDIT_DIRECTORY)
    context = {"guide": found, "kinds": dict(KINDS), "can_edit": can_edit, "part": "more"}
    return show(request, "guide", context)


@needs(Power.EDIT_DIRECTORY, "POST")
def ship(request: StaffRequest) -> HttpResponse:
    """The shipped examples are there; what someone changed stays."""
    actions.ship(by=request.actor.within(Power.EDIT_DIRECTORY))
    return go("guides", then="saved")


@needs(Power.EDIT_DIRECTORY, "GET", "POST")
def new_guide(request: StaffRequest) -> HttpResponse:
    """A new guide."""
    return _edit(request, None)


@needs(Power.EDIT_DIRECTORY, "GET", "POST")
def edit_guide(request: StaffRequest, guide: UUID) -> HttpResponse:
    """A guide, changed or translated."""
    language = request.POST.get("language") or request.GET.get("in") or get_language() or "en"
    return _edit(request, queries.guide(request.actor, guide, language[:12]))


def _edit(request: StaffRequest, known: queries.GuideCard | None) -> HttpResponse:
    reader = get_language() or "en"
    language = (request.POST.get("language") or request.GET.get("in") or reader)[:12]
    wrong = ""
    if request.method == "POST":
        try:
            ref = actions.save_guide(
                facts=_facts(request, language), by=request.actor, id=known.id if known else None
            )
            return go("guide", ref, then="saved")
        except InvalidError as error:
            wrong = in_words(str(error))
    crisis = lists.crisis(reader)
    context = {
        "guide": known,
        "typed": _typed(request, known, language),
        "kinds": KINDS,
        "language_in": language,
        "languages": lists.languages(reader, language, "en"),
        "crisis_id": crisis.id if crisis else None,
        "wrong": wrong,
        "part": "more",
    }
    return show(request, "guide_edit", context, status=422 if wrong else 200)


def _typed(
    request: StaffRequest, known: queries.GuideCard | None, language: str
) -> dict[str, object]:
    """What the fields show: what was typed, or what is known in this language."""
    if request.method == "POST":
        names = (*_TYPED, "kind", "source_on", "here_only", "away")
        return {name: request.POST.get(name, "") for name in names}
    if known is None:
        return {"kind": "procedure"}
    own = known.language == language
    return {
        "title": known.title if own else "",
        "steps": known.typed,
        "papers": known.papers if own else "",
        "fee": known.fee,
        "office": known.office,
        "source": known.source,
        "source_on": known.source_on.isoformat() if known.source_on else "",
        "notes": known.notes,
        "kind": known.kind,
        "here_only": "yes" if known.crisis_id else "",
        "away": "" if known.active else "yes",
    }


def _facts(request: StaffRequest, language: str) -> actions.GuideFacts:
    given = {name: request.POST.get(name, "")[:4000] for name in _TYPED}
    crisis = lists.crisis("en") if request.POST.get("here_only") == "yes" else None
    return actions.GuideFacts(
        language=language,
        kind=request.POST.get("kind", ""),
        source_on=_day(request.POST.get("source_on", "")),
        crisis=crisis.id if crisis else None,
        active=request.POST.get("away") != "yes",
        **given,
    )


def _day(text: str) -> date | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise InvalidError("source_on", _("This is no day. Write it as 2026-01-31.")) from None


@needs(Power.WORK_CASES, "GET", "POST")
def follow(request: StaffRequest, case: UUID) -> HttpResponse:
    """The guides to choose from; then its steps stand in the plan, each with its time."""
    if request.method == "GET":
        return _choose(request, case)
    language = get_language() or "en"
    try:
        chosen = UUID(request.POST.get("guide", ""))
    except ValueError:
        return _choose(request, case, status=422)
    found = queries.guide(request.actor, chosen, language)
    try:
        cases.follow_guide(case=case, guide=found, by=request.actor)
    except WrongStateError as error:
        return stopped(request, error)
    return go("case", case, then="guide_followed", mark="plan")


def _choose(request: StaffRequest, case: UUID, *, status: int = 200) -> HttpResponse:
    language = get_language() or "en"
    crisis = lists.crisis(language)
    found = queries.guides(request.actor, language, crisis.id if crisis else None)
    page = case_queries.case(request.actor, case)
    context = {"guides": found, "case": page, "kinds": dict(KINDS), "part": "cases"}
    return show(request, "follow", context, status=status)
