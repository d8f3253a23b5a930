"""A message that whoever works a case proposes; an officer of the line sends it, or does not."""

from uuid import UUID

from amparo.aid.cases import rules, story
from amparo.aid.cases.actions.cases import get
from amparo.aid.cases.models import Case, Entry, Transfer
from amparo.aid.cases.states import EntryKind
from amparo.guard.firewall import actions as firewall
from amparo.kernel import audit
from amparo.kernel.authority import Actor, Power, machine
from amparo.kernel.errors import InvalidError, NotFoundError, WrongStateError
from amparo.kernel.rooms import room
from amparo.reach.messaging.actions import answer as answers

OPEN, SENT, DROPPED = "open", "sent", "dropped"


def propose_message(*, case: UUID, text: str, by: Actor) -> UUID:
    """The line of the story that holds it, sealed; it waits in the day's list of the officers."""
    by = by.within(Power.WORK_CASES)
    if not text.strip():
        raise InvalidError("proposed", "The message is empty. Nothing was kept.")
    if len(text) > answers.LONGEST:
        raise InvalidError(
            "proposed", "Longer than %(most)s characters. Your text is kept.", most=answers.LONGEST
        )
    with room("aid", by):
        line = story.entry(_on_its_line(case), EntryKind.PROPOSED, by, state=OPEN)
    line.sealed_text = firewall.seal(what=[story.clear_entry(case, line, text.strip())], actor=by)[
        0
    ]
    with room("aid", by):
        _on_its_line(case)
        line.save(force_insert=True)
        audit.write(by=by, verb="propose_message", about=case)
    return line.id


def send_proposed(
    *, entry: UUID, text: str, language: str, by: Actor, although: bool = False
) -> UUID:
    """The message's id, sent in the officer's name as she leaves its words.

    What keeps any answer from going keeps this one, too: then it waits again.
    """
    by.check(Power.WORK_QUEUE)
    case = _end(entry, SENT, by)
    assert case.conversation_id is not None
    try:
        return answers.answer(
            conversation=case.conversation_id,
            text=text,
            language=language,
            by=by,
            although=although,
        )
    except Exception:
        _wait_again(entry, case.id, by)
        raise


def drop_proposed(*, entry: UUID, by: Actor) -> None:
    """It is not sent; the story keeps that it was proposed."""
    _end(entry, DROPPED, by)


def _on_its_line(case: UUID) -> Case:
    """The case, or WrongStateError where no officer of its line could send anything."""
    row = get(case)
    rules.check_running(row.state)
    if row.conversation_id is None or row.line_id != row.scope_id:
        raise WrongStateError("The line does not send for this case. Ask the line itself.")
    return row


def _end(entry: UUID, state: str, by: Actor) -> Case:
    by = by.within(Power.WORK_CASES)
    with room("aid", by):
        mine = Entry.objects.select_for_update(of=("self",)).select_related("case")
        line = mine.filter(id=entry, kind=EntryKind.PROPOSED).first()
        if line is None:
            raise NotFoundError(NotFoundError.__doc__)
        if line.state != OPEN:
            raise WrongStateError("A colleague was faster: look at it again.")
        if state == SENT:
            rules.check_running(line.case.state)
        Entry.objects.filter(id=entry).update(state=state)
        audit.write(by=by, verb="end_proposed", about=line.case_id, detail={"state": state})
    return line.case


def _wait_again(entry: UUID, case: UUID, by: Actor) -> None:
    """It waits as before; if the case has just gone to another organisation, it is dropped."""
    with room("aid", by.within(Power.WORK_CASES)):
        if Entry.objects.filter(id=entry, state=SENT).update(state=OPEN):
            audit.write(by=by, verb="end_proposed", about=case, detail={"state": OPEN})
            return
        went = Transfer.objects.filter(case_id=case, moved=True)
        there = machine(went.values_list("receiver_id", flat=True))
    with room("aid", there):
        if Entry.objects.filter(id=entry, state=SENT).update(state=DROPPED):
            audit.write(by=there, verb="end_proposed", about=case, detail={"state": DROPPED})
