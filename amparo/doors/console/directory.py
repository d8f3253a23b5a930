"""Organisations and services, for everyone who works here."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from amparo.commons.directory import queries
from amparo.doors.console import lists
from amparo.doors.console.access import StaffRequest, needs
from amparo.doors.console.show import show
from amparo.kernel.authority import Power
from amparo.kernel.language import name_in

PAGE = 30


@needs("staff")
def directory(request: StaffRequest) -> HttpResponse:
    """Services by words, need and language."""
    reader = get_language() or "en"
    can_edit = request.actor.can(Power.EDIT_DIRECTORY)
    wanted = queries.SearchFilter(
        text=request.GET.get("text", "").strip()[:100],
        need=request.GET.get("need", "")[:32],
        language=request.GET.get("language", "")[:12],
        after=request.GET.get("after", "")[:400],
        with_closed_down=can_edit,
    )
    found = queries.services(wanted, limit=PAGE, language=reader)
    context = {
        "found": found,
        "wanted": wanted,
        "all_needs": lists.needs(reader),
        "languages": [(code, name_in(code, reader)) for code in lists.LANGUAGES],
        "filtered": bool(wanted.text or wanted.need or wanted.language),
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
    """One service, as colleagues see it; a hidden address stays hidden here."""
    card = queries.service(service, language=get_language() or "en")
    context = {
        "service": card,
        "choices": queries.choices(),
        "can_edit": request.actor.can(Power.EDIT_DIRECTORY),
        "part": "directory",
    }
    return show(request, "service", context)


@needs("staff")
def organisations(request: StaffRequest) -> HttpResponse:
    """Organisations by words."""
    text = request.GET.get("text", "").strip()[:100]
    found = queries.organisations(text, after=request.GET.get("after", "")[:400], limit=PAGE)
    context = {
        "found": found,
        "text": text,
        "choices": queries.choices(),
        "query": _without_after(request),
        "can_edit": request.actor.can(Power.EDIT_DIRECTORY),
        "part": "directory",
    }
    return show(request, "organisations", context)


@needs("staff")
def organisation(request: StaffRequest, organisation: UUID) -> HttpResponse:
    """One organisation and what it offers."""
    can_edit = request.actor.can(Power.EDIT_DIRECTORY)
    wanted = queries.SearchFilter(organisation=organisation, with_closed_down=can_edit)
    context = {
        "organisation": queries.organisation(organisation),
        "services": queries.services(wanted, limit=200, language=get_language() or "en"),
        "choices": queries.choices(),
        "can_edit": can_edit,
        "part": "directory",
    }
    return show(request, "organisation", context)


def _without_after(request: StaffRequest) -> str:
    query = request.GET.copy()
    query.pop("after", None)
    return query.urlencode()
