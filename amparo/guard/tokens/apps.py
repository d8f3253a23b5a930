"""This area as Django sees it."""

from django.apps import AppConfig


class TokensConfig(AppConfig):
    """Tokens."""

    name = "amparo.guard.tokens"
    label = "tokens"
