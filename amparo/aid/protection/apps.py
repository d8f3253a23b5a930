"""This area as Django sees it."""

from django.apps import AppConfig


class ProtectionConfig(AppConfig):
    """Protection."""

    name = "amparo.aid.protection"
    label = "protection"
