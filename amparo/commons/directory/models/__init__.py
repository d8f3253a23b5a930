"""The tables of the directory."""

from amparo.commons.directory.models.guarded import Contact, HiddenPlace
from amparo.commons.directory.models.keeping import Asking, Change, Double, Upload
from amparo.commons.directory.models.organisations import Organisation
from amparo.commons.directory.models.services import Service

__all__ = [
    "Asking",
    "Change",
    "Contact",
    "Double",
    "HiddenPlace",
    "Organisation",
    "Service",
    "Upload",
]
