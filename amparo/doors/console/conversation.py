"""One conversation from top to bottom: the thread, why it was sorted so, and the answer."""

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpResponse

from amparo.aid.cases import actions as cases
from amparo.doors.console import lists
from amparo.doors.console.access import StaffRequest, needs
from amparo.doors.console.filters import Chosen
from amparo.doors.console.queue import (
    chosen,
    reader,
    ready_of,
    row_context,
    show_row,
    uuid_of,
)
from amparo.doors.console.said import said
from amparo.doors.console.show import go, show
from amparo.doors.console.work import stopped
from amparo.doors.sentences import in_words
from amparo.kernel.authority import Power
from amparo.kernel.errors import InvalidError, NotFoundError, WrongStateError
from amparo.reach.messaging import queries as messaging
from amparo.reach.messaging.actions import answer as answers
from amparo.reach.messaging.actions import queue as actions

# By default GSM letters; one letter outside them and a part holds 70 (3GPP TS 23.038).
SMS_PART = 160


@needs(Power.READ_QUEUE)
def conversation(request: StaffRequest, conversation: UUID) -> HttpResponse:
    """The page of one conversation; the person who asks for the status is told it was read."""
    thread = messaging.conversation(request.actor, conversation, reader=reader())
    if thread.merged_into:
        return go("conversation", thread.merged_into, then="is_merged")
    if thread.row.state == "received" and not thread.sealed:
        actions.mark_read(conversation=conversation, by=request.actor)
    return _page(request, thread, _filled(request, thread))


def _filled(request: StaffRequest, thread: messaging.Thread) -> dict[str, object]:
    """The answer form with a ready answer in it, if the address names one."""
    key = request.GET.get("ready", "")
    found = next((one for one in _ready(request, thread) if one["key"] == key), None)
    if found is None:
        return {}
    return {"text": found["text"], "text_language": found["language"]}


def _ready(request: StaffRequest, thread: messaging.Thread) -> list[dict[str, object]]:
    """Ready answers as she would read them; in another language only where hers is missing."""
    row = thread.row
    if row.scope is None or not request.actor.can(Power.WORK_QUEUE):
        return []
    ready = []
    for one in ready_of(request, row.scope):
        languages = dict.fromkeys((thread.answer_language, row.language, "en", *one.texts))
        language = next(code for code in languages if one.text_in(code, row.reference))
        ready.append(
            {
                "key": one.key,
                "title": one.title,
                "draft": one.draft,
                "language": language,
                "hers": language in (thread.answer_language, row.language),
                "text": one.text_in(language, row.reference),
            }
        )
    return ready


@needs(Power.WORK_QUEUE, "POST")
def answer(request: StaffRequest, conversation: UUID) -> HttpResponse:
    """The answer waits to be sent; a refused one comes back with every word still in it."""
    text, language = request.POST.get("text", ""), request.POST.get("language", "en")[:12]
    to = uuid_of(request.POST.get("to", ""))
    try:
        answers.answer(
            conversation=conversation,
            text=text,
            language=language,
            by=request.actor,
            to=to,
            although="although" in request.POST,
        )
    except (InvalidError, WrongStateError) as error:
        thread = messaging.conversation(request.actor, conversation, reader=reader())
        again = {
            "text": text,
            "text_language": language,
            "text_wrong": in_words(str(error)),
            "text_to": to,
        }
        return _page(request, thread, again, status=422)
    return go("conversation", conversation, then="answered", mark="answer")


@needs(Power.READ_QUEUE, "POST")
def translate(request: StaffRequest, conversation: UUID, message: UUID) -> HttpResponse:
    """The translation stands beside the message, with its author's name."""
    text, language = request.POST.get("text", ""), request.POST.get("language", "en")[:12]
    thread = messaging.conversation(request.actor, conversation, reader=reader())
    if message not in {one.id for one in thread.messages}:
        raise NotFoundError(NotFoundError.__doc__)
    try:
        answers.translate(message=message, language=language, text=text, by=request.actor)
    except InvalidError as error:
        again = {
            "translating": message,
            "translation": text,
            "translation_wrong": in_words(str(error)),
        }
        return _page(request, thread, again, status=422)
    return go("conversation", conversation, then="translated", mark=f"m-{message}")


