"""What was referred to us: accept or decline, then say whether it was done."""

from collections.abc import Callable, Mapping
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amparo.aid.cases import actions, queries
from amparo.doors.console.access import StaffRequest, needs
from amparo.doors.console.show import go, show
from amparo.doors.console.work import stopped
from amparo.kernel.authority import Power
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


def _reason(request: StaffRequest) -> str:
    return request.POST.get("reason", "").strip()[:500]


def _do(request: StaffRequest, received: UUID, word: str, deed: Callable[[], None]) -> HttpResponse:
    try:
        deed()
    except InvalidError as error:
        again = {"wrong": str(error), "reason": request.POST.get("reason", "")}
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
