"""What the public templates say that Django's own tags cannot."""

from datetime import date, datetime

from django import template
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amparo.doors.public import door_words
from amparo.doors.public.times import day, moment
from amparo.kernel.language import own_name as own_name_of

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


PICTURES = frozenset(
    "shelter food doctor unsafe search child_alone transit papers wages held phone other armed "
    "locked place call today".split()
)


@register.filter
def said_day(on: date | datetime | str) -> str:
    """The day in the reader's words; a text is one as ISO 8601 writes it."""
    return day(date.fromisoformat(on) if isinstance(on, str) else on)


@register.filter
def confirmed(on: date | datetime | None) -> str:
    """When somebody last found it to be true."""
    return door_words.confirmed(on)


@register.filter
def until(opens: str, closes: str) -> str:
    """From when to when."""
    return door_words.span(opens, closes)


@register.filter
def isolated(name: str) -> str:
    """The name between isolating marks: it may run the other way than the sentence around it."""
    return f"\u2068{name}\u2069"


@register.filter
def own_name(code: str) -> str:
    """A language's own name for itself."""
    return own_name_of(code)


@register.filter
def degrees(number: float) -> str:
    """A latitude or longitude as an address wants it, whatever the reader's decimal sign."""
    return f"{number:.4f}"


@register.simple_tag
def picture(name: str) -> str:
    """A pictogram of ours; nothing where we have none of this name."""
    return render_to_string(f"public/pic/{name}.svg") if name in PICTURES else ""
