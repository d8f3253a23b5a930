"""In and out. Passwords exist in a demo only; a real house gives a link that opens once."""

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from amparo.doors.console import session
from amparo.doors.console.access import StaffRequest, needs
from amparo.doors.console.show import go, guarded, show, tabs_of
from amparo.guard.accounts import actions
from amparo.kernel.authority import Power
from amparo.kernel.errors import DeniedError

# Where who sees no person and keeps no directory begins.
_THEIR_PAGE = ((Power.MANAGE_STAFF, "members"), (Power.READ_AUDIT, "audit"))


@needs("anyone")
def start(request: StaffRequest) -> HttpResponse:
    """The first part of the console that this colleague may open."""
    return _home(request)


def _home(request: StaffRequest) -> HttpResponse:
    """The first part that is theirs; for who manages staff or reads the audit that page."""
    actor, tabs = request.actor, tabs_of(request.actor)
    if not tabs:
        return go("sign_in")
    if tabs[0].power is None and not actor.can(Power.EDIT_DIRECTORY):
        mine = next((name for power, name in _THEIR_PAGE if actor.can(power)), "")
        return go(mine or tabs[0].name)
    return go(tabs[0].name)


@needs("anyone", "GET", "POST")
def sign_in(request: StaffRequest) -> HttpResponse:
    """Signed in, or the page again with what was wrong and the login still in it."""
    if request.method == "GET" and request.actor.kind == "staff":
        return _home(request)
    if request.method == "POST" and settings.DEMO:
        try:
            token = actions.sign_in(
                login=request.POST.get("login", "").strip()[:64],
                password=request.POST.get("password", "")[:200],
            )
        except DeniedError as error:
            return _page(request, str(error), status=403)
        return _let_in(request, token)
    return _page(request)


@needs("anyone", "GET", "POST")
def enter(request: StaffRequest, secret: str = "") -> HttpResponse:
    """A link that opens once: looking at it uses nothing up, pressing the button does."""
    if request.method == "GET":
        return show(request, "enter", {"secret": secret}) if secret else go("sign_in")
    # Many will paste the whole link.
    given = request.POST.get("secret", "").strip().rstrip("/").rpartition("/")[2]
    try:
        token = actions.sign_in_by_link(secret=given[:128])
    except DeniedError as error:
        return _page(request, str(error), status=403)
    return _let_in(request, token)


@needs("staff", "POST")
def sign_out(request: StaffRequest) -> HttpResponse:
    """The session has ended, here and in our books."""
    actions.sign_out(token=request.COOKIES.get(session.COOKIE, ""))
    response = HttpResponseRedirect(reverse("console:sign_in") + "?said=signed_out")
    session.sign_out(response)
    return guarded(response)


@needs("anyone")
def keys(request: StaffRequest) -> HttpResponse:
    """Every key and what it does."""
    return show(request, "keys")


def _page(request: StaffRequest, wrong: str = "", *, status: int = 200) -> HttpResponse:
    context = {
        "wrong": wrong,
        "login": request.POST.get("login", ""),
        "next": request.POST.get("next", request.GET.get("next", "")),
    }
    return show(request, "sign_in", context, status=status)


def _let_in(request: StaffRequest, token: str) -> HttpResponse:
    wanted = request.POST.get("next", "")
    ours = wanted.startswith("/console/") and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts=None
    )
    response = HttpResponseRedirect(wanted if ours else reverse("console:start"))
    session.sign_in(request, response, token)
    return guarded(response)
