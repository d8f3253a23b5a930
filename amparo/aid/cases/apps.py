"""This area as Django sees it."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Cases and referrals."""

    name = "amparo.aid.cases"
    label = "cases"
