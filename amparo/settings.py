"""Settings. Each process reads one file, named by AMPARO_CONFIG, with only what it may know."""

import json
import os
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent


def _config() -> dict[str, Any]:
    """What this process may know. Without a file: no login, no key, and so nothing opens."""
    path = os.environ.get("AMPARO_CONFIG", "")
    if not path:
        return {}
    loaded: dict[str, Any] = json.loads(Path(path).read_text())
    return loaded


CONFIG = _config()
DEMO = bool(CONFIG.get("demo", False))
DATA = Path(CONFIG.get("data", "."))
DEBUG = False
# Pages that leave the instance's own secret unset can't sign anything that lasts.
SECRET_KEY = CONFIG.get("secret_key") or os.urandom(32).hex()
# The door sets X-Forwarded-* afresh and is the only one who reaches our socket; which names the
# house answers to is the TLS proxy's to decide, as an address may change in a crisis.
ALLOWED_HOSTS = ["*"]
USE_X_FORWARDED_HOST = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "django_htmx",
    "procrastinate.contrib.django",
    "amparo.kernel.apps.KernelConfig",
    "amparo.commons.crises.apps.CrisesConfig",
    "amparo.commons.directory.apps.DirectoryConfig",
    "amparo.commons.pathways.apps.PathwaysConfig",
    "amparo.commons.guides.apps.GuidesConfig",
    "amparo.commons.notices.apps.NoticesConfig",
    "amparo.commons.wording.apps.WordingConfig",
    "amparo.guard.accounts.apps.AccountsConfig",
    "amparo.guard.roster.apps.RosterConfig",
    "amparo.guard.exports.apps.ExportsConfig",
    "amparo.guard.tokens.apps.TokensConfig",
    "amparo.guard.vault.apps.VaultConfig",
    "amparo.guard.firewall.apps.FirewallConfig",
    "amparo.reach.messaging.apps.MessagingConfig",
    "amparo.reach.duty.apps.DutyConfig",
    "amparo.reach.calls.apps.CallsConfig",
    "amparo.aid.protection.apps.ProtectionConfig",
    "amparo.aid.attachments.apps.AttachmentsConfig",
    "amparo.aid.cases.apps.CasesConfig",
    # Doors hold no tables; they are here for their templates and catalogues only.
    "amparo.doors.public",
    "amparo.doors.console",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    # No page carries a secret beside something that an attacker chooses, except a form's token,
    # which is masked anew each time (BREACH).
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.common.CommonMiddleware",
    "amparo.doors.console.session.SessionMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "amparo.doors.public.headers.PublicHeaders",
    "amparo.doors.api.middleware.ApiMiddleware",
    "amparo.doors.errors.ErrorMiddleware",
]

ROOT_URLCONF = "amparo.urls"
WSGI_APPLICATION = "amparo.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]

# --- Rooms: one alias for each login. There is no default: a query outside a room is an error. ---

_LOGINS: dict[str, dict[str, str]] = CONFIG.get("logins", {})
_DATABASE: dict[str, Any] = CONFIG.get("database", {})


def _alias(login: dict[str, str]) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": _DATABASE.get("host", ""),
        "PORT": _DATABASE.get("port", ""),
        "NAME": _DATABASE.get("name", "amparo"),
        "USER": login["user"],
        "PASSWORD": login["password"],
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        # Values travel apart from the statement, so that no log and no activity view shows them.
        "OPTIONS": {"server_side_binding": True, **_DATABASE.get("options", {})},
    }


DATABASES: dict[str, dict[str, Any]] = {
    "default": {"ENGINE": "django.db.backends.dummy"},
    **{name: _alias(login) for name, login in _LOGINS.items()},
}
DATABASE_ROUTERS = ["amparo.kernel.rooms.Router"]
ROOM_SECRETS = {name: login["secret"] for name, login in _LOGINS.items() if "secret" in login}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PROCRASTINATE_DATABASE_ALIAS = "owner"

# --- Languages ---

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ar", "العربية"), ("ht", "Kreyòl ayisyen")]
LANGUAGE_COOKIE_NAME = "amparo_language"
LOCALE_PATHS = [_HERE / "doors" / "public" / "locale", _HERE / "doors" / "console" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- Static files: few, and served by the same process ---

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
STORAGES = {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# --- Headers ---

_SELF = "'self'"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "style-src": [_SELF],
        "script-src": [_SELF],
        "img-src": [_SELF, "data:"],
        "connect-src": [_SELF],
        "form-action": [_SELF],
        "manifest-src": [_SELF],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    },
}
SECURE_CONTENT_TYPE_NOSNIFF = True
# Said only on a page that came by https: from then on the browser takes no other way.
SECURE_HSTS_SECONDS = 365 * 86_400
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Argon2 for the demo's passwords; staff of a real house sign in without one.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_500_000
# An uploaded file never touches the disk; how big it may be depends on the address.
FILE_UPLOAD_HANDLERS = ["amparo.doors.console.uploads.InMemory"]

# A public page offers a quick way out to something harmless.
QUICK_EXIT_URL = "https://www.wikipedia.org/"

# Logs carry no request line and no exception's words: either may hold what somebody typed.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_address": {"()": "amparo.kernel.logs.NoAddress"}},
    "formatters": {
        "plain": {
            "()": "amparo.kernel.logs.Wordless",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "filters": ["no_address"],
        }
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
