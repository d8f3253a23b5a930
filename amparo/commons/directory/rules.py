"""How services are ranked for a person: one table of points, each with its words.

The words are what staff read as the reason. What is not known gives no points and is said. The
size of an organisation is never asked. Closed and full ones come last, and are still shown.
"""

from dataclasses import dataclass
from typing import Final

from amparo.commons.directory.states import (
    STATE_BODIES,
    Documents,
    Firewall,
    OrganisationKind,
)

LAST: Final = -1000  # no sum of the others outweighs it
FRESH_HOURS: Final = 24  # a count of free places is trusted for a day
CONFIRMED_DAYS: Final = 365
# Kilometres up to which a distance earns its points; beyond the last step it costs some.
# Near weighs more than a shared language: an interpreter can be called, a road can be closed.
DISTANCE: Final = ((2.0, 60), (5.0, 52), (15.0, 36), (50.0, 10), (150.0, 0))
TOO_FAR: Final = -30


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: points, whether it speaks for the service, and its words."""

    points: int
    good: bool
    words: str


# Read from top to bottom it is the order of what matters. Each need that is met counts more than
# all other lines together.
TABLE: Final = {
    "need": Line(300, True, "Helps with {}"),
    "language": Line(30, True, "Speaks {}"),
    "language_other": Line(-10, False, "Not known to speak {}"),
    "language_unknown": Line(0, False, "Languages: not known"),
    "distance": Line(0, True, "{} km"),  # points: DISTANCE
    "distance_about": Line(0, True, "About {} km; the exact place is not shown"),
    "distance_unknown": Line(0, False, "Distance: not known"),
    "open": Line(20, True, "Open now, until {}"),
    "open_always": Line(20, True, "Always open"),
    "closed": Line(LAST, False, "Closed now, opens {}"),
    "hours_unknown": Line(0, False, "Hours: not known"),
    "free": Line(15, True, "Free places: {}"),
    "free_old": Line(4, True, "Free places: {}; ask first"),
    "full": Line(LAST, False, "Full, told {}"),
    "full_old": Line(-15, False, "Was full {}; ask first"),
    "free_unknown": Line(0, False, "Free places: not known"),
    "papers_none": Line(10, True, "Does not ask for papers"),
    "papers_asked": Line(-10, False, "Asks for papers"),
    "papers_listed": Line(-10, False, "Asks for papers: {}"),
    "papers_unknown": Line(0, False, "Papers: not known"),
    "firewall": Line(15, True, "Keeps the firewall: does not ask, does not tell"),
    "reports": Line(-60, False, "May report to authorities: ask before sending her"),
    "firewall_unknown": Line(0, False, "Firewall: not known"),
    "state_body": Line(-5, False, "A State body: cannot receive a referral"),
    "never_confirmed": Line(-5, False, "Never confirmed"),
    "unconfirmed": Line(-5, False, "Not confirmed for more than a year"),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a service stands where it stands. `key` and `value` let a page say it in any language."""

    key: str
    words: str
    good: bool
    value: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What ranking looks at, already worked out for the moment and the place."""

    met: tuple[str, ...]  # wanted needs that it meets, in words
    speaks: str | None = None  # the wanted language, None when no language is asked
    languages_known: bool = False
    speaks_it: bool = False
    distance_asked: bool = False
    distance_km: float | None = None
    hidden: bool = False
    open: bool | None = None
    until: str = ""
    opens: str = ""
    documents: str = Documents.UNKNOWN.value
    documents_asked: str = ""
    firewall: str = Firewall.UNKNOWN.value
    kind: str = OrganisationKind.CSO.value
    free: int | None = None
    free_age_hours: float | None = None
    confirmed_days: int | None = None
    no_papers: bool = False


def can_receive(kind: str) -> bool:
    """Whether an organisation of this kind may be sent a referral: never a State body."""
    return kind not in STATE_BODIES


def crosses(before: str, after: str) -> bool:
    """Whether an organisation would become a State body, or stop being one."""
    return can_receive(before) is not can_receive(after)


def firewall_of(kind: str, said: str) -> str:
    """What is known of a firewall. Enforcement reports, whatever a row says of it."""
    return Firewall.REPORTS.value if kind == OrganisationKind.ENFORCEMENT else said


Found = list[tuple[str, str]]


def judge(one: Candidate) -> tuple[float, tuple[Reason, ...]]:
    """The points of a service and the reasons for them, in the order of the table."""
    points, found = weigh(one)
    return points, say(found)


def weigh(one: Candidate) -> tuple[float, Found]:
    """The points of a service, and the lines that gave them, each with its value."""
    found = [
        *(("need", need) for need in one.met),
        *_language(one),
        *_distance(one),
        _door(one),
        _free(one),
        _papers(one),
        _firewall(one),
        *_doubts(one),
    ]
    points = sum(TABLE[key].points for key, _ in found) + _distance_points(one)
    if one.no_papers and one.documents == Documents.SOME:
        points += LAST
    return points, found


def say(found: Found) -> tuple[Reason, ...]:
    """The lines in words; only for those that are shown, it costs as much as the weighing."""
    return tuple(
        Reason(key, TABLE[key].words.format(value), TABLE[key].good, value) for key, value in found
    )


def _language(one: Candidate) -> list[tuple[str, str]]:
    if one.speaks is None:
        return []
    if not one.languages_known:
        return [("language_unknown", "")]
    return [("language" if one.speaks_it else "language_other", one.speaks)]


def _distance(one: Candidate) -> list[tuple[str, str]]:
    if not one.distance_asked:
        return []
    if one.distance_km is None:
        return [("distance_unknown", "")]
    if one.hidden:
        return [("distance_about", f"{one.distance_km:.0f}")]
    digits = 1 if one.distance_km < 10 else 0
    return [("distance", f"{one.distance_km:.{digits}f}")]


def _distance_points(one: Candidate) -> float:
    if one.distance_km is None:
        return 0
    for within, points in DISTANCE:
        if one.distance_km <= within:
            return points
    return TOO_FAR


def _door(one: Candidate) -> tuple[str, str]:
    if one.open is None:
        return "hours_unknown", ""
    if not one.open:
        return "closed", one.opens
    return ("open", one.until) if one.until else ("open_always", "")


def _free(one: Candidate) -> tuple[str, str]:
    if one.free is None or one.free_age_hours is None:
        return "free_unknown", ""
    told = age_words(one.free_age_hours)
    fresh = one.free_age_hours <= FRESH_HOURS
    if one.free > 0:
        return "free" if fresh else "free_old", f"{one.free}, told {told}"
    return "full" if fresh else "full_old", told


def _papers(one: Candidate) -> tuple[str, str]:
    if one.documents == Documents.NONE:
        return "papers_none", ""
    if one.documents == Documents.SOME:
        asked = one.documents_asked
        return ("papers_listed", asked) if asked else ("papers_asked", "")
    return "papers_unknown", ""


def _firewall(one: Candidate) -> tuple[str, str]:
    known = firewall_of(one.kind, one.firewall)
    keys = {Firewall.KEEPS.value: "firewall", Firewall.REPORTS.value: "reports"}
    return keys.get(known, "firewall_unknown"), ""


def _doubts(one: Candidate) -> list[tuple[str, str]]:
    found = [] if can_receive(one.kind) else [("state_body", "")]
    if one.confirmed_days is None:
        found.append(("never_confirmed", ""))
    elif one.confirmed_days > CONFIRMED_DAYS:
        found.append(("unconfirmed", ""))
    return found


def age_words(hours: float) -> str:
    """How long ago, in words a person would say."""
    if hours < 1:
        return "within the hour"
    if hours < 48:
        return f"{int(hours)} hour{'s' if hours >= 2 else ''} ago"
    return f"{int(hours // 24)} days ago"
