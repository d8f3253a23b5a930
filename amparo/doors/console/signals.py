"""Early signs of trouble, told on purpose by trusted observers; heard, and cleared again."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.doors.console import lists
from amparo.doors.console.access import StaffRequest, needs
from amparo.doors.console.queue import uuid_of
from amparo.doors.console.show import go, show
from amparo.doors.console.work import stopped
from amparo.doors.sentences import in_words
from amparo.kernel.errors import DeniedError, InvalidError, NotFoundError, WrongStateError
from amparo.reach.duty import actions, queries

SURE = {
    3: gettext_lazy("We have seen it ourselves"),
    2: gettext_lazy("We know who has seen it"),
    1: gettext_lazy("We have heard of it"),
}


@needs("staff", "GET", "POST")
def signals(request: StaffRequest) -> HttpResponse:
    """What may be coming, and the form to tell of it."""
    wrong = ""
    if request.method == "POST":
        try:
            actions.tell(told=_told(request), by=request.actor)
            lists.forget()
            return go("signals", then="signal")
        except InvalidError as error:
            wrong = in_words(str(error))
    found = queries.signs(request.actor)
    volume = [one for one in queries.ringing(request.actor).rows if one.kind == "volume"]
    context = {
        "part": "more",
        "found": found,
        "volume": volume,
        "whats": {key: _(words) for key, words in queries.whats().items()},
        "sures": SURE,
        "wrong": wrong,
        "typed": request.POST,
        "asked": [(id, name, id in found.subscribed) for id, name in found.names],
    }
    return show(request, "signals", context, status=422 if wrong else 200)


def _told(request: StaffRequest) -> queries.Told:
    scope = uuid_of(request.POST.get("scope", ""))
    if scope is None:
        raise NotFoundError(NotFoundError.__doc__)
    sure = request.POST.get("sure", "")
    return queries.Told(
        scope=scope,
        what=request.POST.get("what", ""),
        place=request.POST.get("place", ""),
        sure=int(sure) if sure in ("1", "2", "3") else 0,
        words=request.POST.get("words", ""),
    )


@needs("staff", "POST")
def clear_signal(request: StaffRequest, situation: UUID) -> HttpResponse:
    """The all-clear."""
    try:
        actions.all_clear(situation=situation, by=request.actor)
    except WrongStateError as error:
        return stopped(request, in_words(str(error)))
    lists.forget()
    return go("signals", then="clear")


@needs("staff", "POST")
def hear_signal(request: StaffRequest, situation: UUID) -> HttpResponse:
    """Heard, in the name of one of their organisations."""
    scope = uuid_of(request.POST.get("scope", ""))
    if scope is None:
        raise NotFoundError(NotFoundError.__doc__)
    actions.hear(situation=situation, scope=scope, by=request.actor)
    lists.forget()
    return go("signals", then="heard")


@needs("staff", "POST")
def warn_us(request: StaffRequest) -> HttpResponse:
    """An organisation is warned from now on, or no longer."""
    scope = uuid_of(request.POST.get("scope", ""))
    if scope is None:
        raise DeniedError(_("Only your own organisation."))
    deed = actions.subscribe if request.POST.get("warn") == "yes" else actions.unsubscribe
    deed(scope=scope, by=request.actor)
    return go("signals", then="warned")
