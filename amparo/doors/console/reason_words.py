"""Why a service stands where it stands in the list, in the reader's language."""

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from amparo.commons.directory.queries import Reason
from amparo.kernel.language import code_named, name_in

_AGES = {
    "hour ago": gettext_lazy("{n} hour ago"),
    "hours ago": gettext_lazy("{n} hours ago"),
    "days ago": gettext_lazy("{n} days ago"),
}


def said(one: Reason) -> str:
    """In the reader's language: the words without their value are the catalogue's entry."""
    if not one.value or one.value not in one.words:
        return _(one.words)
    words = _(one.words.replace(one.value, "{}", 1))
    value = _value(one)
    # The value may run the other way: FSI and PDI keep it together (Unicode UAX 9).
    return words.replace("{}", f"\u2068{value}\u2069", 1)


def _value(one: Reason) -> str:
    """A language or a time in the reader's words; anything else as it is."""
    if one.key.startswith("language"):
        reader = get_language() or "en"
        names = one.value.split(" · ")
        return " · ".join(name_in(code_named(name) or name, reader) for name in names)
    if one.key == "closed":
        day, at, hour = one.value.rpartition("at ")
        words = _("{day} at {hour}") if day.strip() else _("at {hour}")
        return words.format(day=_(day.strip()), hour=hour) if at else one.value
    if one.key in ("free", "free_old", "full", "full_old"):
        return _told(one.value)
    return one.value


def _told(value: str) -> str:
    """How many are free and how old that is: `3, told 5 hours ago`."""
    count, told, age = value.rpartition(", told ")
    number, _space, unit = age.partition(" ")
    words = str(_AGES[unit]).format(n=number) if unit in _AGES else _(age)
    return _("{count}, told {age}").format(count=count, age=words) if told else words
