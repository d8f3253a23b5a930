"""The public pages by the names that who reads them over sees, in the order of a visit."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PAGES: dict[str, str | Promise] = {
    "home": _("Start page"),
    "help_what": _("Ask for help: what"),
    "help_where": _("Ask for help: where"),
    "help_reach": _("Ask for help: the answer"),
    "receipt": _("The receipt with the code"),
    "back": _("Back with the code"),
    "thread": _("The conversation"),
    "kin": _("A code for a relative"),
    "glance": _("What a relative sees"),
    "passed_on": _("What was passed on"),
    "taken_back": _("Request taken back"),
    "lost": _("The code is lost"),
    "services": _("Places: near which place"),
    "services_list": _("Places: the list"),
    "service": _("One place"),
    "numbers": _("Numbers to call"),
    "today": _("What to do today"),
    "concern": _("Worried about someone"),
    "concern_done": _("Worried: the receipt"),
    "signs": _("What people may notice"),
    "about": _("About this page"),
    "limits": _("What we cannot protect from"),
    "languages": _("The languages"),
    "slip_open": _("A referral by link: the button"),
    "slip": _("A referral by link"),
    "sealed": _("While the keys are sealed away"),
    "error": _("When something goes wrong"),
}
