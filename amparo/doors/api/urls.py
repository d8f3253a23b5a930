"""The addresses of the API, made from what the nouns declare. Loaded when the first one is asked.

Each says whom it is open to, by method; the walk over all addresses asks each for its word.
"""

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from amparo.doors.api.house import build, declared
from amparo.doors.api.problems import KINDS
from amparo.doors.api.schema import document

app_name = "api"
_api = build()


@cache
def openapi_document() -> dict[str, Any]:
    """The OpenAPI document of all operations."""
    return document(_api)


def openapi(request: HttpRequest) -> HttpResponse:
    """The OpenAPI 3.1 document; the same for everyone."""
    if request.method != "GET":
        return HttpResponseNotAllowed(["GET"])
    response = JsonResponse(openapi_document())
    response["Cache-Control"] = "public, max-age=300"
    return response


def kind_of_problem(request: HttpRequest, name: str) -> HttpResponse:
    """What a problem of this type means, in words."""
    if request.method != "GET":
        return HttpResponseNotAllowed(["GET"])
    kind = KINDS.get(name)
    if kind is None:
        return HttpResponse(status=404)
    words = f"{kind.status} {_(kind.title)}\n\n{_(kind.what)}\n"
    return HttpResponse(words, content_type="text/plain; charset=utf-8")


for _view in (openapi, kind_of_problem):
    vars(_view)["needs"] = "anyone"


def _patterns() -> list[URLPattern]:
    """One address each, whatever its methods; each says whom it is open to."""
    said = declared()
    found: dict[str, URLPattern] = {}
    for one in _api.urls[0]:
        route = str(one.pattern).replace("<uuidstr:", "<uuid:")
        needs = said.get(route.replace("<", "{").replace(">", "}"))
        if needs is None or route in found or one.callback is None:
            continue
        vars(one.callback)["needs"] = needs
        found[route] = path(route, one.callback)
    return list(found.values())


urlpatterns = [
    path("openapi.json", openapi, name="openapi"),
    path("problems/<str:name>", kind_of_problem, name="problem"),
    *_patterns(),
]
