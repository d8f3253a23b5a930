"""Answers that are ready: the list, and the page to write one."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import get_language

from amparo.doors.console import lists
from amparo.doors.console.access import StaffRequest, needs
from amparo.doors.console.show import go, show
from amparo.doors.sentences import in_words
from amparo.guard.accounts import queries as accounts
from amparo.kernel.authority import Power
from amparo.kernel.errors import InvalidError, NotFoundError
from amparo.kernel.language import name_in
from amparo.reach.messaging import queries as messaging
from amparo.reach.messaging.actions.templates import save_template

# Fields that stand on the page by themselves; more come from what is written already.
FIRST = ("en", "ar", "fr", "es", "ht")


@needs(Power.READ_QUEUE)
def templates(request: StaffRequest) -> HttpResponse:
    """Every answer of every line of mine, those put away too."""
    reader = get_language() or "en"
    lines = accounts.line_names()
    mine = [one for one in request.actor.within(Power.READ_QUEUE).scopes if one in lines]
    context = {
        "part": "more",
        "lines": [
            (one, lines[one], messaging.templates(request.actor, scope=one, every=True))
            for one in mine
        ],
        "can_edit": request.actor.can(Power.PLAN_SHIFTS),
        "reader": reader,
    }
    return show(request, "templates", context)


@needs(Power.PLAN_SHIFTS, "GET", "POST")
def edit_template(request: StaffRequest) -> HttpResponse:
    """One answer in all its languages. A refused one comes back with every word still in it."""
    asked = request.POST if request.method == "POST" else request.GET
    scope, key = _scope(request, asked.get("scope", "")), asked.get("key", "")[:32]
    known = {
        one.key: one for one in messaging.templates(request.actor, scope=scope, every=True)
    }.get(key)
    given = {
        "title": known.title if known else "",
        "texts": dict(known.texts) if known else {},
        "order": known.order if known else 50,
        "active": known.active if known else True,
    }
    wrong = ""
    if request.method == "POST":
        given = _given(request)
        try:
            save_template(scope=scope, key=key, by=request.actor, **given)  # type: ignore[arg-type]
            return go("templates", then="saved")
        except InvalidError as error:
            wrong = in_words(str(error))
    return show(
        request, "template", _context(scope, key, known, given, wrong), status=422 if wrong else 200
    )


def _given(request: StaffRequest) -> dict[str, object]:
    """What the form holds; the languages are its fields `text-CODE`, and one more can be added."""
    texts = {
        name.removeprefix("text-"): value
        for name, value in request.POST.items()
        if name.startswith("text-") and isinstance(value, str)
    }
    more = request.POST.get("more", "").strip()
    if more:
        texts[more[:12]] = request.POST.get("more-text", "")
    order = request.POST.get("order", "")
    return {
        "title": request.POST.get("title", ""),
        "texts": texts,
        "order": int(order) if order.isascii() and order.isdigit() else -1,
        "active": "active" in request.POST,
    }


def _context(
    scope: UUID, key: str, known: object, given: dict[str, object], wrong: str
) -> dict[str, object]:
    reader = get_language() or "en"
    texts = given["texts"]
    assert isinstance(texts, dict)
    codes = dict.fromkeys((*FIRST, *texts))
    return {
        "part": "more",
        "scope": scope,
        "key": key,
        "known": known,
        "given": given,
        "fields": [(code, name_in(code, reader), texts.get(code, "")) for code in codes],
        "others": [pair for pair in lists.languages(reader) if pair[0] not in codes],
        "wrong": wrong,
    }


def _scope(request: StaffRequest, said: str) -> UUID:
    """The line whose answer it is; NotFoundError when it is not hers to write for."""
    lines = accounts.line_names()
    mine = [one for one in request.actor.within(Power.PLAN_SHIFTS).scopes if one in lines]
    found = [one for one in mine if str(one) == said] or (mine if not said else [])
    if not found:
        raise NotFoundError(NotFoundError.__doc__)
    return found[0]
