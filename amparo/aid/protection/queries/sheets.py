"""A sheet as trained staff see it, and what others may know of it: stops, a pathway's words."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from amparo.aid.protection import rules, sealing
from amparo.aid.protection.models import Sheet
from amparo.aid.protection.sealing import Content, Past
from amparo.guard.accounts import queries as accounts
from amparo.guard.firewall import actions as firewall
from amparo.guard.vault.held import Held
from amparo.kernel.authority import Actor, Power
from amparo.kernel.errors import SealedAwayError
from amparo.kernel.purposes import Purpose
from amparo.kernel.rooms import room


@dataclass(frozen=True, slots=True)
class Stops:
    """Which steps must not be taken. Why is the same for «yes», «not said» and «not asked»."""

    consular: bool
    returning: bool
    why: str


NOT_CLEARED = Stops(True, True, "not cleared")
CLEARED = Stops(False, False, "")


def stops(viewer: Actor, case: UUID) -> Stops:
    """What is stopped in this case, for anyone who may read it. Not asked stops as well.

    A case that the viewer may not read answers like one where nobody has asked.
    """
    if viewer.kind != "machine":
        viewer = viewer.within(Power.READ_CASES)
    with room("aid", viewer):
        found = list(Sheet.objects.filter(case_id=case).values_list("cleared", flat=True))
    return CLEARED if found and all(found) else NOT_CLEARED


def for_pathway(viewer: Actor, case: UUID, pathway_need: str) -> tuple[Held, ...]:
    """The sealed words that a referral for this need may carry with consent; at most one value.

    Nothing for consular help and for returns, whatever was told. The opened text has spaces
    behind it (strip it), and is empty when nothing was told: from outside the two look alike.
    """
    pathway = rules.pathway_of(pathway_need)
    if pathway is None:
        return ()
    if viewer.kind != "machine":
        viewer = viewer.within(Power.WORK_CASES)
    with room("aid", viewer):
        row = Sheet.objects.filter(case_id=case).first()
    return (sealing.held_slot(row, pathway),) if row else ()


@dataclass(frozen=True, slots=True)
class PastLine:
    """One line of the history, with the colleague's name."""

    at: datetime
    by: str
    what: str
    keys: tuple[str, ...]
    words: str


@dataclass(frozen=True, slots=True)
class SheetPage:
    """A sheet as trained staff see it; `sealed` when the keys are away."""

    content: Content
    past: tuple[PastLine, ...]
    cleared: bool
    sealed: bool
    seen: str = ""  # goes back with what is filled in, so that nobody overwrites a colleague


def sheet(viewer: Actor, case: UUID) -> SheetPage:
    """The whole sheet of this case, newest history first; an empty one where nothing was told."""
    viewer = viewer.within(Power.PROTECT)
    with room("aid", viewer):
        row = Sheet.objects.filter(case_id=case).first()
    if row is None:
        return SheetPage(Content(), (), False, False)
    try:
        text = firewall.reveal(
            what=[sealing.held_sheet(row)], purpose=Purpose.ASSIST, reason="sheet", actor=viewer
        )[0]
    except SealedAwayError:
        text = None
    if text is None:
        return SheetPage(Content(), (), row.cleared, True)
    content = Content.from_text(text)
    names = accounts.colleague_names()
    past = tuple(_past(one, names) for one in reversed(content.past))
    return SheetPage(content, past, row.cleared, False, sealing.seen(row))


def _past(one: Past, names: dict[UUID, str]) -> PastLine:
    what, _, keys = one.what.partition(":")
    by = names.get(UUID(one.by), "")
    known = tuple(filter(None, keys.split(",")))
    return PastLine(datetime.fromisoformat(one.at), by, what, known, one.words)
