"""The hotline: a call written down while it is spoken, who is to be called back, and the script.

Nothing on the form must be filled in: a caller may hang up at any word.
"""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from amparo.doors.console import lists
from amparo.doors.console.access import StaffRequest, needs
from amparo.doors.console.call_forms import AGAIN, REASONS, entered, facts_of, number_of
from amparo.doors.console.queue import reader
from amparo.doors.console.show import go, show
from amparo.doors.console.templatetags.persons import HOURS
from amparo.doors.console.work import stopped
from amparo.kernel import clock, receipts
from amparo.kernel.authority import Power
from amparo.kernel.errors import DeniedError, InvalidError, WrongStateError
from amparo.reach.calls import actions, queries
from amparo.reach.calls.actions import Promise
from amparo.reach.messaging import queries as messaging
from amparo.reach.messaging.actions import spoken

OUTCOMES = (
    ("reached", "r", _("Reached")),
    ("no_answer", "n", _("No answer")),
    ("wrong_number", "w", _("Wrong number")),
    ("not_safe", "s", _("Not safe now")),
)
STEPS = {
    "greeting": _("Greeting"),
    "safe": _("Safe to talk?"),
    "need": _("What is needed"),
    "where": _("Where"),
    "people": _("How many"),
    "back": _("How to call back"),
    "next": _("What happens next"),
}
SCRIPT_LANGUAGES = ("en", "ar", "fr", "es", "ht")


@needs(Power.WORK_QUEUE)
def calls(request: StaffRequest) -> HttpResponse:
    """Calls that were promised, whoever is to be called first at the top."""
    return _list(request)


def _list(
    request: StaffRequest, shown: UUID | None = None, number: str = "", wrong: str = ""
) -> HttpResponse:
    rows = queries.due(request.actor, mine=request.GET.get("mine") == "1")
    over = sum(one.due_at <= clock.now() for one in rows)
    context = {
        "part": "queue",
        "rows": rows,
        "over": over,
        "mine": request.GET.get("mine") == "1",
        "outcomes": OUTCOMES,
        "outcome_words": {key: words for key, _key, words in OUTCOMES},
        "reasons": REASONS,
        "shown": shown,
        "number": number,
        "wrong": wrong,
    }
    return show(request, "calls", context, status=409 if wrong else 200)


@needs(Power.WORK_QUEUE, "GET", "POST")
def new_call(request: StaffRequest) -> HttpResponse:
    """The form with the script beside it; after Keep, the reference and the code to read out."""
    if request.method != "POST":
        return _form(request)
    call, back = entered(request.POST, _zone())
    try:
        made = spoken.write_down(call=call, by=request.actor)
        callback = None
        if back is not None:
            callback = actions.promise(
                call=Promise(
                    conversation=made.conversation,
                    scope=made.scope,
                    reference=made.reference,
                    due=back,
                    number=number_of(request.POST),
                    language=call.language or "und",
                    interpreter="interpreter" in call.told,
                    safe_hours=call.safe_hours,
                ),
                by=request.actor,
            )
    except (InvalidError, DeniedError) as error:
        return _form(request, str(error))
    context = {
        "part": "queue",
        "made": made,
        "groups": receipts.groups(made.code),
        "back": back,
        "callback": callback,
        "done": "called",
    }
    return show(request, "call_done", context)


def _form(request: StaffRequest, wrong: str = "") -> HttpResponse:
    language = request.GET.get("language") or request.POST.get("language") or reader()
    context = {
        "part": "queue",
        "said": request.POST,
        "ticked": request.POST.getlist("need"),
        "hours_ticked": request.POST.getlist("hours"),
        "call_language": language,
        "steps": _steps(request, language),
        "all_needs": lists.offered_needs(reader()),
        "languages": lists.languages(reader(), language),
        "script_languages": SCRIPT_LANGUAGES,
        "hours": HOURS,
        "again": AGAIN,
        "wrong": wrong,
    }
    return show(request, "new_call", context, status=422 if wrong else 200)


