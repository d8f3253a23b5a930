"""This area as Django sees it."""

from django.apps import AppConfig


class AttachmentsConfig(AppConfig):
    """Attachments."""

    name = "amparo.aid.attachments"
    label = "attachments"
