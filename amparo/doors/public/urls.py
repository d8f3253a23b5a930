"""The addresses of the public pages. None holds a code, a word or a choice of a person."""

from django.urls import path, register_converter

from amparo.doors.public.languages import LanguageConverter
from amparo.doors.public.pages import (
    back,
    concern,
    help,
    home,
    notices,
    passed_on,
    services,
    slip,
    texts,
)

register_converter(LanguageConverter, "language")

app_name = "public"
urlpatterns = [
    path("", home.start, name="start"),
    path("go/", home.away, name="away"),
    path("<language:language>/", home.home, name="home"),
    path("<language:language>/help/", help.ask, name="help"),
    path("<language:language>/back/", back.back, name="back"),
    path("<language:language>/back/lost/", texts.lost, name="lost"),
    path("<language:language>/back/passed-on/", passed_on.passed_on, name="passed_on"),
    path("<language:language>/r/", slip.slip, name="slip"),
    path("<language:language>/concern/", concern.concern, name="concern"),
    path("<language:language>/concern/signs/", concern.signs, name="signs"),
    path("<language:language>/services/", services.services, name="services"),
    path("<language:language>/numbers/", notices.numbers, name="numbers"),
    path("<language:language>/today/", notices.today, name="today"),
    path("<language:language>/about/", texts.about, name="about"),
    path("<language:language>/limits/", texts.limits, name="limits"),
    path("<language:language>/languages/", texts.languages, name="languages"),
]

# Everyone may open these; the walk over all pages (`tests/walls`) asks each view for its word.
for _page in (pattern.callback for pattern in urlpatterns):
    _page.needs = "anyone"  # type: ignore[attr-defined]
