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
