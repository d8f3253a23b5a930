"""Every address there is."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path

from amparo.doors.console.access import needs


@needs("anyone", "GET")
def healthz(request: HttpRequest) -> HttpResponse:
    """That this process answers; nothing about anyone."""
    del request
    return HttpResponse("ok\n", content_type="text/plain")


handler400 = "amparo.doors.errors.bad_request"
handler403 = "amparo.doors.errors.denied"
handler404 = "amparo.doors.errors.not_found"
handler500 = "amparo.doors.errors.broken"

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("console/", include("amparo.doors.console.urls")),
    path("", include("amparo.doors.public.urls")),
]
