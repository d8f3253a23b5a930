"""This area as Django sees it."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    """References and consents."""

    name = "amparo.guard.vault"
    label = "vault"
