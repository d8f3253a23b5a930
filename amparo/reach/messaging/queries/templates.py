"""Answers that are ready: the line's own, and those that ship until the line has its own."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from importlib.resources import files
from uuid import UUID

from amparo.guard.accounts import queries as accounts
from amparo.kernel.authority import Actor, Power
from amparo.kernel.rooms import room
from amparo.kernel.together import Question, Rows, ask
from amparo.reach.messaging.models import Template

PLACEHOLDER = "{reference}"


@dataclass(frozen=True, slots=True)
class Ready:
    """One answer in the languages it is written in. A draft ships with the house: read it first."""

    key: str
    title: str
    texts: dict[str, str]
    order: int
    active: bool
    draft: bool
    changed_at: datetime | None = None
    changed_by: str = ""

    def text_in(self, language: str, reference: str) -> str:
        """The text in this language with the reference filled in, or nothing."""
        text = self.texts.get(language) or self.texts.get(language.split("-")[0], "")
        return text.replace(PLACEHOLDER, reference)


def templates(viewer: Actor, *, scope: UUID, every: bool = False) -> tuple[Ready, ...]:
    """The answers that are ready in one line, in their order; `every`: those put away too."""
    viewer = viewer.within(Power.READ_QUEUE)
    with room("reach", viewer):
        found = ask({"ready": question([scope])})
    return made(viewer, found["ready"], scope=scope, every=every)


def question(scopes: Iterable[UUID]) -> Question[Rows]:
    """The lines' own answers, as a question that can be asked together with others."""
    names = "scope_id key title texts order active changed_at changed_by_id"
    return Question(Template.objects.filter(scope_id__in=list(scopes)), names, lambda rows: rows)


def made(viewer: Actor, rows: Rows, *, scope: UUID, every: bool = False) -> tuple[Ready, ...]:
    """The answers of one line, of what the question came to."""
    names = accounts.colleague_names()
    own = {
        one["key"]: Ready(
            one["key"],
            one["title"],
            {str(code): str(text) for code, text in one["texts"].items()},
            one["order"],
            one["active"],
            draft=False,
            changed_at=one["changed_at"],
            changed_by=names.get(one["changed_by_id"], ""),
        )
        for one in rows
        if one["scope_id"] == scope
    }
    # Which line's it is must be seen first: a scope that is not the viewer's has no answers.
    shipped = {one.key: one for one in starters()} if scope in viewer.scopes else {}
    found = sorted({**shipped, **own}.values(), key=lambda one: (one.order, one.key))
    return tuple(one for one in found if every or one.active)


@cache
def starters() -> tuple[Ready, ...]:
    """Those that ship, as drafts."""
    path = files("amparo.reach.messaging").joinpath("starters.toml")
    read = tomllib.loads(path.read_text("utf-8"))
    known = Ready("", "", {}, 0, active=True, draft=True)
    return tuple(
        replace(
            known,
            key=key,
            title=one.pop("title"),
            order=one.pop("order"),
            texts={str(code): str(text) for code, text in one.items()},
        )
        for key, one in read.items()
    )
