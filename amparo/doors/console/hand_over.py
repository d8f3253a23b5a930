"""A shift ends: what I hold goes back or to a colleague, with a note for the next ones."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from amparo.doors.console import lists
from amparo.doors.console.access import StaffRequest, needs
from amparo.doors.console.show import go, show
from amparo.doors.console.strip import chosen_scope, scopes
from amparo.doors.sentences import in_words
from amparo.guard.roster import queries as roster
from amparo.kernel.authority import Power
from amparo.kernel.errors import InvalidError, NotFoundError, SealedAwayError
from amparo.reach.duty import actions, queries
from amparo.reach.messaging.queries import line


@needs(Power.WORK_QUEUE, "GET", "POST")
def hand_over(request: StaffRequest) -> HttpResponse:
    """What I hold, and the form that gives all of it on in one go."""
    worker = request.actor.within(Power.WORK_QUEUE)
    scope = chosen_scope(worker, request.POST.get("of", "") or request.GET.get("of", ""))
    if scope is None:
        raise NotFoundError(NotFoundError.__doc__)
    wrong, note, to = "", request.POST.get("note", ""), request.POST.get("to", "")
    there = [one for one in roster.on_duty(worker, scope) if one.staff != worker.id]
    if request.method == "POST":
        chosen = next((one.staff for one in there if str(one.staff) == to), None)
        try:
            if to and chosen is None:
                raise InvalidError("to", _("They are not on duty now. Choose someone who is."))
            actions.give(scope=scope, note=note, to=chosen, by=request.actor)
            lists.forget()
            return go("hand_over", then="handed")
        except (InvalidError, SealedAwayError) as error:
            wrong = in_words(str(error))
    context = {
        "part": "more",
        "of": scope,
        "scopes": scopes(worker),
        "held": line.held_by(worker, scope),
        "open": line.open_now(worker, scope),
        "there": there,
        "recent": queries.recent(worker, scope),
        "note": note,
        "to": to,
        "wrong": wrong,
    }
    return show(request, "hand_over", context, status=422 if wrong else 200)


@needs(Power.READ_QUEUE, "POST")
def read_note(request: StaffRequest, hand_over: UUID) -> HttpResponse:
    """The note is read: whoever wrote it sees by whom and when."""
    actions.mark_read(hand_over=hand_over, by=request.actor)
    lists.forget()
    return go("queue", then="note_read")
