"""What rings: asked for again and again, taken with one key; whom it rings after how long."""

from dataclasses import fields
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from amparo.doors.console import lists
from amparo.doors.console.access import StaffRequest, needs
from amparo.doors.console.show import go, guarded, show
from amparo.doors.console.strip import chosen_scope, scopes, strip
from amparo.doors.console.work import stopped
from amparo.doors.sentences import in_words
from amparo.guard.roster import actions as roster_actions
from amparo.guard.roster import queries as roster
from amparo.kernel.authority import Power
from amparo.kernel.errors import InvalidError, NotFoundError, WrongStateError
from amparo.reach.duty import actions, queries


@needs("staff")
def alarm(request: StaffRequest) -> HttpResponse:
    """What stands above the page now; nothing at all when it is as it was."""
    found = strip(request.actor)
    if found is None or request.GET.get("seen") == found.key:
        return guarded(HttpResponse(status=204))
    return show(request, "alarm", {"strip": found})


@needs(Power.READ_QUEUE, "POST")
def take_alarm(request: StaffRequest, alarm: UUID) -> HttpResponse:
    """It no longer rings; about a person, her conversation is theirs and opens."""
    try:
        about = actions.take(alarm=alarm, by=request.actor)
    except WrongStateError as error:
        return stopped(request, in_words(str(error)))
    lists.forget()
    if about is None:
        return go("queue", then="alarm_taken")
    return go("conversation", about, then="taken")


@needs(Power.READ_QUEUE, "GET", "POST")
def escalation(request: StaffRequest) -> HttpResponse:
    """After how many minutes who is rung; who plans shifts may change it."""
    scope = chosen_scope(request.actor, request.GET.get("of", ""))
    if scope is None:
        raise NotFoundError(NotFoundError.__doc__)
    wrong, steps = "", roster.steps(request.actor, scope)
    if request.method == "POST":
        names = [one.name for one in fields(roster_actions.Steps)]
        sent = {name: _number(request.POST.get(name, "")) for name in names}
        steps = roster_actions.Steps(**sent)
        try:
            roster_actions.set_steps(scope=scope, steps=steps, by=request.actor)
            return go("escalation", then="steps")
        except InvalidError as error:
            wrong = in_words(str(error))
    rung = roster.rung(request.actor, scope)
    people = {one.staff: one.name for one in roster.people(request.actor, scope)}
    context = {
        "part": "more",
        "of": scope,
        "scopes": scopes(request.actor),
        "steps": steps,
        "wrong": wrong,
        "why": rung.why,
        "rung": [_names(one, people) for one in (rung.first, rung.second, rung.third)],
        "may": request.actor.can(Power.PLAN_SHIFTS),
    }
    return show(request, "escalation", context, status=422 if wrong else 200)


def _names(ids: tuple[UUID, ...], people: dict[UUID, str]) -> str:
    return _(", ").join(people[one] for one in ids if one in people)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else 0


@needs(Power.READ_QUEUE, "GET", "POST")
def my_phone(request: StaffRequest) -> HttpResponse:
    """The colleague's own number, seen and changed by nobody else."""
    wrong, number = "", ""
    if request.method == "POST":
        number = request.POST.get("number", "")[:40]
        try:
            if "forget" in request.POST:
                actions.forget_phone(by=request.actor)
                return go("my_phone", then="phone_gone")
            actions.set_phone(number=number, by=request.actor)
            return go("my_phone", then="phone_kept")
        except InvalidError as error:
            wrong = in_words(str(error))
    kept = queries.my_phone(request.actor)
    context = {"part": "more", "kept": kept, "number": number or kept, "wrong": wrong}
    return show(request, "my_phone", context, status=422 if wrong else 200)
