"""Cases: opened, noted in, closed, opened again."""

from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError

from amparo.aid.cases import rules, story
from amparo.aid.cases.events import CaseOpened
from amparo.aid.cases.models import Case
from amparo.aid.cases.states import CaseState, EntryKind, WishKind
from amparo.guard.firewall import actions as firewall
from amparo.guard.vault import actions as vault
from amparo.kernel import audit, clock, refs
from amparo.kernel.authority import Actor, Power
from amparo.kernel.errors import InvalidError, NotFoundError, WrongStateError
from amparo.kernel.events import publish
from amparo.kernel.rooms import room
from amparo.reach.messaging.sharing import CaseFacts

_HAS_ONE = "This conversation has an open case. Nothing was changed."


def get(case: UUID) -> Case:
    """The case, inside the room; the same error for not there and not yours."""
    found = Case.objects.select_for_update().filter(id=case).first()
    if found is None:
        raise NotFoundError(NotFoundError.__doc__)
    return found


def open_case(*, facts: CaseFacts, wish: str, by: Actor) -> UUID:
    """The new case's id. It begins with the person's own wish, which may still be unknown."""
    by = by.within(Power.WORK_CASES)
    ref, now = refs.new_ref(), clock.now()
    vault.make_keys(refs_=[ref], kind="case")
    blob = firewall.seal(what=[story.clear_wish(ref, wish)], actor=by)[0] if wish else b""
    case = Case(
        id=ref,
        scope_id=facts.scope_id,
        line_id=facts.scope_id,
        conversation_id=facts.conversation_id,
        reference=facts.reference,
        sealed_wish=blob,
        language=facts.language,
        needs=list(facts.needs),
        urgency=facts.urgency,
        cell=facts.cell,
        people=facts.people,
        opened_at=now,
        opened_by_id=by.id,
        due_at=now + timedelta(hours=rules.ANSWER_WITHIN_HOURS[facts.urgency]),
    )
    try:
        _save_opened(case, by)
    except IntegrityError:
        # Opened by a colleague in this moment, or gone on to another organisation and open there.
        raise WrongStateError(_HAS_ONE) from None
    return ref


def _save_opened(case: Case, by: Actor) -> None:
    with room("aid", by):
        known = Case.objects.filter(conversation_id=case.conversation_id)
        if known.exclude(state=CaseState.CLOSED).exists():
            raise WrongStateError(_HAS_ONE)
        case.save(force_insert=True)
        audit.write(by=by, verb="open_case", about=case.id)
        assert case.conversation_id is not None
        publish(CaseOpened(case.id, case.conversation_id, case.scope_id))


def note(*, case: UUID, text: str, by: Actor) -> UUID:
    """The new line's id."""
    by = by.within(Power.WORK_CASES)
    if not text.strip():
        raise InvalidError("text", "The note is empty. Nothing was kept.")
    with room("aid", by):
        row = get(case)
    line = story.entry(row, EntryKind.NOTE, by)
    line.sealed_text = firewall.seal(what=[story.clear_entry(case, line, text.strip())], actor=by)[
        0
    ]
    with room("aid", by):
        line.scope_id = get(case).scope_id
        line.save(force_insert=True)
        audit.write(by=by, verb="note", about=case)
    return line.id


def set_wish(*, case: UUID, wish: str, language: str, by: Actor, kind: str | None = None) -> None:
    """What the person wishes, in her words or in ours; it stands above everything else.

    `kind` says what it is about, so that wishes can be counted; None leaves it as it is.
    """
    by = by.within(Power.WORK_CASES)
    if kind is not None and kind not in ("", *WishKind.values):
        raise InvalidError("wish_kind", "Choose what the wish is about, or leave it open.")
    with room("aid", by):
        get(case)
    blob = firewall.seal(what=[story.clear_wish(case, wish.strip())], actor=by)[0]
    with room("aid", by):
        row = get(case)
        Case.objects.filter(id=row.id).update(
            sealed_wish=blob,
            wish_language=language,
            wish_kind=row.wish_kind if kind is None else kind,
        )
        story.entry(row, EntryKind.WISH, by).save(force_insert=True)
        audit.write(by=by, verb="set_wish", about=case)
