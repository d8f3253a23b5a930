"""This area as Django sees it."""

from django.apps import AppConfig


class FirewallConfig(AppConfig):
    """Disclosures made."""

    name = "amparo.guard.firewall"
    label = "firewall"
