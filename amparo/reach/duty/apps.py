"""This area as Django sees it."""

from django.apps import AppConfig


class DutyConfig(AppConfig):
    """Duty."""

    name = "amparo.reach.duty"
    label = "duty"