def _steps(request: StaffRequest, language: str) -> list[tuple[object, queries.Step]]:
    scope = queries.line_of(request.actor)
    found = queries.script(request.actor, scope=scope, language=language[:12])
    return [(STEPS[one.key], one) for one in found]


@needs(Power.WORK_QUEUE, "GET", "POST")
def script(request: StaffRequest) -> HttpResponse:
    """What is said at each step, in one language; each line changes it for itself."""
    asked = request.POST.get("language") or request.GET.get("language") or reader()
    language = asked if asked in SCRIPT_LANGUAGES else "en"
    scope = queries.line_of(request.actor)
    if request.method == "POST" and scope is not None:
        for step in STEPS:
            text = request.POST.get(step)
            before = {one.key: one for _name, one in _steps(request, language)}
            if text is not None and text.strip() != before[step].text:
                actions.write_step(
                    scope=scope, language=language, step=step, text=text, by=request.actor
                )
        return go("script", then="script")
    context = {
        "part": "queue",
        "steps": _steps(request, language),
        "call_language": language,
        "languages": [one for one in lists.languages(reader()) if one[0] in SCRIPT_LANGUAGES],
        "has_line": scope is not None,
    }
    return show(request, "script", context)


@needs(Power.WORK_QUEUE, "POST")
def tried(request: StaffRequest, callback: UUID) -> HttpResponse:
    """What happened, with one press; the next try is suggested."""
    try:
        later = actions.tried(
            callback=callback,
            outcome=request.POST.get("outcome", ""),
            again=_moment(request.POST.get("at", "")),
            by=request.actor,
        )
    except (InvalidError, WrongStateError) as error:
        return stopped(request, error)
    return go("calls", then="tried" if later else "call_done")


@needs(Power.WORK_QUEUE, "POST")
def take(request: StaffRequest, callback: UUID) -> HttpResponse:
    """The promise is yours."""
    try:
        actions.take_over(callback=callback, by=request.actor)
    except WrongStateError as error:
        return stopped(request, error)
    return go("calls", then="call_taken")


@needs(Power.WORK_QUEUE, "POST")
def number(request: StaffRequest, callback: UUID) -> HttpResponse:
    """The number, once, on the page of whoever promised the call."""
    # One of the words on the page: it stands in the audit, where no name and no number may.
    reason = request.POST.get("reason", "")
    try:
        found = actions.show_number(
            callback=callback, reason=reason if reason in dict(REASONS) else "", by=request.actor
        )
    except (InvalidError, WrongStateError) as error:
        return _list(request, wrong=str(error))
    return _list(request, callback, found)


@needs(Power.WORK_QUEUE, "GET", "POST")
def promise(request: StaffRequest, conversation: UUID) -> HttpResponse:
    """A call-back for someone who wrote."""
    thread = messaging.conversation(request.actor, conversation)
    wrong = ""
    if request.method == "POST":
        facts = messaging.case_facts(request.actor, conversation)
        _call, back = entered(request.POST, _zone())
        try:
            actions.promise(
                call=Promise(
                    conversation=facts.conversation_id,
                    scope=facts.scope_id,
                    reference=facts.reference,
                    due=back or clock.now(),
                    number=number_of(request.POST),
                    language=facts.language,
                    interpreter="interpreter" in facts_of(request.POST),
                    safe_hours=thread.safe_hours,
                ),
                by=request.actor,
            )
            return go("calls", then="promised")
        except InvalidError as error:
            wrong = str(error)
    context = {
        "part": "queue",
        "row": thread.row,
        "thread": thread,
        "again": AGAIN,
        "said": request.POST,
        "wrong": wrong,
    }
    return show(request, "promise_call", context, status=422 if wrong else 200)


def _zone() -> ZoneInfo:
    crisis = lists.crisis(get_language() or "en")
    return ZoneInfo(crisis.timezone if crisis else "UTC")


def _moment(text: str) -> datetime | None:
    """A moment on the clock of the place, as a browser writes it; none in the past."""
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    if found is None:
        return None
    aware = found if found.tzinfo else found.replace(tzinfo=_zone())
    return aware if aware > clock.now() - timedelta(minutes=1) else None
