"""What may be seen when someone is in trouble: pictures for the form, and signs by occupation.

In our own words, after the indicators of forced labour of the ILO (2012), the human trafficking
indicators of UNODC, and the guidelines for training cabin crew of ICAO (Circular 352).
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Tile:
    """One thing that can be seen, with its picture."""

    key: str
    words: Text
    drawing: str

    @property
    def picture(self) -> str:
        """The template that draws it."""
        return f"public/pic/{self.drawing}.svg"


TILES = (
    Tile("cannot_leave", _("Cannot leave, is watched"), "locked"),
    Tile("papers_taken", _("Papers or phone were taken away"), "papers"),
    Tile("hurt", _("Is hurt or ill, gets no doctor"), "doctor"),
    Tile("child_alone", _("A child alone, or with strangers"), "child_alone"),
    Tile("threatened", _("Is threatened, is very afraid"), "unsafe"),
    Tile("unpaid", _("Works without pay"), "wages"),
    Tile("armed_group", _("Armed people in an area"), "armed"),
    Tile("something_else", _("Something else"), "other"),
)


@dataclass(frozen=True, slots=True)
class Occupation:
    """Who meets people at work, and what they may notice."""

    key: str
    name: Text
    signs: tuple[Text, ...]


OCCUPATIONS = (
    Occupation(
        "crew",
        _("Cabin crew"),
        (
            _("Someone else holds the passport, speaks for the person, goes along to the toilet."),
            _("The person does not know where the journey ends or who will meet them."),
            _("A child does not know the adult beside them, or repeats answers learnt by heart."),
            _("Wounds, great hunger or great fear, and no luggage for a long journey."),
        ),
    ),
    Occupation(
        "landlord",
        _("Landlord, neighbour"),
        (
            _("Many people in one room, brought and fetched always by the same vehicle."),
            _("Windows covered, doors locked from outside."),
            _("Someone else pays the rent and answers the door for all."),
            _("Never out alone, never visitors, children who do not go to school."),
        ),
    ),
    Occupation(
        "teacher",
        _("Teacher"),
        (
            _("Often missing or very tired, speaks of work or of debts."),
            _("Fetched by adults who change, or who are afraid of questions."),
            _("Suddenly a marriage or a journey is planned that the child does not want."),
            _("Clothes too thin for the weather, wounds, always hungry."),
        ),
    ),
    Occupation(
        "driver",
        _("Bus or lorry driver"),
        (
            _("One person holds all tickets and papers and counts the others."),
            _("Nobody of the group may speak, get off or telephone."),
            _("A young person travels at night with an adult they seem not to know."),
            _("Someone asks you quietly which country or town this is."),
        ),
    ),
    Occupation(
        "hotel",
        _("Hotel staff"),
        (
            _("Paid in cash each day, no cleaning wanted, many visitors at night."),
            _("The guest does not hold the own key, phone or papers."),
            _("Staff of a contractor sleep where they work, or say they owe for the journey."),
            _("A child is left alone for hours, or comes with adults who give different names."),
        ),
    ),
)
