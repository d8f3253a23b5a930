"""This area as Django sees it."""

from django.apps import AppConfig


class GuidesConfig(AppConfig):
    """Guides."""

    name = "amparo.commons.guides"
    label = "guides"
