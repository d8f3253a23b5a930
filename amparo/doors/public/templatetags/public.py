"""What the public templates say that Django's own tags cannot."""

from datetime import datetime

from django import template

from amparo.doors.public.times import moment

register = template.Library()


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
