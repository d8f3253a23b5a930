"""This area as Django sees it."""

from django.apps import AppConfig


class WordingConfig(AppConfig):
    """Wording."""

    name = "amparo.commons.wording"
    label = "wording"
