"""This area as Django sees it."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Staff and sessions."""

    name = "amparo.guard.accounts"
    label = "accounts"
