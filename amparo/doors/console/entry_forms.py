"""The forms of the directory. What may stand in a field is decided by the directory, not here."""

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from amparo.commons.directory import queries
from amparo.doors.console import lists
from amparo.kernel.language import name_in


def _words(
    label: Any, *, long: bool = False, required: bool = False, help: Any = ""
) -> forms.CharField:
    """A text as typed: only the directory says whether it is too long."""
    widget = forms.Textarea if long else forms.TextInput
    rows = {"rows": 3} if long else {}
    return forms.CharField(
        label=label,
        required=required,
        help_text=help,
        widget=widget(attrs={"class": "in", "dir": "auto", "autocomplete": "off", **rows}),
    )


class _Entry(forms.Form):
    """What both have: the one tick that says when it was last true."""

    required_css_class = "must"

    def __init__(self, *args: Any, **named: Any) -> None:
        """Choices are asked for each time: lists change."""
        super().__init__(*args, **named)
        self.use_required_attribute = False
        choices = queries.choices()
        for name in ("kind", "firewall", "documents"):
            if name in self.fields:
                field = self.fields[name]
                assert isinstance(field, forms.ChoiceField)
                field.choices = [(key, _(words)) for key, words in choices[name].items()]


class OrganisationForm(_Entry):
    """An organisation's main fields."""

    name = _words(gettext_lazy("Name"), required=True)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"))
    firewall = forms.ChoiceField(
        label=gettext_lazy("Does what a person tells them stay away from immigration enforcement?")
    )
    description = _words(gettext_lazy("In plain words"), long=True)
    phone = _words(gettext_lazy("Phone"))
    email = _words(gettext_lazy("E-mail"))
    website = _words(gettext_lazy("Website"))
    country = _words(
        gettext_lazy("Country"), help=gettext_lazy("two letters, such as HT; empty if not known")
    )
    true_today = forms.BooleanField(
        label=gettext_lazy("I have asked: all of this is true today"), required=False
    )


class ServiceForm(_Entry):
    """A service's main fields."""

    name = _words(gettext_lazy("Name of the service"), required=True)
    description = _words(
        gettext_lazy("For the person who comes"),
        long=True,
        help=gettext_lazy("Plain words, one or two sentences."),
    )
    needs = forms.MultipleChoiceField(
        label=gettext_lazy("Helps with"), widget=forms.CheckboxSelectMultiple, required=False
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages spoken on site"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    place = _words(gettext_lazy("Place"), help=gettext_lazy("town or quarter, as people say it"))
    address = _words(gettext_lazy("Address"))
    address_hidden = forms.BooleanField(
        label=gettext_lazy("Hide the address: a place for women or children"), required=False
    )
    phone = _words(gettext_lazy("Phone"))
    documents = forms.ChoiceField(label=gettext_lazy("Papers"))
    documents_asked = _words(gettext_lazy("Which papers, if any"))
    fees = _words(gettext_lazy("Cost"))
    capacity = forms.IntegerField(
        label=gettext_lazy("Places in all"),
        required=False,
        widget=forms.NumberInput(attrs={"class": "in short"}),
    )
    free = forms.IntegerField(
        label=gettext_lazy("Free right now"),
        required=False,
        help_text=gettext_lazy("empty: not known"),
        widget=forms.NumberInput(attrs={"class": "in short"}),
    )
    active = forms.BooleanField(label=gettext_lazy("It is offered"), required=False, initial=True)
    true_today = forms.BooleanField(
        label=gettext_lazy("I have asked: all of this is true today"), required=False
    )

    def __init__(self, *args: Any, **named: Any) -> None:
        """Needs and languages in the reader's words; languages that it has already stay."""
        super().__init__(*args, **named)
        reader = get_language() or "en"
        has = tuple((named.get("initial") or {}).get("languages", ()))
        needs, languages = self.fields["needs"], self.fields["languages"]
        assert isinstance(needs, forms.MultipleChoiceField)
        assert isinstance(languages, forms.MultipleChoiceField)
        needs.choices = list(lists.needs(reader).items())
        codes = dict.fromkeys((*has, *lists.LANGUAGES))
        languages.choices = [(code, name_in(code, reader)) for code in codes]
