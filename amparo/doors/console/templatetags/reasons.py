"""Why something was sorted so, in the reader's language; the words that are quoted stay as written.

The rules say their reasons in English (`reach/messaging/understanding`), in a few set forms.
"""

import re

from django import template
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from amparo.doors.console import lists
from amparo.kernel.language import name_in

register = template.Library()

# What stands before «…», and what stands alone.
HEADS: dict[str, str | Promise] = {
    "armed": gettext_lazy("armed people"),
    "birth": gettext_lazy("a birth"),
    "bleeding": gettext_lazy("bleeding"),
    "breathing": gettext_lazy("breathing"),
    "captive": gettext_lazy("held captive"),
    "child alone": gettext_lazy("a child alone"),
    "drowning": gettext_lazy("drowning"),
    "dying": gettext_lazy("dying"),
    "fire": gettext_lazy("fire"),
    "rape now": gettext_lazy("sexual violence now"),
    "self harm": gettext_lazy("may harm themselves"),
    "trapped": gettext_lazy("trapped"),
    "alone": gettext_lazy("alone"),
    "chronic": gettext_lazy("a long illness"),
    "deadline": gettext_lazy("a deadline"),
    "illness": gettext_lazy("illness"),
    "injured": gettext_lazy("injured"),
    "starving": gettext_lazy("starving"),
    "violence": gettext_lazy("violence"),
    "children": gettext_lazy("children"),
    "disabled": gettext_lazy("disability"),
    "elders": gettext_lazy("old people"),
    "pregnant": gettext_lazy("pregnant"),
    "without water for long": gettext_lazy("without water for long"),
    "for days already": gettext_lazy("for days already"),
    "words": gettext_lazy("words"),
}
WHOLE: dict[str, str | Promise] = {
    "the sender's last language": gettext_lazy("the sender's last language"),
    "no letters": gettext_lazy("no letters"),
    "no word of a language we know": gettext_lazy("no word of a language we know"),
    "how it is spelt": gettext_lazy("how it is spelt"),
}
_QUOTES = re.compile(r"«([^»]*)»")


@register.filter
def reason(said: str) -> str:
    """One reason in the reader's language."""
    if said in WHOLE:
        return str(WHOLE[said])
    head, colon, rest = said.partition(": ")
    if colon and head in HEADS:
        return f"{HEADS[head]}: {_quoted(rest)}"
    return _counted(said, head, rest) if colon else _spelt(said)


def _counted(said: str, head: str, rest: str) -> str:
    """Reasons that hold a need or a number."""
    if head == "asks for":
        return _("asks for: %(need)s") % {"need": _need(rest)}
    if head == "many people":
        return _("many people: %(n)s") % {"n": rest}
    if head.startswith("has no "):
        need = _need(head.removeprefix("has no "))
        return _("has no %(need)s: %(words)s") % {"need": need, "words": _quoted(rest)}
    return said


def _spelt(said: str) -> str:
    """Reasons for a language, or the message's own words."""
    if said.startswith("script "):
        return _("script %(name)s") % {"name": said.removeprefix("script ")}
    if said.startswith("perhaps ") and said.endswith(", by its spelling"):
        code = said.removeprefix("perhaps ").removesuffix(", by its spelling")
        name = name_in(code, get_language() or "en")
        return _("perhaps %(language)s, by its spelling") % {"language": name}
    return said


def _need(words: str) -> str:
    key = words.replace(" ", "_")
    return lists.needs(get_language() or "en").get(key, words)


def _quoted(text: str) -> str:
    """The quoted words kept together, whichever way they run (Unicode UAX 9)."""
    return _QUOTES.sub("«\u2068\\1\u2069»", text)
