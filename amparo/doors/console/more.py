"""Everything that is not needed every minute: one list, by what a colleague may open."""

from typing import NamedTuple

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amparo.doors.console.access import StaffRequest, needs
from amparo.doors.console.show import show
from amparo.kernel.authority import Actor, Power


class Part(NamedTuple):
    """One page: its name in the addresses, its title, what one does there, and who may open it."""

    name: str
    title: str | Promise
    what: str | Promise
    power: Power | None


class Group(NamedTuple):
    """Pages that belong together."""

    title: str | Promise
    parts: tuple[Part, ...]


GROUPS: tuple[Group, ...] = (
    Group(
        _("Shifts"),
        (
            Part("roster", _("Roster"), _("Who is there when, and where nobody is"), None),
            Part(
                "hand_over",
                _("Hand over"),
                _("Give on what you hold, with a note"),
                Power.WORK_QUEUE,
            ),
            Part(
                "escalation",
                _("Who is rung when"),
                _("If nobody answers: who next, after how long"),
                Power.READ_QUEUE,
            ),
            Part(
                "my_phone",
                _("My duty phone"),
                _("Where an SMS rings when it is your turn"),
                Power.READ_QUEUE,
            ),
            Part("signals", _("Early signs"), _("What may be coming, told by people"), None),
            Part("members", _("Who answers together"), _("The closed list of each line"), None),
        ),
    ),
    Group(
        _("The line"),
        (
            Part(
                "new_call",
                _("Take a call"),
                _("Written down while it is spoken, with the script beside it"),
                Power.WORK_QUEUE,
            ),
            Part("calls", _("Call back"), _("Who was promised a call, and when"), Power.WORK_QUEUE),
            Part("board", _("Board"), _("Where people wrote from, and when"), Power.READ_QUEUE),
            Part(
                "translations",
                _("Translations"),
                _("What somebody needs in another language"),
                Power.READ_QUEUE,
            ),
            Part(
                "templates",
                _("Ready answers"),
                _("What the line says often, in several languages"),
                Power.READ_QUEUE,
            ),
        ),
    ),
    Group(
        _("Data"),
        (
            Part("exports", _("Exports"), _("Rows as a file, written while you go on"), None),
            Part("tokens", _("My tokens"), _("For programs that ask in your name"), None),
        ),
    ),
    Group(
        _("Cases"),
        (
            Part("guides", _("Guides"), _("How a thing is done here, step by step"), None),
            Part("calendar", _("Calendar"), _("What is due, in your phone's calendar"), None),
            Part("wishes", _("Wishes"), _("What people wish, in counts"), Power.READ_FIGURES),
        ),
    ),
    Group(
        _("Protection"),
        (
            Part(
                "watch",
                _("Watch list"),
                _("Employers and recruiters who abuse people"),
                Power.PROTECT,
            ),
        ),
    ),
    Group(
        _("Directory and crisis"),
        (
            Part("pathways", _("Pathways"), _("Which need goes to whom, in which order"), None),
            Part("crises", _("Crises"), _("What happens where, and in which phase"), None),
            Part(
                "notices",
                _("Numbers and advice"),
                _("Whom to call and what to do today, on the public pages"),
                Power.EDIT_CRISIS,
            ),
            Part(
                "stale",
                _("To ask again"),
                _("Services that nobody has confirmed for too long"),
                Power.EDIT_DIRECTORY,
            ),
            Part(
                "doubles",
                _("Likely doubles"),
                _("Entries that may be there twice"),
                Power.EDIT_DIRECTORY,
            ),
            Part(
                "directory_files",
                _("Directory files"),
                _("HSDS or a sheet, looked through before it is taken in"),
                Power.EDIT_DIRECTORY,
            ),
            Part(
                "needs_list",
                _("List of needs"),
                _("Their words, their order, which are asked for"),
                Power.EDIT_CRISIS,
            ),
            Part(
                "kinds_list",
                _("Kinds of crises"),
                _("The open list of kinds, in every language"),
                Power.EDIT_CRISIS,
            ),
        ),
    ),
    Group(
        _("Public pages"),
        (
            Part(
                "wording",
                _("Languages"),
                _("What the public pages say: read over, corrected, signed"),
                Power.REVIEW_WORDING,
            ),
        ),
    ),
    Group(
        _("Trust"),
        (Part("audit", _("Audit"), _("Who did what, and why"), Power.READ_AUDIT),),
    ),
)


@needs("staff")
def more(request: StaffRequest) -> HttpResponse:
    """The list, narrowed to what this colleague may open."""
    return show(request, "more", {"groups": groups_of(request.actor)})


def groups_of(actor: Actor) -> list[Group]:
    """The groups with something in them for this colleague."""
    shown = [
        Group(one.title, tuple(p for p in one.parts if p.power is None or actor.can(p.power)))
        for one in GROUPS
    ]
    return [one for one in shown if one.parts]
