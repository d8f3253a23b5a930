"""This area as Django sees it."""

from django.apps import AppConfig


class RosterConfig(AppConfig):
    """Roster."""

    name = "amparo.guard.roster"
    label = "roster"
