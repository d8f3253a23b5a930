"""A request for help as a plain Django form: validated, stored in the clear, thanked for.

What `bench.asking` is measured against. PLAIN_FORM names a file with the address of the database.
"""

import os
from pathlib import Path
from typing import ClassVar

import django
from django import forms
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import models
from django.http import HttpRequest, HttpResponse  # noqa: TID251 - it is a page
from django.template import engines
from django.urls import path
from psycopg.conninfo import conninfo_to_dict

_PLACE = conninfo_to_dict(Path(os.environ["PLAIN_FORM"]).read_text())
NEEDS = [(key, key) for key in ("shelter", "food", "doctor", "other")]
PAGE = """<!doctype html><html lang="en"><title>Help</title>{% if id %}<h1>Thank you: {{ id }}</h1>
{% else %}<form method="post">{% csrf_token %}{{ form.as_p }}<button>Send</button></form>{% endif %}
</html>"""

settings.configure(
    SECRET_KEY="only for measuring",
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["*"],
    USE_TZ=True,
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.middleware.gzip.GZipMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "HOST": _PLACE["host"],
            "PORT": _PLACE["port"],
            "NAME": _PLACE["dbname"],
            "USER": _PLACE["user"],
            "PASSWORD": _PLACE["password"],
            "CONN_MAX_AGE": None,
            "ATOMIC_REQUESTS": True,
        }
    },
)
django.setup()


class Request(models.Model):
    """A row in the clear."""

    objects: "ClassVar[models.Manager[Request]]" = models.Manager()
    needs = models.TextField()
    words = models.TextField()
    place = models.TextField()
    number = models.TextField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Where it lies."""

        app_label = "plain"
        db_table = "plain_request"


class Form(forms.Form):
    """What is asked."""

    need = forms.MultipleChoiceField(choices=NEEDS, required=False)
    words = forms.CharField(max_length=5000, required=False)
    place = forms.CharField(max_length=200, required=False)
    number = forms.CharField(max_length=40, required=False)


def ask(request: HttpRequest) -> HttpResponse:
    """The form, or thanks."""
    form = Form(request.POST or None)
    made = 0
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        said["needs"] = " ".join(said.pop("need"))
        made = Request.objects.create(**said).pk
    template = engines["django"].from_string(PAGE)
    return HttpResponse(template.render({"form": form, "id": made}, request))


urlpatterns = [path("plain/", ask)]
application = get_wsgi_application()
