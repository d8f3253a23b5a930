"""This area as Django sees it."""

from django.apps import AppConfig


class CrisesConfig(AppConfig):
    """Crises and places."""

    name = "amparo.commons.crises"
    label = "crises"
