"""One conversation from top to bottom: the thread, why it was sorted so, and the answer."""

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import get_language

from amparo.aid.cases import actions as cases
from amparo.doors.console import lists
from amparo.doors.console.access import StaffRequest, needs
from amparo.doors.console.filters import Chosen
from amparo.doors.console.queue import row_context
from amparo.doors.console.show import go, show
from amparo.doors.console.work import stopped
from amparo.kernel.authority import Power
from amparo.kernel.errors import InvalidError, WrongStateError
from amparo.reach.messaging import queries as messaging
from amparo.reach.messaging.actions import answer as answers
from amparo.reach.messaging.actions import queue as actions

# By default GSM letters; one letter outside them and a part holds 70 (3GPP TS 23.038).
SMS_PART = 160


@needs(Power.READ_QUEUE)
def conversation(request: StaffRequest, conversation: UUID) -> HttpResponse:
    """The page of one conversation; the person who asks for the status is told it was read."""
    thread = messaging.conversation(request.actor, conversation)
    if thread.row.state == "received" and not thread.sealed:
        actions.mark_read(conversation=conversation, by=request.actor)
    return _page(request, thread)


@needs(Power.WORK_QUEUE, "POST")
def answer(request: StaffRequest, conversation: UUID) -> HttpResponse:
    """The answer waits to be sent; a refused one comes back with every word still in it."""
    text, language = request.POST.get("text", ""), request.POST.get("language", "en")[:12]
    try:
        answers.answer(conversation=conversation, text=text, language=language, by=request.actor)
    except (InvalidError, WrongStateError) as error:
        thread = messaging.conversation(request.actor, conversation)
        again = {"text": text, "text_language": language, "text_wrong": str(error)}
        return _page(request, thread, again, status=422)
    return go("conversation", conversation, then="answered", mark="answer")


@needs(Power.READ_QUEUE, "POST")
def translate(request: StaffRequest, conversation: UUID, message: UUID) -> HttpResponse:
    """The translation stands beside the message, with its author's name."""
    text, language = request.POST.get("text", ""), request.POST.get("language", "en")[:12]
    thread = messaging.conversation(request.actor, conversation)
    try:
        answers.translate(message=message, language=language, text=text, by=request.actor)
    except InvalidError as error:
        again = {"translating": message, "translation": text, "translation_wrong": str(error)}
        return _page(request, thread, again, status=422)
    return go("conversation", conversation, then="translated", mark=f"m-{message}")


@needs(Power.WORK_QUEUE, "POST")
def settle(request: StaffRequest, conversation: UUID, message: UUID) -> HttpResponse:
    """A person knows what became of a message; the machine would only guess."""
    try:
        answers.settle(
            message=message, arrived=request.POST.get("arrived") == "yes", by=request.actor
        )
    except WrongStateError as error:
        return stopped(request, error)
    return go("conversation", conversation, then="settled", mark=f"m-{message}")


@needs(Power.WORK_QUEUE, "GET", "POST")
def place(request: StaffRequest, conversation: UUID) -> HttpResponse:
    """A place of the gazetteer, or words alone."""
    thread = messaging.conversation(request.actor, conversation)
    if request.method == "POST":
        chosen, label = request.POST.get("place", ""), request.POST.get("label", "")[:200]
        ref = next((one.id for one in lists.places(label) if str(one.id) == chosen), None)
        ref = ref or (UUID(chosen) if _is_uuid(chosen) else None)
        actions.set_place(
            conversation=conversation, place=ref, label=label.strip(), by=request.actor
        )
        return go("conversation", conversation, then="place")
    find = request.GET.get("find", "").strip()[:80]
    context = {
        "part": "queue",
        "row": thread.row,
        "thread": thread,
        "find": find,
        "places": lists.places(find),
    }
    return show(request, "place", context)


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
    reader = get_language() or "en"
    row = thread.row
    context = {
        **row_context(request, Chosen({})),
        "row": row,
        "thread": thread,
        "newest": next(
            (one.id for one in reversed(thread.messages) if one.direction == "in"), None
        ),
        "text": "",
        "text_language": row.language if row.language != "und" else reader,
        "answer_languages": lists.languages(reader, row.language, reader),
        "translation_languages": lists.languages(reader, reader, "en"),
        "sms_part": SMS_PART,
        **(again or {}),
    }
    return show(request, "conversation", context, status=status)


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
