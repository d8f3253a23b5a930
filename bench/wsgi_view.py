"""The door's work as a Django view under WSGI, and a page: what the door is measured against.

DOOR_BENCH names the door's configuration file.
"""

import json
import os
import time
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse  # noqa: TID251 - it is a door
from django.template import engines
from django.urls import path

from amparo.kernel.sealed import EpochSealer, read_day_keys
from amparo.reach.messaging.channels.inbound import Inbound, envelope_id, reference_of
from amparo.reach.messaging.channels.json import parse as json_parse
from amparo.reach.messaging.channels.json import verify as json_verify
from amparo.reach.messaging.channels.kannel import parse as kannel_parse
from amparo.reach.messaging.channels.kannel import verify as kannel_verify

CONFIG: dict[str, Any] = json.loads(Path(os.environ["DOOR_BENCH"]).read_text())
_PLACE, _LOGIN, _DOOR = CONFIG["database"], CONFIG["logins"]["door"], CONFIG["door"]
ID_KEY = bytes.fromhex(_DOOR["id_key"])
SECRET = _DOOR["channels"]["json"]["secret"].encode()
TOKEN = _DOOR["channels"]["kannel"]["token"]
SEALER = EpochSealer(lambda: read_day_keys(Path(CONFIG["intake_keys"]).read_text()))
INSERT = (
    "INSERT INTO reach_envelope (id, received_at, channel, head, body) "
    "VALUES (%s, now(), %s, %s, %s) ON CONFLICT DO NOTHING"
)
PAGE = "<ul>{% for n in rows %}<li><a href='/case/{{ n }}'>Case {{ n }}</a> waits{% endfor %}</ul>"

settings.configure(
    SECRET_KEY="only for measuring",
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["*"],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "HOST": _PLACE["host"],
            "PORT": _PLACE["port"],
            "NAME": _PLACE["name"],
            "USER": _LOGIN["user"],
            "PASSWORD": _LOGIN["password"],
            "CONN_MAX_AGE": None,
            "ATOMIC_REQUESTS": True,
        }
    },
)
django.setup()


def _keep(message: Inbound) -> str:
    envelope = envelope_id(ID_KEY, message.channel, message.gateway_id)
    sealed = SEALER.seal(message.to_bytes(), envelope.bytes)
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [envelope, message.channel, sealed.head, sealed.body])
    return reference_of(envelope)


def take_json(request: HttpRequest) -> HttpResponse:
    """A signed JSON message, kept."""
    given = request.headers[json_verify.HEADER]
    json_verify.check_signature([SECRET], given, request.body, time.time())
    reference = _keep(json_parse.parse(request.body))
    return JsonResponse({"reference": reference, "kept": True}, status=202)


def take_sms(request: HttpRequest, token: str) -> HttpResponse:
    """A message as Kannel posts it, kept."""
    if not kannel_verify.is_ours(TOKEN, token):
        return HttpResponse(status=401)
    headers = {name.lower(): value for name, value in request.headers.items()}
    _keep(kannel_parse.parse(headers, request.body, request.GET.get("id", "")))
    return HttpResponse(b"", content_type="text/plain; charset=UTF-8", status=202)


def page(request: HttpRequest) -> HttpResponse:
    """A list of fifty rows."""
    template = engines["django"].from_string(PAGE)
    return HttpResponse(template.render({"rows": range(50)}, request))


urlpatterns = [
    path("intake/json", take_json),
    path("intake/kannel/<str:token>", take_sms),
    path("page", page),
]
application = get_wsgi_application()
