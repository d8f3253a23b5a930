"""What people can send. Nothing here refuses: unknown choices are dropped, texts are cleaned."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from amparo.doors.public.clean import kept
from amparo.doors.public.languages import ANSWER_LANGUAGES
from amparo.doors.public.needs import KEYS
from amparo.reach.messaging.concerns import SIGNS

# Whether we may write to or call the person in need. The first is what nobody has said.
SAFE = ("unknown", "no", "yes")
HOURS = ("morning", "afternoon", "evening", "night")


class Words(forms.CharField):
    """Free text: cleaned and cut, before Django's own field would refuse a NUL."""

    def to_python(self, value: object) -> str:
        """The text as it is kept."""
        return kept(str(value or ""))


class One(forms.CharField):
    """One of some known words; anything else means the first."""

    def __init__(self, known: tuple[str, ...]) -> None:
        """Know the words."""
        super().__init__(required=False)
        self.known = known

    def to_python(self, value: object) -> str:
        """The word, or the first one."""
        return str(value) if value in self.known else self.known[0]


class Some(forms.Field):
    """Any of some known words, each once; others are dropped."""

    widget = forms.SelectMultiple

    def __init__(self, known: frozenset[str]) -> None:
        """Know the words."""
        super().__init__(required=False)
        self.known = known

    def to_python(self, value: Any) -> tuple[str, ...]:
        """The words that are known."""
        return tuple(dict.fromkeys(word for word in value or () if word in self.known))


class HelpForm(forms.Form):
    """All three pages of a request for help in one: each shows its part and carries the rest."""

    who = One(("me", "other"))
    relation = Words(required=False)
    theirs = Words(required=False)
    theirs_safe = One(SAFE)
    before = Words(required=False)
    need = Some(KEYS)
    words = Words(required=False)
    how = One(("say", "keep"))
    place = Words(required=False)
    reach = One(("code", "phone"))
    number = Words(required=False)
    # Cover is on unless the person takes it off: the phone may not be hers alone.
    cover = One(("on", "off"))
    hours = Some(frozenset(HOURS))
    answer = One(ANSWER_LANGUAGES)
    asked = Some(frozenset({"empty", "number"}))


PARTS = {
    "what": ("need", "words", "who", "relation"),
    "where": ("how", "place"),
    "reach": ("reach", "number", "cover", "hours", "answer", "theirs", "theirs_safe"),
}


class ConcernForm(forms.Form):
    """What somebody saw, on one page. Nothing of it must be filled in."""

    sign = Some(frozenset(SIGNS))
    words = Words(required=False)
    place = Words(required=False)
    when = Words(required=False)
    reach = One(("none", "code", "phone"))
    number = Words(required=False)
    hours = Some(frozenset(HOURS))
    answer = One(ANSWER_LANGUAGES)
    asked = Some(frozenset({"empty", "number"}))


def filled(posted: MultiValueDict[str, str] | Mapping[str, str]) -> dict[str, Any]:
    """Everything that was said so far, cleaned. No input makes it fail."""
    return _cleaned(HelpForm(posted))


def seen(posted: MultiValueDict[str, str] | Mapping[str, str]) -> dict[str, Any]:
    """Everything that was said of a concern, cleaned. No input makes it fail."""
    return _cleaned(ConcernForm(posted))


def _cleaned(form: forms.Form) -> dict[str, Any]:
    form.full_clean()
    return dict(form.cleaned_data)


def carried(said: Mapping[str, Any], page: str) -> list[tuple[str, str]]:
    """Names and values of the hidden fields on a page: all that the page itself does not ask."""
    fields: list[tuple[str, str]] = []
    for name, value in said.items():
        if name not in PARTS[page]:
            many = value if isinstance(value, tuple) else (value,)
            fields += [(name, one) for one in many if one]
    return fields
