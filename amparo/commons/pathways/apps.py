"""This area as Django sees it."""

from django.apps import AppConfig


class PathwaysConfig(AppConfig):
    """Pathways."""

    name = "amparo.commons.pathways"
    label = "pathways"
