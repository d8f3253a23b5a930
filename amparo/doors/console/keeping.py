"""Keeping the directory true: what to ask again, who changed what, whom to call."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from amparo.commons.directory import actions, queries
from amparo.doors.console import field_words
from amparo.doors.console.access import StaffRequest, needs
from amparo.doors.console.show import back_to, go, guarded, show
from amparo.doors.sentences import in_words
from amparo.guard.accounts import queries as accounts
from amparo.kernel.authority import Power
from amparo.kernel.errors import InvalidError

CONTACT_FIELDS = ("role", "name", "phone", "email", "hours")
BLANK_ROWS = 2


@needs(Power.EDIT_DIRECTORY)
def stale(request: StaffRequest) -> HttpResponse:
    """Services that nobody has confirmed for too long, those first that are asked for most."""
    found, total = queries.stale(request.actor, get_language() or "en")
    context = {
        "found": found,
        "total": total,
        "choices": queries.choices(),
        "part": "directory",
        "back": request.get_full_path(),
    }
    return show(request, "stale", context)


@needs(Power.EDIT_DIRECTORY, "POST")
def confirm_service(request: StaffRequest, service: UUID) -> HttpResponse:
    """Someone has asked, and all of it is still true."""
    how = request.POST.get("how", "")[:12]
    actions.confirm_service(service=service, by=request.actor, how=how)
    return _then(request, service, "saved")


@needs(Power.EDIT_DIRECTORY, "POST")
def unreached(request: StaffRequest, service: UUID) -> HttpResponse:
    """Someone has tried, and nobody answered."""
    actions.unreached(service=service, by=request.actor)
    return _then(request, service, "unreached")


@needs(Power.EDIT_DIRECTORY, "POST")
def set_active(request: StaffRequest, service: UUID) -> HttpResponse:
    """It is offered, or no longer."""
    active = request.POST.get("active") == "yes"
    actions.set_active(service=service, active=active, by=request.actor)
    return _then(request, service, "offered" if active else "not_offered")


@needs(Power.EDIT_DIRECTORY, "POST")
def set_organisation_active(request: StaffRequest, organisation: UUID) -> HttpResponse:
    """It can be sent people, or no longer."""
    active = request.POST.get("active") == "yes"
    actions.set_organisation_active(organisation=organisation, active=active, by=request.actor)
    return go("organisation", organisation, then="offered" if active else "not_offered")


@needs(Power.EDIT_DIRECTORY, "POST")
def confirm_organisation(request: StaffRequest, organisation: UUID) -> HttpResponse:
    """Someone has asked, and what stands of the organisation is still true."""
    how = request.POST.get("how", "")[:12]
    actions.confirm_organisation(organisation=organisation, by=request.actor, how=how)
    return go("organisation", organisation, then="saved")


@needs(Power.EDIT_DIRECTORY)
def service_history(request: StaffRequest, service: UUID) -> HttpResponse:
    """Who changed what of a service."""
    name = queries.service(service).name
    return _history(request, service, name, "service")


@needs(Power.EDIT_DIRECTORY)
def organisation_history(request: StaffRequest, organisation: UUID) -> HttpResponse:
    """Who changed what of an organisation."""
    name = queries.organisation(organisation).name
    return _history(request, organisation, name, "organisation")


def _history(request: StaffRequest, about: UUID, name: str, kind: str) -> HttpResponse:
    lines = [
        (
            line,
            [
                (field_words.label(one), field_words.said(was, one), field_words.said(now, one))
                for one, was, now in line.fields
            ],
        )
        for line in queries.history(request.actor, about)
    ]
    context = {
        "lines": lines,
        "name": name,
        "kind": kind,
        "about": about,
        "names": accounts.colleague_names(),
        "part": "directory",
    }
    return show(request, "history", context)


@needs(Power.EDIT_DIRECTORY, "POST")
def revert(request: StaffRequest) -> HttpResponse:
    """One change is taken back; what others changed since then stays."""
    try:
        change = UUID(request.POST.get("change", ""))
    except ValueError:
        raise InvalidError("change", _("There is no such change.")) from None
    about = actions.revert(change=change, by=request.actor)
    kind = "organisation" if request.POST.get("kind") == "organisation" else "service"
    return go(kind, about, then="reverted")


@needs(Power.EDIT_DIRECTORY, "GET", "POST")
def contacts(request: StaffRequest, organisation: UUID) -> HttpResponse:
    """Whom to call at an organisation, in which duty."""
    card = queries.organisation(organisation)
    rows = [
        {name: getattr(one, name) for name in (*CONTACT_FIELDS, "public")}
        for one in queries.contacts(request.actor, organisation)
    ]
    wrong: dict[str, str] = {}
    if request.method == "POST":
        rows = _rows(request)
        try:
            told = [queries.ContactFacts(**row) for row in rows]
            actions.save_contacts(organisation=organisation, contacts=told, by=request.actor)
            return go("organisation", organisation, then="kept")
        except InvalidError as error:
            wrong = {error.field: in_words(error.reason)}
    rows = rows + [dict.fromkeys(CONTACT_FIELDS, "") | {"public": False}] * BLANK_ROWS
    context = {"organisation": card, "rows": rows, "wrong": wrong, "part": "directory"}
    return show(request, "contacts", context, status=422 if wrong else 200)


def _rows(request: StaffRequest) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for nth in range(40):
        if f"role-{nth}" not in request.POST:
            break
        row: dict[str, Any] = {
            name: request.POST.get(f"{name}-{nth}", "").strip() for name in CONTACT_FIELDS
        }
        if any(row.values()):
            rows.append(row | {"public": f"public-{nth}" in request.POST})
    return rows


def _then(request: StaffRequest, service: UUID, word: str) -> HttpResponse:
    if back := back_to(request):
        sign = "&" if "?" in back else "?"
        address = back if f"said={word}" in back else f"{back}{sign}said={word}"
        return guarded(HttpResponseRedirect(address))
    return go("service", service, then=word)
