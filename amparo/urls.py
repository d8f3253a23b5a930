"""Every address there is."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path
from django.urls.resolvers import RoutePattern

from amparo.doors.console.access import needs
from amparo.doors.public import preview
from amparo.doors.wordbook import shown
from amparo.kernel.authority import Power


@needs("anyone", "GET")
def healthz(request: HttpRequest) -> HttpResponse:
    """That this process answers; nothing about anyone."""
    del request
    return HttpResponse("ok\n", content_type="text/plain")


handler400 = "amparo.doors.errors.bad_request"
handler403 = "amparo.doors.errors.denied"
handler404 = "amparo.doors.errors.not_found"
handler500 = "amparo.doors.errors.broken"


class Later(URLResolver):
    """Addresses that are loaded when one of them is first asked for, and never turned round.

    The API's types take half a second to load; nobody waits for that who asks for a page.
    """

    def _populate(self) -> None:
        """Nothing: `reverse` knows no address of it."""


urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path(
        "console/wording/<str:tongue>/page/<str:page>/",
        needs(Power.REVIEW_WORDING)(preview.preview),
        name="wording_page",
    ),
    path("console/", include("amparo.doors.console.urls")),
    Later(RoutePattern("api/v1/"), "amparo.doors.api.urls", app_name="api", namespace="api"),
    path("", include("amparo.doors.public.urls")),
]

# Doors do not know each other: the console reads over what the public door shows.
shown.pages_are(preview.heard)
