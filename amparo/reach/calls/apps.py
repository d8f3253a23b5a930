"""This area as Django sees it."""

from django.apps import AppConfig


class CallsConfig(AppConfig):
    """Calls."""

    name = "amparo.reach.calls"
    label = "calls"
