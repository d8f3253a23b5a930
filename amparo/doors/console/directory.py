"""Organisations and services, for everyone who works here."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from amparo.commons.directory import queries
from amparo.doors.console import lists
from amparo.doors.console.access import StaffRequest, needs
from amparo.doors.console.show import go, show
from amparo.guard.accounts import queries as accounts
from amparo.kernel.authority import Power
from amparo.kernel.language import name_in

PAGE = 30


def wanted_in(request: StaffRequest, *, can_edit: bool) -> queries.SearchFilter:
    """What the address asks for."""
    only = request.GET.get("only", "")
    return queries.SearchFilter(
        text=request.GET.get("text", "").strip()[:100],
        need=request.GET.get("need", "")[:32],
        language=request.GET.get("language", "")[:12],
        place=request.GET.get("place", "").strip()[:100],
        only=only if only in ("stale", "inactive", "hidden") else "",
        sort=request.GET.get("sort", "name")[:12],
        after=request.GET.get("after", "")[:400],
        with_closed_down=can_edit,
    )


@needs("staff")
def directory(request: StaffRequest) -> HttpResponse:
    """Services by words, need, language and place."""
    reader = get_language() or "en"
    can_edit = request.actor.can(Power.EDIT_DIRECTORY)
    wanted = wanted_in(request, can_edit=can_edit)
    found = queries.services(wanted, limit=PAGE, language=reader)
    context = {
        "found": found,
        "wanted": wanted,
        "all_needs": lists.needs(reader),
        "languages": [(code, name_in(code, reader)) for code in lists.LANGUAGES],
        "onlys": [
            ("stale", _("To ask again")),
            ("inactive", _("No longer offered")),
            ("hidden", _("Hidden address")),
        ],
        "sorts": [
            ("name", _("By name")),
            ("confirmed", _("Longest not confirmed")),
            ("changed", _("Last changed")),
        ],
        "filtered": any((wanted.text, wanted.need, wanted.language, wanted.place, wanted.only)),
        "sentence": ngettext("%(n)s service", "%(n)s services", found.total) % {"n": found.total}
        if found.total
        else _("No service fits."),
        "query": _without_after(request),
        "can_edit": can_edit,
        "part": "directory",
    }
    return show(request, "directory", context)


@needs("staff")
def service(request: StaffRequest, service: UUID) -> HttpResponse:
    """One service, as colleagues see it; a hidden address only its own house and editors see."""
    card = queries.service(service, language=get_language() or "en")
    if card.merged_into and "stay" not in request.GET:
        return go("service", card.merged_into, then="was_merged")
    can_edit = request.actor.can(Power.EDIT_DIRECTORY)
    context = {
        "service": card,
        "choices": queries.choices(),
        "contacts": queries.contacts(request.actor, card.organisation_id),
        "where": queries.where(request.actor, service) if card.address_hidden else None,
        "days": queries.days_for(card.needs),
        "names": accounts.colleague_names(),
        "can_edit": can_edit,
        "undo": queries.last_change(request.actor, service) if can_edit else None,
        "part": "directory",
    }
    return show(request, "service", context)


@needs("staff")
def organisations(request: StaffRequest) -> HttpResponse:
    """Organisations by words."""
    text = request.GET.get("text", "").strip()[:100]
    can_edit = request.actor.can(Power.EDIT_DIRECTORY)
    found = queries.organisations(
        text, after=request.GET.get("after", "")[:400], limit=PAGE, with_closed_down=can_edit
    )
    context = {
        "found": found,
        "text": text,
        "choices": queries.choices(),
        "query": _without_after(request),
        "can_edit": can_edit,
        "part": "directory",
    }
    return show(request, "organisations", context)


@needs("staff")
def organisation(request: StaffRequest, organisation: UUID) -> HttpResponse:
    """One organisation, what it offers and whom to call."""
    card = queries.organisation(organisation)
    if card.merged_into and "stay" not in request.GET:
        return go("organisation", card.merged_into, then="was_merged")
    can_edit = request.actor.can(Power.EDIT_DIRECTORY)
    wanted = queries.SearchFilter(organisation=organisation, with_closed_down=can_edit)
    context = {
        "organisation": card,
        "services": queries.services(wanted, limit=200, language=get_language() or "en"),
        "contacts": queries.contacts(request.actor, organisation),
        "names": accounts.colleague_names(),
        "choices": queries.choices(),
        "can_edit": can_edit,
        "undo": queries.last_change(request.actor, organisation) if can_edit else None,
        "part": "directory",
    }
    return show(request, "organisation", context)


def _without_after(request: StaffRequest) -> str:
    query = request.GET.copy()
    query.pop("after", None)
    query.pop("said", None)
    return query.urlencode()
