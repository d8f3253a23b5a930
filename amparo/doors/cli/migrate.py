"""`amparo migrate`: the tables are of this version, and the walls between rooms stand."""

import os

import django
from django.conf import settings
from django.core.management import call_command
from psycopg.conninfo import make_conninfo

from amparo.commons.crises import queries as crises
from amparo.doors.cli.shipped import add_shipped
from amparo.doors.cli.walls import raise_walls


def owner_address() -> str:
    """The owner's connection string; only the owner's own config holds it."""
    owner = settings.DATABASES["owner"]
    return make_conninfo(
        host=str(owner["HOST"]),
        port=str(owner["PORT"]),
        dbname=str(owner["NAME"]),
        user=str(owner["USER"]),
        password=str(owner["PASSWORD"]),
    )


def migrate(verbosity: int = 1) -> None:
    """Tables first, then logins, grants and policies, all from what the models declare.

    A house that is at work gets what has come to the shipped lists since; a new one gets them
    with its first crisis.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amparo.settings")
    django.setup()
    call_command("migrate", database="owner", verbosity=verbosity, interactive=False)
    raise_walls(owner_address(), _passwords(), dict(settings.ROOM_SECRETS))
    if crises.crises("en"):
        add_shipped()


def _passwords() -> dict[str, str]:
    return {name: login["password"] for name, login in settings.CONFIG["logins"].items()}
