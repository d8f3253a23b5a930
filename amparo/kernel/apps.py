"""The kernel as Django sees it."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """The audit table."""

    name = "amparo.kernel"
    label = "kernel"
