"""What the public templates say that Django's own tags cannot."""

from datetime import datetime

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amparo.doors.public.times import moment

register = template.Library()

# What a slip says of a person, as `aid/cases` labels it.
SLIP: dict[str, str | Promise] = {
    "What is needed": _("What is needed"),
    "How many people": _("How many people"),
    "Language": _("Language"),
    "How urgent": _("How urgent"),
    "Area, about 5 km²": _("Area, about 5 km²"),
    "The place in her words": _("The place in her words"),
    "Her own wish": _("Her own wish"),
    "What they must know to protect her": _("What they must know to protect her"),
}


@register.filter
def said_at(at: datetime) -> str:
    """The moment in the reader's words."""
    return moment(at)


@register.filter
def ltr(number: str) -> str:
    """The number in one piece, between isolating marks: else its groups change places in Arabic."""
    whole = number.replace(" ", "\u00a0")
    return f"\u2066{whole}\u2069"


@register.filter
def dialled(number: str) -> str:
    """The number as `tel:` and `sms:` links want it: digits and a leading plus."""
    return "".join(letter for letter in number if letter.isascii() and letter in "+*#0123456789")


@register.filter
def slip_word(label: str) -> str:
    """A label of a slip in the reader's language, if our catalogue has it."""
    return str(next((words for key, words in SLIP.items() if key == label), label))
