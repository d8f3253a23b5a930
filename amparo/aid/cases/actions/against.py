"""A step against a person's wish: its reason is written down, sealed, and stands in the story."""

from dataclasses import dataclass
from uuid import UUID

from amparo.aid.cases import rules, story
from amparo.aid.cases.actions.cases import get
from amparo.aid.cases.models import Case
from amparo.aid.cases.states import EntryKind
from amparo.guard.firewall import actions as firewall
from amparo.guard.vault.held import Clear
from amparo.kernel import audit, refs
from amparo.kernel.authority import Actor, Power
from amparo.kernel.rooms import room


@dataclass(frozen=True, slots=True)
class Against:
    """A line about to stand in the story: which step, and why, sealed."""

    id: UUID
    step: str  # task, referral, closing
    blob: bytes


def against(case: UUID, step: str, reason: str, by: Actor) -> Against:
    """The line with its reason sealed, not saved yet. Call it outside rooms."""
    rules.check_against(True, reason)
    ref = refs.new_ref()
    clear = Clear(case, f"entry:{ref}", reason.strip()[: rules.LONGEST_WORDS])
    return Against(ref, step, firewall.seal(what=[clear], actor=by)[0])


def against_entry(case: Case, line: Against, by: Actor, referral: UUID | None = None) -> None:
    """The line stands in the story. Call it inside the room of the step itself."""
    one = story.entry(case, EntryKind.AGAINST, by, referral=referral, state=line.step)
    one.id, one.sealed_text = line.id, line.blob
    one.save(force_insert=True)


def go_against(
    *, case: UUID, step: str, reason: str, by: Actor, referral: UUID | None = None
) -> None:
    """The reason why a referral, or any other step, goes against the wish stands in the story."""
    by = by.within(Power.WORK_CASES)
    with room("aid", by):
        get(case)
    line = against(case, step, reason, by)
    with room("aid", by):
        against_entry(get(case), line, by, referral)
        audit.write(by=by, verb="go_against_wish", about=case, detail={"step": step})
