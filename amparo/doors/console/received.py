"""What was referred to us: accept or decline, then say whether it was done."""

from collections.abc import Callable, Mapping
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amparo.aid.cases import actions, queries
from amparo.commons.directory import actions as directory
from amparo.commons.directory import queries as directory_queries
from amparo.commons.directory.queries import SearchFilter, ServiceCard
from amparo.doors.console.access import StaffRequest, needs
from amparo.doors.console.show import go, show
from amparo.doors.console.work import stopped
from amparo.kernel.authority import Actor, Power
from amparo.kernel.errors import InvalidError, WrongStateError


@needs(Power.ANSWER_REFERRALS)
def received(request: StaffRequest) -> HttpResponse:
    """The referrals that wait for us, or all."""
    everything = request.GET.get("all") == "1"
    rows = queries.received(request.actor, open_only=not everything)
    waiting = sum(row.state == "sent" for row in rows)
    over = sum(row.overdue for row in rows)
    parts = [
        ngettext(
            "%(n)s referral waits for your answer.",
            "%(n)s referrals wait for your answer.",
            waiting,
        )
        % {"n": waiting}
        if waiting
        else _("No referral waits for your answer.")
    ]
    if over:
        parts.append(
            ngettext("%(n)s is past its time.", "%(n)s are past their time.", over) % {"n": over}
        )
    context = {"rows": rows, "everything": everything, "sentence": " ".join(parts)}
    return show(request, "received", context)


@needs(Power.ANSWER_REFERRALS)
def received_one(request: StaffRequest, received: UUID) -> HttpResponse:
    """The slip exactly as it was let through."""
    return _page(request, received)


@needs(Power.ANSWER_REFERRALS, "POST")
def answer(request: StaffRequest, received: UUID) -> HttpResponse:
    """Accepted, or declined with a reason."""
    accept, reason = request.POST.get("accept") == "yes", _reason(request)
    return _do(
        request,
        received,
        "accepted" if accept else "declined",
        lambda: actions.answer_referral(
            received=received, accept=accept, reason=reason, by=request.actor
        ),
    )


@needs(Power.ANSWER_REFERRALS, "POST")
def finish(request: StaffRequest, received: UUID) -> HttpResponse:
    """Done, or could not be done, with a reason."""
    done, reason = request.POST.get("done") == "yes", _reason(request)
    return _do(
        request,
        received,
        "done" if done else "not_done",
        lambda: actions.finish_referral(
            received=received, done=done, reason=reason, by=request.actor
        ),
    )


@needs(Power.ANSWER_REFERRALS, "POST")
def ask(request: StaffRequest, received: UUID) -> HttpResponse:
    """A question to the sender; the clock runs on."""
    words = request.POST.get("words", "")
    return _do(
        request,
        received,
        "asked_sender",
        lambda: actions.ask_sender(received=received, words=words, by=request.actor),
    )


@needs(Power.ANSWER_REFERRALS, "POST")
def report(request: StaffRequest, received: UUID) -> HttpResponse:
    """How it goes, for the sender to read."""
    words = request.POST.get("words", "")
    return _do(
        request,
        received,
        "reported",
        lambda: actions.report_progress(received=received, words=words, by=request.actor),
    )


@needs(Power.ANSWER_REFERRALS, "GET", "POST")
def places(request: StaffRequest) -> HttpResponse:
    """How many places are free right now, told by the organisation itself."""
    if request.method == "POST":
        try:
            service, number = UUID(request.POST.get("service", "")), request.POST.get("free", "")
            free = int(number) if number.strip() else None
        except ValueError:
            return stopped(request, _("Write a number, such as 4. Nothing was changed."))
        try:
            directory.tell_free(service=service, free=free, by=request.actor)
        except InvalidError as error:
            return stopped(request, error)
        return go("places", then="places")
    return show(request, "places", {"part": "received", "services": own_services(request.actor)})


def own_services(actor: Actor) -> list[ServiceCard]:
    """The services of the organisations at which this colleague answers referrals."""
    scopes = actor.within(Power.ANSWER_REFERRALS).scopes
    wanted = (SearchFilter(organisation=one) for one in scopes)
    return [card for one in wanted for card in directory_queries.services(one).cards]


def _reason(request: StaffRequest) -> str:
    return request.POST.get("reason", "").strip()[:500]


def _do(
    request: StaffRequest, received: UUID, word: str, deed: Callable[[], object]
) -> HttpResponse:
    try:
        deed()
    except InvalidError as error:
        again = {
            "wrong": str(error),
            "wrong_field": "reason" if error.field == "reason" else "words",
            "reason": request.POST.get("reason", ""),
            "words": request.POST.get("words", ""),
        }
        return _page(request, received, again, status=422)
    except WrongStateError as error:
        return stopped(request, error)
    return go("received_one", received, then=word)


def _page(
    request: StaffRequest,
    received: UUID,
    again: Mapping[str, object] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    found = queries.received_one(request.actor, received)
    context = {"found": found, "row": found.row, "part": "received", **(again or {})}
    return show(request, "received_one", context, status=status)
