"""This area as Django sees it."""

from django.apps import AppConfig


class ExportsConfig(AppConfig):
    """Exports."""

    name = "amparo.guard.exports"
    label = "exports"
