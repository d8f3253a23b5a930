"""This area as Django sees it."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """Organisations and services."""

    name = "amparo.commons.directory"
    label = "directory"
