"""The lists that every house keeps for itself: the needs, the kinds of crises."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from amparo.commons.crises import actions, queries
from amparo.doors.console import lists
from amparo.doors.console.access import StaffRequest, needs
from amparo.doors.console.crises import TONGUES
from amparo.doors.console.show import go, show
from amparo.doors.sentences import in_words
from amparo.kernel.authority import Power
from amparo.kernel.errors import InvalidError, NotFoundError
from amparo.kernel.language import name_in

Told = actions.NeedFacts | actions.KindFacts


@needs(Power.EDIT_CRISIS)
def needs_list(request: StaffRequest) -> HttpResponse:
    """Every need with its words and what it does."""
    return _list(request, "needs_list", _("Needs"), queries.need_list(request.actor))


@needs(Power.EDIT_CRISIS)
def kinds_list(request: StaffRequest) -> HttpResponse:
    """Every kind of crisis with its words."""
    return _list(request, "kinds_list", _("Kinds of crises"), queries.kind_list(request.actor))


@needs(Power.EDIT_CRISIS, "POST")
def seed_lists(request: StaffRequest) -> HttpResponse:
    """What comes with Amparo and is not in the lists yet is in them."""
    actions.seed_needs(by=request.actor)
    actions.seed_kinds(by=request.actor)
    lists.forget()
    back = "kinds_list" if request.POST.get("list") == "kinds_list" else "needs_list"
    return go(back, then="kept")


@needs(Power.EDIT_CRISIS, "GET", "POST")
def need(request: StaffRequest, key: str) -> HttpResponse:
    """One need: its words, its place in the list, whether it is asked for."""

    def save() -> str:
        facts = actions.NeedFacts(
            labels=_labels(request),
            order=_order(request),
            asked="asked" in request.POST,
            active="active" in request.POST,
            same_day="same_day" in request.POST,
        )
        return actions.save_need(facts=facts, by=request.actor, key=_key(key))

    return _one(request, key, queries.need_list(request.actor), "needs_list", save)


@needs(Power.EDIT_CRISIS, "GET", "POST")
def kind(request: StaffRequest, key: str) -> HttpResponse:
    """One kind of crisis: its words, its place in the list."""

    def save() -> str:
        facts = actions.KindFacts(
            labels=_labels(request), order=_order(request), active="active" in request.POST
        )
        return actions.save_kind(facts=facts, by=request.actor, key=_key(key))

    return _one(request, key, queries.kind_list(request.actor), "kinds_list", save)


def _list(
    request: StaffRequest, page: str, title: str, entries: tuple[queries.ListEntry, ...]
) -> HttpResponse:
    reader = get_language() or "en"
    rows = [(one, one.labels.get(reader) or one.labels.get("en", one.key)) for one in entries]
    context = {
        "part": "more",
        "rows": rows,
        "title": title,
        "list": page,
        "one": page.removesuffix("s_list"),
        "tongues": len(TONGUES),
    }
    return show(request, "open_list", context)


def _one(
    request: StaffRequest,
    key: str,
    entries: tuple[queries.ListEntry, ...],
    back: str,
    save: Callable[[], str],
) -> HttpResponse:
    entry = next((one for one in entries if one.key == key), None)
    if entry is None and key != "new":
        raise NotFoundError(NotFoundError.__doc__)
    wrong: dict[str, str] = {}
    if request.method == "POST":
        try:
            save()
            lists.forget()
            return go(back, then="kept")
        except InvalidError as error:
            wrong = {error.field: in_words(error.reason)}
    context = {
        "part": "more",
        "entry": entry,
        "told": _told(request, entry, entries),
        "wrong": wrong,
        "back": back,
        "is_need": back == "needs_list",
        "title": _("A new entry") if entry is None else entry.labels.get("en", entry.key),
    }
    return show(request, "open_list_one", context, status=422 if wrong else 200)


def _told(
    request: StaffRequest, entry: queries.ListEntry | None, entries: tuple[queries.ListEntry, ...]
) -> dict[str, Any]:
    reader, sent = get_language() or "en", request.method == "POST"
    labels = _labels(request) if sent else (entry.labels if entry else {})
    last = max((one.order for one in entries), default=0)
    known: dict[str, Any] = {"asked": False, "same_day": False, "active": True, "order": last + 10}
    if entry:
        known = {name: getattr(entry, name) for name in known}
    if sent:
        known = {name: name in request.POST for name in ("asked", "same_day", "active")}
        known["order"] = request.POST.get("order", "")[:6]
    codes = dict.fromkeys((*TONGUES, *labels))
    return known | {
        "labels": [(code, name_in(code, reader), labels.get(code, "")) for code in codes]
    }


def _labels(request: StaffRequest) -> dict[str, str]:
    said = request.POST
    return {
        name.removeprefix("label_"): said[name]
        for name in list(said)[:60]
        if name.startswith("label_")
    }


def _order(request: StaffRequest) -> int:
    text = request.POST.get("order", "").strip()
    if not (text.isascii() and text.isdigit() and len(text) < 6):
        raise InvalidError("order", _("The order is a whole number."))
    return int(text)


def _key(key: str) -> str:
    return "" if key == "new" else key
