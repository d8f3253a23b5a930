"""Words of the case page: what may be chosen, and how it is called."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Choices = tuple[tuple[str, str | Promise], ...]

OUTCOMES: Choices = (
    ("helped", _("Helped: the wish was met")),
    ("partly", _("Partly helped")),
    ("not_helped", _("Not helped: we found nobody")),
    ("lost_touch", _("We lost touch")),
    ("withdrawn", _("They do not want help any more")),
)
WISH_KINDS: Choices = (
    ("stay", _("To stay here")),
    ("leave", _("To leave this country")),
    ("home", _("To go home")),
    ("family", _("To join family")),
    ("safe", _("To be safe")),
    ("papers", _("Papers")),
    ("wages", _("Wages that are owed")),
    ("medical", _("Medical care")),
    ("other", _("Something else")),
)
TASK_KINDS: Choices = (
    ("call_back", _("Call back")),
    ("accompany", _("Go along")),
    ("document", _("A paper")),
    ("check", _("Look whether")),
    ("return", _("Step towards going back")),
    ("onward", _("Step towards going elsewhere")),
    ("other", _("Other step")),
)
RELATIONS: Choices = (
    ("partner", _("Partner")),
    ("parent", _("Parent")),
    ("child", pgettext_lazy("relation", "Child")),
    ("sibling", _("Brother or sister")),
    ("family", _("Other family")),
    ("household", _("Lives with them")),
)
AGES: Choices = (
    ("", _("age not said")),
    ("baby", _("baby")),
    ("child", pgettext_lazy("age", "child")),
    ("teen", _("teenager")),
    ("adult", _("adult")),
    ("older", _("older person")),
)
STEPS: Choices = (
    ("task", _("A task against the wish")),
    ("referral", _("A referral against the wish")),
    ("closing", _("Closed against the wish")),
)
