"""Cases: closed with an outcome, and opened again."""

from uuid import UUID

from amparo.aid.cases import rules, story
from amparo.aid.cases.actions.against import against, against_entry
from amparo.aid.cases.actions.cases import get
from amparo.aid.cases.events import PersonToBeTold
from amparo.aid.cases.models import Case, Seat
from amparo.aid.cases.states import CaseState, EntryKind
from amparo.guard.firewall import actions as firewall
from amparo.guard.vault.held import Clear
from amparo.kernel import audit, clock, refs
from amparo.kernel.authority import Actor, Power
from amparo.kernel.errors import WrongStateError
from amparo.kernel.events import publish
from amparo.kernel.rooms import room
from amparo.reach.messaging import queries as messaging


def close_case(
    *, case: UUID, outcome: str, by: Actor, words: str = "", why_against: str = ""
) -> None:
    """Closed with an outcome; the person is asked whether it helped.

    `words` say what came of it; `why_against` why it is closed against her wish, if it is.
    """
    by = by.within(Power.WORK_CASES)
    _check(case, outcome, words, by)
    ref = refs.new_ref()
    clear = Clear(case, f"entry:{ref}", words.strip()[: rules.LONGEST_WORDS])
    blob = firewall.seal(what=[clear], actor=by)[0] if words.strip() else b""
    line = against(case, "closing", why_against, by) if why_against.strip() else None
    with room("aid", by):
        row = get(case)
        rules.check_case_move(row.state, CaseState.CLOSED)
        if line:
            against_entry(row, line, by)
        Case.objects.filter(id=row.id).update(
            state=CaseState.CLOSED, outcome=outcome, closed_at=clock.now(), closed_by_id=by.id
        )
        told = story.entry(row, EntryKind.OUTCOME, by, state=outcome)
        told.id, told.sealed_text = ref, blob
        told.save(force_insert=True)
        audit.write(by=by, verb="close_case", about=case, detail={"outcome": outcome})
        if row.conversation_id:
            publish(PersonToBeTold(row.conversation_id, row.line_id or row.scope_id, "ended"))


def _check(case: UUID, outcome: str, words: str, by: Actor) -> None:
    with room("aid", by):
        row = get(case)
        rules.check_case_move(row.state, CaseState.CLOSED)
        team = Seat.objects.filter(case_id=case, left_at=None).exists()
    said = ""
    if row.conversation_id and by.can(Power.READ_CASES):
        said = messaging.helped(by, [row.conversation_id]).get(row.conversation_id, "")
    rules.check_closing(outcome, words, team=team, said_no=said == "no")


def reopen_case(*, case: UUID, by: Actor) -> None:
    """Open again, with its whole story; the outcome it had stays in the story."""
    by = by.within(Power.WORK_CASES)
    with room("aid", by):
        row = get(case)
        rules.check_case_move(row.state, CaseState.OPEN)
        if row.state != CaseState.CLOSED:
            raise WrongStateError("This case is open. Nothing was changed.")
        same = Case.objects.filter(conversation_id=row.conversation_id).exclude(state="closed")
        if row.conversation_id and same.exists():
            raise WrongStateError("Another case of this conversation is open. Nothing was changed.")
        Case.objects.filter(id=row.id).update(
            state=CaseState.OPEN, outcome="", closed_at=None, closed_by_id=None, due_at=clock.now()
        )
        story.entry(row, EntryKind.REOPENED, by, state="open").save(force_insert=True)
        audit.write(by=by, verb="reopen_case", about=case)
