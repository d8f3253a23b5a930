"""The watch list of employers and recruiters who abuse people: for protection staff alone."""

from collections.abc import Callable, Mapping
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from amparo.aid.protection import actions, queries
from amparo.doors.console import lists
from amparo.doors.console.access import StaffRequest, needs
from amparo.doors.console.protection_words import WATCHED
from amparo.doors.console.show import go, show
from amparo.doors.console.work import stopped
from amparo.doors.sentences import in_words
from amparo.kernel.authority import Power
from amparo.kernel.errors import DeniedError, InvalidError, NotFoundError, WrongStateError

_FIELDS = ("name", "role", "where", "words")


@needs(Power.PROTECT)
def watch(request: StaffRequest) -> HttpResponse:
    """The list, narrowed to what was searched for."""
    return _list(request)


@needs(Power.PROTECT, "POST")
def propose_watch(request: StaffRequest) -> HttpResponse:
    """One more entry, as one colleague reports it."""
    typed = {key: request.POST.get(key, "") for key in _FIELDS}
    try:
        scope = request.actor.within(Power.PROTECT).scopes[0]
        entry = actions.propose(reported=actions.Reported(**typed), scope=scope, by=request.actor)
    except InvalidError as error:
        return _list(request, {"typed": typed, "wrong": in_words(str(error))}, status=422)
    return go("watch_entry", entry, then="proposed")


@needs(Power.PROTECT)
def watch_entry(request: StaffRequest, entry: UUID) -> HttpResponse:
    """One entry, its history and its warnings."""
    return _page(request, entry)


@needs(Power.PROTECT, "POST")
def decide_watch(request: StaffRequest, entry: UUID) -> HttpResponse:
    """Confirmed, looked at again, or withdrawn."""
    by, how = request.actor, request.POST.get("how", "")
    deeds: dict[str, Callable[[], None]] = {
        "confirm": lambda: actions.confirm(entry=entry, by=by),
        "review": lambda: actions.review(entry=entry, by=by),
        "withdraw": lambda: actions.withdraw(
            entry=entry, reason=request.POST.get("reason", ""), by=by
        ),
    }
    if how not in deeds:
        return _page(request, entry, {"wrong": _("Choose what to do.")}, status=422)
    return _do(request, entry, f"watch_{how}", deeds[how])


@needs(Power.PROTECT, "POST")
def draft_warning(request: StaffRequest, entry: UUID) -> HttpResponse:
    """A warning in general words."""

    def deed() -> None:
        actions.draft_warning(
            entry=entry,
            text=request.POST.get("text", ""),
            language=request.POST.get("language", "en"),
            by=request.actor,
        )

    return _do(request, entry, "drafted", deed)


@needs(Power.PROTECT, "POST")
def warning_ready(request: StaffRequest, entry: UUID, warning: UUID) -> HttpResponse:
    """A second colleague has read it over."""
    if warning not in {one.id for one in queries.watch_entry(request.actor, entry).warnings}:
        raise NotFoundError(NotFoundError.__doc__)

    def deed() -> None:
        actions.mark_ready(warning=warning, by=request.actor)

    return _do(request, entry, "ready", deed)


def _do(request: StaffRequest, entry: UUID, word: str, deed: Callable[[], None]) -> HttpResponse:
    try:
        deed()
    except (InvalidError, DeniedError) as error:
        if not request.actor.can(Power.PROTECT):
            raise
        status = 422 if isinstance(error, InvalidError) else 403
        return _page(request, entry, {"wrong": in_words(str(error))}, status=status)
    except WrongStateError as error:
        return stopped(request, error)
    return go("watch_entry", entry, then=word)


def _list(
    request: StaffRequest, again: Mapping[str, object] | None = None, *, status: int = 200
) -> HttpResponse:
    looked_for = request.GET.get("find", "").strip()[:160]
    withdrawn = request.GET.get("withdrawn") == "1"
    found = queries.watch_list(request.actor, looked_for, withdrawn=withdrawn)
    context = {
        "part": "more",
        "found": found,
        "looked_for": looked_for,
        "withdrawn": withdrawn,
        "waiting": sum(row.state == "proposed" for row in found.rows),
        "due": sum(row.due for row in found.rows),
        "roles": WATCHED,
        "role_words": dict(WATCHED),
        **(again or {}),
    }
    return show(request, "watch", context, status=status)


def _page(
    request: StaffRequest,
    entry: UUID,
    again: Mapping[str, object] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    found = queries.watch_entry(request.actor, entry)
    reader = get_language() or "en"
    role = found.row.reported.role if found.row.reported else "other"
    context = {
        "part": "more",
        "found": found,
        "row": found.row,
        "role_word": dict(WATCHED).get(role, ""),
        "alike": [
            (one, dict(WATCHED).get(one.reported.role, "")) for one in found.alike if one.reported
        ],
        "languages": lists.languages(reader, reader),
        "reader": reader,
        "text": request.POST.get("text") or _beginning(role),
        **(again or {}),
    }
    return show(request, "watch_entry", context, status=status)


def _beginning(role: str) -> str:
    """The words a warning may begin with: general, true of many, of nobody by name."""
    if role == "landlord":
        return _(
            "Some who rent out rooms take people's papers or threaten them. Keep your papers "
            "with you. You can ask us, free and in confidence."
        )
    return _(
        "Some who offer work keep people's passports, do not pay, or ask for money first. Do not "
        "give away your passport: a copy is enough. Tell someone you trust where you go. You can "
        "ask us, free and in confidence."
    )