@needs(Power.WORK_QUEUE, "POST")
def settle(request: StaffRequest, conversation: UUID, message: UUID) -> HttpResponse:
    """A person knows what became of a message; the machine would only guess."""
    try:
        answers.settle(
            conversation=conversation,
            message=message,
            arrived=request.POST.get("arrived") == "yes",
            by=request.actor,
        )
    except WrongStateError as error:
        return stopped(request, error)
    return go("conversation", conversation, then="settled", mark=f"m-{message}")


@needs(Power.WORK_QUEUE, "GET", "POST")
def place(request: StaffRequest, conversation: UUID) -> HttpResponse:
    """A place of the gazetteer, or words alone. Inside an open row, only the search itself."""
    thread = messaging.conversation(request.actor, conversation, reader=reader())
    if request.method == "POST":
        return _decide_place(request, conversation)
    find = request.GET.get("find", "").strip()[:80]
    area = messaging.zone(request.actor)
    context = {
        **row_context(request, chosen(request)),
        "row": thread.row,
        "thread": thread,
        "find": find,
        "places": [
            (one, area.beyond(one.lat, one.lon) if area else 0) for one in lists.places(find)
        ],
    }
    inside = bool(request.htmx)
    return show(request, "place_find" if inside else "place", context)


def _decide_place(request: StaffRequest, conversation: UUID) -> HttpResponse:
    """Where help is needed is kept, and the row or the page comes back."""
    label = request.POST.get("label", "")[:200].strip()
    ref = uuid_of(request.POST.get("place", ""))
    wrong = ""
    try:
        actions.set_place(conversation=conversation, place=ref, label=label, by=request.actor)
    except WrongStateError as error:
        wrong = in_words(str(error))
    if request.htmx:
        done = "" if wrong else said("place")
        return show_row(request, conversation, said=done, wrong=wrong, status=409 if wrong else 200)
    return stopped(request, wrong) if wrong else go("conversation", conversation, then="place")


@needs(Power.WORK_CASES, "GET", "POST")
def open_case(request: StaffRequest, conversation: UUID) -> HttpResponse:
    """A case with the person's own wish first; the one that is there already if there is one."""
    thread = messaging.conversation(request.actor, conversation)
    if thread.row.case_id:
        return go("case", thread.row.case_id)
    wrong = ""
    if request.method == "POST":
        try:
            case = cases.open_case(
                facts=messaging.case_facts(request.actor, conversation),
                wish=request.POST.get("wish", ""),
                by=request.actor,
            )
            return go("case", case, then="case")
        except (InvalidError, WrongStateError) as error:
            wrong = str(error)
    context = {
        "row": thread.row,
        "thread": thread,
        "part": "queue",
        "wish": request.POST.get("wish", ""),
        "wrong": wrong,
    }
    return show(request, "open_case", context, status=422 if wrong else 200)


def _page(
    request: StaffRequest,
    thread: messaging.Thread,
    again: Mapping[str, object] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    mine, row = reader(), thread.row
    hers = thread.answer_language or row.language
    context = {
        **row_context(request, Chosen({})),
        "row": row,
        "thread": thread,
        "newest": next(
            (one.id for one in reversed(thread.messages) if one.direction == "in"), None
        ),
        "text": "",
        "text_language": hers if hers != "und" else mine,
        "text_to": None,
        "answer_languages": lists.languages(mine, hers, row.language, mine),
        "translation_languages": lists.languages(mine, mine, "en"),
        "ready": _ready(request, thread),
        "repeats": messaging.repeats(request.actor, thread)
        if request.actor.can(Power.WORK_QUEUE)
        else (),
        "sms_part": SMS_PART,
        **(again or {}),
    }
    return show(request, "conversation", context, status=status)
