"""This area as Django sees it."""

from django.apps import AppConfig


class MessagingConfig(AppConfig):
    """Conversations."""

    name = "amparo.reach.messaging"
    label = "messaging"
