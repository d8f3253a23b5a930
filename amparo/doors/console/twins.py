"""Entries that may be there twice: offered, compared side by side, merged by a person only."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amparo.commons.directory import actions, queries
from amparo.doors.console import field_words
from amparo.doors.console.access import StaffRequest, needs
from amparo.doors.console.show import go, show
from amparo.guard.accounts import queries as accounts
from amparo.kernel.authority import Power
from amparo.kernel.errors import InvalidError, WrongStateError

REASONS: dict[str, str | Promise] = {
    "name": _("the same name"),
    "name_like": _("names alike: {} of 100"),
    "script": _("names that sound alike in two scripts"),
    "phone": _("the same phone number"),
    "website": _("the same website: {}"),
    "email": _("the same e-mail address"),
    "organisation": _("the same organisation"),
    "place": _("both in {}"),
    "near": _("{} metres apart"),
    "far": _("but {} kilometres apart"),
    "country": _("but in two countries"),
    "needs": _("they help with the same"),
    "other_needs": _("but they help with other things"),
}


def words_of(reasons: tuple[tuple[str, str], ...]) -> list[str]:
    """The reasons in the reader's words."""
    return [str(REASONS[key]).replace("{}", value) for key, value in reasons if key in REASONS]


@needs(Power.EDIT_DIRECTORY, "GET", "POST")
def doubles(request: StaffRequest) -> HttpResponse:
    """Pairs that wait for a person; looked for anew when asked."""
    if request.method == "POST":
        actions.look_for_doubles(by=request.actor)
        return go("doubles", then="looked")
    found, total = queries.doubles(request.actor)
    rows = [(one, words_of(one.reasons)) for one in found]
    return show(request, "doubles", {"rows": rows, "total": total, "part": "directory"})


@needs(Power.EDIT_DIRECTORY, "GET", "POST")
def double(request: StaffRequest, double: UUID) -> HttpResponse:
    """Two entries side by side: merge them, or say that they are not the same."""
    pair = queries.double(request.actor, double)
    if request.method == "POST":
        return _decide(request, pair)
    context = {
        "pair": pair,
        "why": words_of(pair.reasons),
        "rows": [
            (
                name,
                field_words.label(name),
                field_words.said(one, name),
                field_words.said(two, name),
                same,
            )
            for name, one, two, same in pair.rows
        ],
        "part": "directory",
    }
    return show(request, "double", context)


def _decide(request: StaffRequest, pair: queries.Twins) -> HttpResponse:
    if request.POST.get("deed") == "not_same":
        actions.not_same(double=pair.id, by=request.actor)
        return go("doubles", then="not_same")
    sides = {"one": (pair.one, pair.other), "other": (pair.other, pair.one)}
    side = request.POST.get("keep", "")
    if side not in sides:
        raise InvalidError("keep", str(_("Say which of the two stays.")))
    keep, loser = sides[side]
    if pair.kind == "organisation" and accounts.has_staff(loser.id):
        raise WrongStateError(
            str(_("People work for the other one here: keep that one, or move them first."))
        )
    taken = [
        name
        for name, _one, _two, same in pair.rows
        if not same and request.POST.get(f"from-{name}", side) != side
    ]
    actions.merge(kind=pair.kind, keep=keep.id, loser=loser.id, take=taken, by=request.actor)
    return go(pair.kind, keep.id, then="entries_merged")
