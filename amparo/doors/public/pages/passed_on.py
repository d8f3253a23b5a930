"""What was passed on about her, to whom, and the way to take it back. With her own code only."""

import logging
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from amparo.aid.cases import actions, queries
from amparo.doors.public import guard
from amparo.doors.public.callers import caller
from amparo.doors.public.errors import failed, sealed, too_many
from amparo.doors.public.languages import Language, spoken
from amparo.doors.public.show import show
from amparo.kernel import receipts
from amparo.kernel.authority import Actor
from amparo.kernel.errors import NotFoundError
from amparo.reach.messaging import web

log = logging.getLogger(__name__)


@csrf_exempt  # guard.py says why and what stands instead
@require_http_methods(["GET", "HEAD", "POST"])
@spoken
def passed_on(request: HttpRequest, language: Language) -> HttpResponse:
    """The list; after «take it back», the list as it is then. Without a code, the field for it."""
    code = receipts.normalise(request.POST.get("code", "")[:200])
    if code is None:
        return show(request, language, "back")
    try:
        return _open(request, language, code)
    except NotFoundError:
        return show(request, language, "back", {"wrong": "nothing", "typed": code})
    except web.TooManyTries as busy:
        return too_many(request, language, busy.retry_after)
    except web.Sealed:
        return sealed(request, language)
    except Exception as reason:  # whatever broke, she hears it in words
        log.error("what was passed on not shown: %s", type(reason).__name__)
        return failed(request, language)


def _open(request: HttpRequest, language: Language, code: str) -> HttpResponse:
    her, _ = web.holder(code, caller(request))
    wanted, ours = request.POST.get("take", ""), guard.is_ours(request)
    done = _take_back(her, wanted) if wanted and ours else ""
    context = {
        "code": code,
        "lines": queries.passed_on(her),
        "done": "again" if wanted and not ours else done,
    }
    return show(request, language, "passed_on", context)


def _take_back(her: Actor, wanted: str) -> str:
    """The word for what was done; only what stands on her own list can be taken back."""
    try:
        disclosure = UUID(wanted)
    except ValueError:
        return ""
    one = next((line for line in queries.passed_on(her) if line.disclosure == disclosure), None)
    if one is None:
        return ""
    actions.take_back_own(disclosure=one.disclosure, scope=one.scope, her=her)
    return "taken"
