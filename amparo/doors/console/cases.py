"""Cases: the list, and one page that tells each case from top to bottom, the wish first."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from amparo.aid.cases import actions
from amparo.aid.cases import queries as cases_queries
from amparo.doors.console.access import StaffRequest, needs
from amparo.doors.console.case_page import case_page
from amparo.doors.console.case_words import OUTCOMES
from amparo.doors.console.show import go, show
from amparo.doors.console.work import stopped
from amparo.doors.sentences import in_words
from amparo.kernel.authority import Power
from amparo.kernel.errors import InvalidError, NotFoundError, WrongStateError

PAGE = 50
STATES = (
    ("", gettext_lazy("Running")),
    ("open", gettext_lazy("With us")),
    ("referred", gettext_lazy("Passed on")),
    ("closed", gettext_lazy("Closed")),
)


@needs(Power.READ_CASES)
def cases(request: StaffRequest) -> HttpResponse:
    """The cases of one state, or all."""
    state = request.GET.get("state", "")
    state = state if state in dict(STATES) else ""
    found = cases_queries.cases(
        request.actor, state=state, after=request.GET.get("after", "")[:200], limit=PAGE
    )
    context = {
        "found": found,
        "state": state,
        "states": [
            (key, words, found.counts.get(key, 0) if key else _running(found))
            for key, words in STATES
        ],
        "sentence": _sentence(found),
        "gone": cases_queries.gone(request.actor) if state == "closed" else (),
    }
    return show(request, "cases", context)


def _running(found: cases_queries.CaseList) -> int:
    return found.counts.get("open", 0) + found.counts.get("referred", 0)


def _sentence(found: cases_queries.CaseList) -> str:
    running = _running(found)
    if not running:
        return _("No case is open.")
    text = ngettext("%(n)s case is open.", "%(n)s cases are open.", running) % {"n": running}
    over = sum(row.overdue for row in found.rows)
    if over:
        text += " " + ngettext(
            "%(n)s on this page is past its time.", "%(n)s on this page are past their time.", over
        ) % {"n": over}
    return text


@needs(Power.READ_CASES)
def case(request: StaffRequest, case: UUID) -> HttpResponse:
    """The page of one case; of one that went to another organisation, where it is."""
    try:
        found = cases_queries.case(request.actor, case)
    except NotFoundError:
        gone = cases_queries.gone(request.actor, case)
        if not gone:
            raise
        return show(request, "case_gone", {"gone": gone[0], "part": "cases"})
    return case_page(request, found)


@needs(Power.WORK_CASES, "POST")
def note(request: StaffRequest, case: UUID) -> HttpResponse:
    """One more line in the story; an empty one comes back with the reason."""
    text = request.POST.get("text", "")
    try:
        actions.note(case=case, text=text, by=request.actor)
    except InvalidError as error:
        return _again(request, case, {"text": text, "text_wrong": in_words(str(error))})
    return go("case", case, then="noted", mark="note")


@needs(Power.WORK_CASES, "POST")
def wish(request: StaffRequest, case: UUID) -> HttpResponse:
    """The person's own wish, in her words, and what it is about."""
    text, kind = request.POST.get("wish", ""), request.POST.get("wish_kind")
    language = request.POST.get("language", "en")[:12]
    try:
        actions.set_wish(case=case, wish=text, language=language, kind=kind, by=request.actor)
    except InvalidError as error:
        return _again(request, case, {"wish": text, "wish_wrong": in_words(str(error))})
    return go("case", case, then="wish")


@needs(Power.WORK_CASES, "POST")
def close(request: StaffRequest, case: UUID) -> HttpResponse:
    """Closed, with what came of it."""
    given = {name: request.POST.get(name, "") for name in ("outcome", "words", "why_against")}
    wrong = ""
    if given["outcome"] not in dict(OUTCOMES):
        wrong = _("Choose what came of it. The case stays open.")
    elif request.POST.get("against") == "yes" and not given["why_against"].strip():
        wrong = _("This goes against the wish. Write down why. Nothing was changed.")
    try:
        if not wrong:
            actions.close_case(case=case, by=request.actor, **given)
    except InvalidError as error:
        wrong = in_words(str(error))
    except WrongStateError as error:
        return stopped(request, error)
    if wrong:
        again = {f"close_{name}": value for name, value in given.items()}
        return _again(request, case, {**again, "close_wrong": wrong})
    return go("case", case, then="case_closed")


@needs(Power.WORK_CASES, "POST")
def reopen(request: StaffRequest, case: UUID) -> HttpResponse:
    """Open again."""
    try:
        actions.reopen_case(case=case, by=request.actor)
    except WrongStateError as error:
        return stopped(request, error)
    return go("case", case, then="reopened")


def _again(request: StaffRequest, case: UUID, again: dict[str, object]) -> HttpResponse:
    """The page once more, with what was typed and what is wrong with it."""
    return case_page(request, cases_queries.case(request.actor, case), again, status=422)
