"""What may be coming: told by people on purpose, seen by the organisations that asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from amparo.commons.directory import queries as directory
from amparo.guard.accounts import queries as accounts
from amparo.guard.firewall import actions as firewall
from amparo.kernel import clock
from amparo.kernel.authority import Actor, machine
from amparo.kernel.errors import SealedAwayError
from amparo.kernel.purposes import Purpose
from amparo.kernel.rooms import room
from amparo.kernel.together import Question, Rows, ask
from amparo.reach.duty import sealing
from amparo.reach.duty.models import Heard, Report, Situation, Subscription
from amparo.reach.duty.observers import observing, places_of
from amparo.reach.duty.states import Level, What

# An all-clear is shown for a day.
CLEARED = timedelta(days=1)
MOST = 50
_SERIOUS = (Level.WATCH, Level.WARNING)


@dataclass(frozen=True, slots=True)
class Words:
    """What one observer told."""

    organisation: str
    sure: int
    words: str | None
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Coming:
    """A watch or a warning, in as few words as stand above every page."""

    id: UUID
    place: str
    level: str
    sources: int


@dataclass(frozen=True, slots=True)
class Sign:
    """Something that may be coming."""

    id: UUID
    what: str
    place: str
    level: str
    sources: int
    opened_at: datetime
    level_at: datetime
    level_by: str
    reports: tuple[Words, ...]
    heard: tuple[str, ...]  # organisations that have heard it at this level
    hear: tuple[UUID, ...]  # the viewer's own that have not
    mine: bool  # the viewer may give the all-clear


@dataclass(frozen=True, slots=True)
class Signs:
    """The page: what is told, in whose name the viewer may tell, and who of them is warned."""

    rows: tuple[Sign, ...] = ()
    names: tuple[tuple[UUID, str], ...] = ()
    subscribed: frozenset[UUID] = frozenset()

    @property
    def unheard(self) -> tuple[Sign, ...]:
        """Watches and warnings that one of the viewer's organisations has not heard yet."""
        return tuple(one for one in self.rows if one.hear and one.level in _SERIOUS)


def whats() -> dict[str, str]:
    """What an observer may choose, in words."""
    return {str(one.value): str(one.label) for one in What}


def signs(viewer: Actor) -> Signs:
    """What the viewer's organisations told of, or asked to be warned of; the gravest first."""
    mine = places_of(viewer)
    if not mine:
        return Signs()
    since = clock.now() - CLEARED
    with room("reach", viewer):
        asked = set(Subscription.objects.values_list("scope_id", flat=True)) & set(mine)
        rows = list(Situation.objects.order_by("-level_at")[: MOST * 4])
        rows = [one for one in rows if one.level != Level.CLEAR or one.level_at > since][:MOST]
        reports = list(Report.objects.filter(situation__in=rows).order_by("told_at"))
        heard = list(Heard.objects.filter(situation__in=rows))
    told = {(one.situation_id, one.organisation_id) for one in reports}
    organisations = set(mine.values())
    seen = [
        one
        for one in rows
        if asked or one.scope_id in mine or any((one.id, org) in told for org in organisations)
    ]
    # Opened is what the page shows, and nothing beside it.
    there = {one.id for one in seen}
    words = _words(viewer, [one for one in reports if one.situation_id in there])
    shown = [_sign(one, reports, words, heard, mine, asked) for one in seen]
    order = [Level.WARNING, Level.WATCH, Level.HEARD, Level.CLEAR]
    shown.sort(key=lambda one: order.index(Level(one.level)))
    names = scope_names(mine)
    return Signs(tuple(shown), tuple(names.items()), frozenset(asked))


def unheard(viewer: Actor) -> tuple[Coming, ...]:
    """What `signs` would say that one of the viewer's organisations has not heard yet."""
    with room("reach", machine(viewer.scopes)):
        return not_heard(ask(questions(viewer)))


def questions(viewer: Actor) -> dict[str, Question[Any]]:
    """The same as questions that our machinery may ask together with others."""
    mine = observing(viewer)
    serious = Situation.objects.filter(level__in=_SERIOUS).order_by("-level_at")[:MOST]
    heard = Heard.objects.filter(situation__level__in=_SERIOUS, scope_id__in=mine)
    state = directory.state_bodies()
    theirs = accounts.lines_under(state)
    asked = Subscription.objects.filter(scope_id__in=mine)
    asked = asked.exclude(scope_id__in=state).exclude(scope_id__in=theirs)
    return {
        "serious": Question(serious, "id place level sources level_at", lambda rows: rows),
        "heard": Question(heard, "situation_id scope_id level", _who_heard),
        "asked": Question(asked, "scope_id", lambda rows: {one["scope_id"] for one in rows}),
    }


def _who_heard(rows: Rows) -> set[tuple[UUID, str, UUID]]:
    return {(one["situation_id"], one["level"], one["scope_id"]) for one in rows}


def not_heard(found: Mapping[str, Any]) -> tuple[Coming, ...]:
    """Watches and warnings, of what the questions came to; the gravest first."""
    rows = [
        one
        for one in found["serious"]
        if any((one["id"], one["level"], org) not in found["heard"] for org in found["asked"])
    ]
    rows.sort(key=lambda one: one["level_at"], reverse=True)
    rows.sort(key=lambda one: one["level"] != Level.WARNING)
    return tuple(Coming(one["id"], one["place"], one["level"], one["sources"]) for one in rows)


def scope_names(scopes: Sequence[UUID] | dict[UUID, UUID]) -> dict[UUID, str]:
    """The names of lines and organisations."""
    lines = accounts.line_names()
    return {one: lines.get(one) or directory.organisation(one).name for one in scopes}


def _sign(
    row: Situation,
    reports: Sequence[Report],
    words: dict[UUID, str | None],
    heard: Sequence[Heard],
    mine: dict[UUID, UUID],
    asked: set[UUID],
) -> Sign:
    people = accounts.colleague_names()
    told = [one for one in reports if one.situation_id == row.id]
    at_level = [
        one.scope_id for one in heard if (one.situation_id, one.level) == (row.id, row.level)
    ]
    organisations = {one.organisation_id for one in told}
    return Sign(
        row.id,
        row.what,
        row.place,
        row.level,
        row.sources,
        row.opened_at,
        row.level_at,
        people.get(row.level_by_id, "?"),
        tuple(
            Words(
                directory.organisation(one.organisation_id).name,
                one.sure,
                words.get(one.id, ""),
                one.told_at,
                people.get(one.told_by_id, "?"),
            )
            for one in told
        ),
        tuple(scope_names(at_level).values()),
        tuple(one for one in asked if one not in at_level),
        row.level != Level.CLEAR
        and (row.scope_id in mine or bool(organisations & set(mine.values()))),
    )


def _words(viewer: Actor, reports: Sequence[Report]) -> dict[UUID, str | None]:
    held = [sealing.report(one.situation_id, one.id, one.sealed_words) for one in reports]
    if not held:
        return {}
    try:
        texts = firewall.reveal(what=held, purpose=Purpose.ASSIST, reason="signal", actor=viewer)
    except SealedAwayError:
        texts = [None] * len(held)
    return {one.id: text for one, text in zip(reports, texts, strict=True)}


__all__ = ["Coming", "Sign", "Signs", "Words", "scope_names", "signs", "unheard", "whats"]
