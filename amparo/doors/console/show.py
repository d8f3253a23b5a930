"""How every console page is put together."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from typing import NamedTuple, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from amparo.doors.console import lists
from amparo.doors.console.said import said
from amparo.doors.console.strip import notes, strip
from amparo.kernel import clock
from amparo.kernel.authority import Actor, Power, anyone
from amparo.kernel.language import direction

R = TypeVar("R", bound=HttpResponseBase)


class Tab(NamedTuple):
    """One part of the console, and who may see it."""

    name: str
    words: str | Promise
    key: str
    power: Power | None


TABS = (
    Tab("queue", _("Queue"), "q", Power.READ_QUEUE),
    Tab("cases", _("Cases"), "c", Power.READ_CASES),
    Tab("day", _("Day"), "y", Power.READ_CASES),
    Tab("received", _("Referred to us"), "i", Power.ANSWER_REFERRALS),
    Tab("directory", _("Directory"), "d", None),
    Tab("more", _("More"), "m", None),
)


def tabs_of(actor: Actor) -> list[Tab]:
    """The parts that this colleague may open."""
    if actor.kind != "staff":
        return []
    return [tab for tab in TABS if tab.power is None or actor.can(tab.power)]


def show(
    request: HttpRequest,
    page: str,
    context: Mapping[str, object] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """The page of this name, whole, in the reader's language and the crisis's own time."""
    language = get_language() or "en"
    actor: Actor = getattr(request, "actor", None) or anyone()
    crisis = lists.crisis(language)
    about = {
        "actor": actor,
        "can_answer": actor.can(Power.WORK_QUEUE),
        "crisis": crisis,
        "demo": settings.DEMO,
        "direction": direction(language),
        "draft_key": draft_key(actor),
        "language": language,
        "now": clock.now(),
        # Asked only by pages that show them; a page that tells of a fault asks nothing more.
        "notes": lambda: notes(actor),
        "page": page,
        "said": said(request.GET.get("said", "")),
        "done": request.GET.get("said", ""),
        "strip": lambda: strip(actor) if status < 500 else None,
        "tabs": tabs_of(actor),
    }
    with timezone.override(ZoneInfo(crisis.timezone if crisis else "UTC")):
        text = render_to_string(f"console/{page}.html", {**about, **(context or {})}, request)
    return guarded(HttpResponse(text, status=status))


def guarded(response: R) -> R:
    """The answer, kept nowhere. Its own forms must say where they come from, and only to us."""
    response["Cache-Control"] = "no-store"
    # With `no-referrer` browsers send `Origin: null` with our own forms, and CSRF checks fail.
    response["Referrer-Policy"] = "same-origin"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
    return response


def go(name: str, *args: object, then: str = "", mark: str = "") -> HttpResponse:
    """The way to a page of ours; `then` is what it says on top (a word of `said.py`)."""
    address = reverse(f"console:{name}", args=args) + (f"?said={then}" if then else "")
    return guarded(HttpResponseRedirect(address + (f"#{mark}" if mark else "")))


def back_to(request: HttpRequest) -> str:
    """The page of the console that the form came from, or none."""
    return _ours(request.POST.get("back", ""))


def came_from(request: HttpRequest) -> str:
    """The page of the console on which the button or the form stood, as the browser says, or none.

    Our pages send it within this site only (`Referrer-Policy: same-origin`).
    """
    said_by_browser = urlsplit(request.META.get("HTTP_REFERER", ""))
    if said_by_browser.netloc != request.get_host():
        return ""
    query = f"?{said_by_browser.query}" if said_by_browser.query else ""
    return _ours(said_by_browser.path + query)


def _ours(address: str) -> str:
    parts = urlsplit(address)
    ours = address.startswith("/console/") and not parts.scheme and not parts.netloc
    return address if ours and "\\" not in address else ""


def draft_key(actor: Actor) -> str:
    """The key under which this colleague's drafts lie in the browser.

    It is never stored there: a device that is lost or searched holds ciphertext only, and the
    drafts open again when the same colleague signs in.
    """
    if actor.kind != "staff":
        return ""
    key = hmac.new(settings.SECRET_KEY.encode(), b"draft:" + actor.id.bytes, hashlib.sha256)
    return base64.b64encode(key.digest()).decode()
