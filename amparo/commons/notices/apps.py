"""This area as Django sees it."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Notices."""

    name = "amparo.commons.notices"
    label = "notices"
