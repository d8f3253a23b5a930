"""The forms of the directory. What may stand in a field is decided by the directory, not here."""

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from amparo.commons.directory import queries
from amparo.doors.console import lists
from amparo.kernel.language import name_in

# The texts that a service has in several languages, and the field of the first.
TRANSLATED = {
    "names": "name",
    "descriptions": "description",
    "eligibility_descriptions": "eligibility_description",
}


def words(
    label: Any, *, long: bool = False, required: bool = False, help: Any = "", short: bool = False
) -> forms.CharField:
    """A text as typed: only the directory says whether it is too long."""
    widget = forms.Textarea if long else forms.TextInput
    rows = {"rows": 3} if long else {}
    look = "in short" if short else "in"
    return forms.CharField(
        label=label,
        required=required,
        help_text=help,
        widget=widget(attrs={"class": look, "dir": "auto", "autocomplete": "off", **rows}),
    )


class _Entry(forms.Form):
    """What both have: how someone found out that it is true today."""

    required_css_class = "must"

    def __init__(self, *args: Any, **named: Any) -> None:
        """Choices are asked for each time: lists change."""
        super().__init__(*args, **named)
        self.use_required_attribute = False
        choices = queries.choices()
        for name in ("kind", "firewall", "documents", "staff_gender"):
            if name in self.fields:
                self._choose(name, [(key, _(words)) for key, words in choices[name].items()])
        not_asked = [("", _("I have not asked"))]
        asked = [(key, _(words)) for key, words in choices["how"].items() if key != "file"]
        self._choose("how", not_asked + asked)

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


def _how() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=gettext_lazy("Is all of this true today?"),
        required=False,
        help_text=gettext_lazy("say how you found out; your name and the day are kept"),
    )


class OrganisationForm(_Entry):
    """An organisation's main fields."""

    name = words(gettext_lazy("Name"), required=True)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"))
    firewall = forms.ChoiceField(
        label=gettext_lazy("Does what a person tells them stay away from immigration enforcement?")
    )
    description = words(gettext_lazy("In plain words"), long=True)
    phone = words(gettext_lazy("Phone"))
    email = words(gettext_lazy("E-mail"))
    website = words(gettext_lazy("Website"))
    country = words(
        gettext_lazy("Country"), help=gettext_lazy("two letters, such as HT; empty if not known")
    )
    how = _how()


class ServiceForm(_Entry):
    """A service's fields, but for the grid of hours and the translations."""

    name = words(gettext_lazy("Name of the service"), required=True)
    description = words(
        gettext_lazy("For the person who comes"),
        long=True,
        help=gettext_lazy("Plain words, one or two sentences."),
    )
    needs = forms.MultipleChoiceField(
        label=gettext_lazy("Helps with"), widget=forms.CheckboxSelectMultiple, required=False
    )
    for_whom = forms.MultipleChoiceField(
        label=gettext_lazy("Only for some? Tick nothing if it is for everyone."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    for_whom_other = words(
        gettext_lazy("Others it is for"),
        help=gettext_lazy("with commas between; never a status"),
    )
    eligibility_description = words(
        gettext_lazy("Who can come, in words"),
        long=True,
        help=gettext_lazy("Never by status: papers that are asked for stand further down."),
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages spoken on site"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    staff_gender = forms.ChoiceField(label=gettext_lazy("Who receives people there"))
    place = words(gettext_lazy("Place"), help=gettext_lazy("town or quarter, as people say it"))
    address = words(gettext_lazy("Address"))
    address_hidden = forms.BooleanField(
        label=gettext_lazy("Hide the address: a place for women or children"), required=False
    )
    lat = words(gettext_lazy("Latitude"), help=gettext_lazy("degrees north, such as 18.5434"))
    lon = words(gettext_lazy("Longitude"), help=gettext_lazy("degrees east, such as -72.3388"))
    accessibility = words(
        gettext_lazy("How one gets in"), help=gettext_lazy("steps, lift, a bell, sign language")
    )
    always_open = forms.BooleanField(label=gettext_lazy("Always open"), required=False)
    timezone = words(gettext_lazy("Time zone of these hours"))
    exceptions = words(
        gettext_lazy("Dates that differ"),
        long=True,
        help=gettext_lazy("one to a line: 2026-12-25 closed · 2026-12-24 08:00-12:00"),
    )
    phone = words(gettext_lazy("Phone"))
    documents = forms.ChoiceField(label=gettext_lazy("Papers"))
    documents_asked = words(gettext_lazy("Which papers, if any"))
    fees = words(gettext_lazy("Cost"))
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
    how = _how()

    def __init__(self, *args: Any, **named: Any) -> None:
        """Lists in the reader's words; what it has already stays, also if nobody may choose it."""
        super().__init__(*args, **named)
        reader, initial = get_language() or "en", named.get("initial") or {}
        words, offered = lists.needs(reader), lists.offered_needs(reader)
        has = [key for key in initial.get("needs", ()) if key not in offered]
        self._choose("needs", [(key, words.get(key, key)) for key in (*offered, *has)])
        codes = dict.fromkeys((*initial.get("languages", ()), *lists.LANGUAGES))
        self._choose("languages", [(code, name_in(code, reader)) for code in codes])
        known = queries.choices()["for_whom"]
        self._choose("for_whom", [(key, _(text)) for key, text in known.items()])

    @property
    def parts(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields under their headings, in the order of the page."""
        return [(key, [self[name] for name in names.split()]) for key, names in PARTS.items()]


PARTS = {
    "what": "name description needs",
    "whom": "for_whom for_whom_other eligibility_description languages staff_gender",
    "where": "place address address_hidden lat lon accessibility",
    "when": "always_open timezone exceptions",
    "ask": "phone documents documents_asked fees capacity free active",
    "true": "how",
}
