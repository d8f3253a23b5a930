"""The form of a pathway. What may stand in it is decided by the pathways, not here."""

from typing import Any, Final

import h3.api.basic_int as h3
from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from amparo.commons.pathways.actions import FIELDS, URGENCIES, PathwayFacts
from amparo.commons.pathways.queries import PathwayCard
from amparo.doors.console import lists
from amparo.doors.console.templatetags.console import FIELDS as FIELD_WORDS
from amparo.doors.console.templatetags.console import URGENCY

# A town with its surroundings: about 250 square kilometres.
TOWN: Final = 5
_TEXT: Final = {"class": "in", "dir": "auto", "autocomplete": "off"}


def _words(label: Any, *, rows: int = 0, required: bool = False, help: Any = "") -> Any:
    attrs: dict[str, Any] = {**_TEXT, **({"rows": rows} if rows else {})}
    widget = forms.Textarea(attrs=attrs) if rows else forms.TextInput(attrs=attrs)
    return forms.CharField(label=label, required=required, help_text=help, widget=widget)


def _ticks(label: Any, help: Any = "") -> forms.MultipleChoiceField:
    choices = [(key, FIELD_WORDS[key]) for key in FIELDS]
    return forms.MultipleChoiceField(
        label=label, help_text=help, required=False, choices=choices,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip


class PathwayForm(forms.Form):
    """A pathway without its receivers."""

    title = _words(gettext_lazy("Title"), required=True)
    need = forms.ChoiceField(label=gettext_lazy("For the need"))
    town = _words(
        gettext_lazy("Place"), help=gettext_lazy("a town of the list; empty: the whole country")
    )
    most = _ticks(gettext_lazy("May go at most"))
    least = _ticks(gettext_lazy("Ticked to begin with: the least"))
    call_name = _words(gettext_lazy("Who is called when nobody answers"))
    call_words = _words(
        gettext_lazy("How"), help=gettext_lazy("the number of a duty, never of a home")
    )
    same_day = forms.BooleanField(
        label=gettext_lazy("Offered the same day: answered within four hours"), required=False
    )
    notes = _words(gettext_lazy("What whoever refers should know"), rows=4)
    active = forms.BooleanField(label=gettext_lazy("It is used"), required=False, initial=True)

    def __init__(self, *args: Any, **named: Any) -> None:
        """Needs in the reader's words; one time for each urgency."""
        super().__init__(*args, **named)
        self.use_required_attribute = False
        need = self.fields["need"]
        assert isinstance(need, forms.ChoiceField)
        now = (named.get("initial") or {}).get("need", "")
        words, known = (read(get_language() or "en") for read in (lists.needs, lists.offered_needs))
        had = [(now, words.get(now, now))] if now and now not in known else []
        need.choices = [*known.items(), *had]
        for mark in URGENCIES:
            self.fields[f"within_{mark}"] = forms.IntegerField(
                label=_("Minutes to answer: %(urgency)s") % {"urgency": URGENCY[mark][0]},
                required=False,
                min_value=1,
                widget=forms.NumberInput(attrs={"class": "in short"}),
            )

    def clean_town(self) -> tuple[str, int | None]:
        """The name of the place as the list has it, and its cell."""
        name = str(self.cleaned_data["town"]).strip()
        if not name:
            return "", None
        if name == self.initial.get("town", ""):
            return name, self.initial.get("cell")
        found = lists.places(name)
        if not found:
            raise forms.ValidationError(_("No place of this name is on the list."))
        place = found[0]
        return place.name, h3.latlng_to_cell(place.lat, place.lon, TOWN)

    def facts(self) -> PathwayFacts:
        """What was said, as the pathways take it."""
        said = self.cleaned_data
        place, cell = said["town"]
        same = {
            name: said[name]
            for name in ("title", "need", "call_name", "call_words", "same_day", "notes", "active")
        }
        minutes = {
            str(mark): said[f"within_{mark}"] for mark in URGENCIES if said[f"within_{mark}"]
        }
        return PathwayFacts(
            **same,
            place=place,
            cell=cell,
            least=tuple(said["least"]),
            most=tuple(said["most"]),
            minutes=minutes,
        )


def initial(card: PathwayCard) -> dict[str, Any]:
    """A pathway as the form begins."""
    names = "title need least most call_name call_words same_day notes active cell"
    first = {name: getattr(card, name) for name in names.split()}
    within = {f"within_{mark}": card.minutes.get(str(mark)) for mark in URGENCIES}
    return {**first, **within, "town": card.place}
