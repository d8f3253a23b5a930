"""Rows as files: asked for here, written by the worker, fetched whole or from where it stopped."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from amparo.doors import parts
from amparo.doors.console import lists
from amparo.doors.console.access import StaffRequest, needs
from amparo.doors.console.show import guarded, show
from amparo.doors.console.templatetags.console import CHANNELS, STATES
from amparo.exportable import SOURCES
from amparo.guard.exports import actions, queries
from amparo.kernel.authority import Actor
from amparo.kernel.errors import InvalidError, WrongStateError
from amparo.kernel.outgoing import Source

# Each kind of rows: its title, and what stands in it.
KINDS: dict[str, tuple[str | Promise, str | Promise]] = {
    "services": (_("Services of the directory"), _("Who helps where. No person is in it.")),
    "waiting": (
        _("Who waits"),
        _("Each conversation that waits for us, without a word of theirs."),
    ),
    "conversations": (_("Conversations"), _("All of them, without a word of theirs.")),
    "cases": (
        _("Cases"),
        _("What is needed, since when, how it ended. No wish, no note, no name."),
    ),
    "referrals": (_("Referrals"), _("Who was asked for what, and what became of it.")),
    "disclosures": (_("What left"), _("The firewall's ledger: to whom, why, and what it refused.")),
    "audit": (_("Audit"), _("Who did what to which reference, and why.")),
}
FAILED: dict[str, str | Promise] = {
    "denied": _("Your role or your place of work changed while it was being written."),
    "left": _("Whoever asked for it no longer works here."),
    "gone": _("These rows can no longer be exported."),
    "trouble": _(
        "It broke several times at the same place. Ask for it again; if it stays so, "
        "tell whoever runs this house."
    ),
}
FILTERS: dict[str, str | Promise] = {
    "since": _("From this day"),
    "to": _("To this day"),
    "need": _("Need"),
    "language": _("Language"),
    "channel": _("Channel"),
    "state": _("State"),
    "verb": _("Deed"),
}
CASE_STATES = ("open", "referred", "closed")
TALK_STATES = ("received", "read", "worked_on", "passed_on", "closed")
REFERRAL_STATES = ("sent", "accepted", "declined", "done", "not_done", "refused")


def sources_of(actor: Actor) -> dict[str, Source]:
    """What this colleague may have as a file."""
    return {key: one for key, one in SOURCES.items() if one.open_to(actor)}


@needs("staff")
def exports(request: StaffRequest) -> HttpResponse:
    """What can be taken out, with its filters, and what was asked for."""
    return _page(request, request.GET.get("what", ""))


def _page(request: StaffRequest, what: str, *, wrong: str = "", status: int = 200) -> HttpResponse:
    allowed = sources_of(request.actor)
    source = allowed.get(what) or next(iter(allowed.values()))
    reader = get_language() or "en"
    given = request.POST if request.method == "POST" else request.GET
    context = {
        "kinds": [(key, KINDS[key][0]) for key in allowed],
        "source": source,
        "says": KINDS[source.key][1],
        "given": {name: given.get(name, "")[:64] for name in source.filters},
        "all_needs": lists.needs(reader),
        "languages": lists.languages(reader),
        "channels": [(key, CHANNELS[key]) for key in ("kannel", "web", "json", "phone")],
        "states": [(key, STATES[key]) for key in _states(source.key)],
        "mine": [shown(one) for one in queries.mine(request.actor)],
        "wrong": wrong,
        "part": "more",
    }
    return show(request, "exports", context, status=status)


def _states(what: str) -> tuple[str, ...]:
    return {"cases": CASE_STATES, "referrals": REFERRAL_STATES}.get(what, TALK_STATES)


def shown(one: queries.Export) -> dict[str, object]:
    """One export as its row shows it."""
    total = max(one.rows_expected, one.rows_done)
    return {
        "one": one,
        "title": KINDS[one.what][0] if one.what in KINDS else one.what,
        "filters": [(FILTERS.get(name, name), value) for name, value in one.filters.items()],
        "rows": ngettext("%(n)s row", "%(n)s rows", one.rows_done) % {"n": f"{one.rows_done:,}"},
        "done": f"{one.rows_done:,}",
        "total": f"{total:,}",
        "rate": f"{one.rate:,}",
        "percent": 100 * one.rows_done // total if total else 0,
        "why": FAILED.get(one.failed, ""),
    }


@needs("staff")
def export_row(request: StaffRequest, export: UUID) -> HttpResponse:
    """One export as it is now, for a page that is open already."""
    return show(request, "export_row", {"row": shown(queries.one(request.actor, export))})


@needs("staff", "POST")
def ask_export(request: StaffRequest) -> HttpResponse:
    """The export waits for the worker."""
    what = request.POST.get("what", "")
    asked = actions.Asked(
        what,
        {name: value for name, value in request.POST.items() if isinstance(value, str)},
        request.POST.get("shape", "csv"),
        "mark" in request.POST,
    )
    try:
        actions.ask(asked=asked, sources=SOURCES, by=request.actor)
    except InvalidError as error:
        return _page(request, what, wrong=str(error), status=400)
    except WrongStateError as error:
        return _page(request, what, wrong=str(error), status=409)
    return _back("export_asked", what)


@needs("staff", "POST")
def cancel_export(request: StaffRequest, export: UUID) -> HttpResponse:
    """Nothing more is written and nothing is kept of it."""
    try:
        actions.cancel(job=export, by=request.actor)
    except WrongStateError as error:
        return _page(request, "", wrong=str(error), status=409)
    return _back("export_cancelled", "")


def _back(said: str, what: str) -> HttpResponse:
    query = urlencode({"said": said, **({"what": what} if what in SOURCES else {})})
    return guarded(HttpResponseRedirect(f"{reverse('console:exports')}?{query}#mine"))


@needs("staff")
def export_file(request: StaffRequest, export: UUID) -> HttpResponseBase:
    """The file, whole or from where an earlier try stopped."""
    found = queries.one(request.actor, export)
    try:
        part = parts.asked(request, found)
        found = actions.fetch(job=export, sources=SOURCES, begins=part.begins, by=request.actor)
    except WrongStateError as error:
        return _page(request, found.what, wrong=str(error), status=409)
    except InvalidError:
        response = guarded(HttpResponse(status=416))
        response["Content-Range"] = f"bytes */{found.bytes}"
        return response
    whole = request.method != "HEAD"
    body = queries.content(request.actor, export, part.begins, part.ends) if whole else ()
    return guarded(parts.answer(body, found, part))
