"""What an officer does to a conversation: take it, correct it, close it."""

from collections.abc import Sequence
from uuid import UUID

from amparo.commons.crises import queries as crises
from amparo.guard.firewall import actions as firewall
from amparo.kernel import audit, clock
from amparo.kernel.authority import Actor, Power
from amparo.kernel.errors import InvalidError, NotFoundError, WrongStateError
from amparo.kernel.purposes import Purpose
from amparo.kernel.rooms import room
from amparo.reach.messaging import notes, rules
from amparo.reach.messaging.actions import shifts
from amparo.reach.messaging.models import Conversation
from amparo.reach.messaging.places import cell_of
from amparo.reach.messaging.states import ConversationState


def get(conversation: UUID, *, merged_too: bool = False) -> Conversation:
    """The conversation, inside the room; the same error for not there and not yours.

    WrongStateError when it is read inside another one by now, unless the caller knows that.
    """
    found = Conversation.objects.select_for_update().filter(id=conversation).first()
    if found is None:
        raise NotFoundError(NotFoundError.__doc__)
    if found.merged_into_id is not None and not merged_too:
        raise WrongStateError("This was merged into another conversation. Nothing was changed.")
    return found


def take(*, conversation: UUID, by: Actor) -> None:
    """It is yours, and colleagues see that. WrongStateError when someone was faster.

    OffShiftError when her shift is over.
    """
    by = by.within(Power.WORK_QUEUE)
    with room("reach", by):
        scope = get(conversation).scope_id
    shifts.check_on(by, scope)
    with room("reach", by):
        row = get(conversation)
        now = clock.now()
        # An update that must touch exactly one row: two officers can't both have it.
        took = Conversation.objects.filter(id=row.id, taken_by_id=None).update(
            taken_by_id=by.id, taken_at=now
        )
        if not took and row.taken_by_id != by.id:
            raise WrongStateError("A colleague has taken this. Nothing was changed.")
        _read(row)
        audit.write(by=by, verb="take", about=row.id)


def take_over(*, conversation: UUID, by: Actor) -> None:
    """It is yours instead of someone's whose shift has ended. WrongStateError otherwise."""
    by = by.within(Power.WORK_QUEUE)
    with room("reach", by):
        row = get(conversation)
        scope, holder = row.scope_id, row.taken_by_id
    shifts.check_on(by, scope)
    if holder is None or holder not in shifts.off_shift(by, scope):
        raise WrongStateError("Who has this is on shift, or it is free. Nothing was changed.")
    with room("reach", by):
        # Exactly this holder: had someone else taken it meanwhile, nothing happens.
        took = Conversation.objects.filter(id=conversation, taken_by_id=holder).update(
            taken_by_id=by.id, taken_at=clock.now()
        )
        if not took:
            raise WrongStateError("A colleague was faster. Nothing was changed.")
        audit.write(by=by, verb="take_over", about=conversation, detail={"from": str(holder)})


def give_back(*, conversation: UUID, by: Actor) -> None:
    """It is free again. Only who has it gives it back."""
    by = by.within(Power.WORK_QUEUE)
    with room("reach", by):
        row = get(conversation)
        if row.taken_by_id not in (by.id, None):
            raise WrongStateError("A colleague has this. Only who has it can give it back.")
        Conversation.objects.filter(id=row.id).update(taken_by_id=None, taken_at=None)
        audit.write(by=by, verb="give_back", about=row.id)


def mark_read(*, conversation: UUID, by: Actor) -> None:
    """A person has read it; who asks for the status is told so."""
    by = by.within(Power.READ_QUEUE)
    with room("reach", by):
        _read(get(conversation, merged_too=True))


def _read(row: Conversation) -> None:
    if row.state == ConversationState.RECEIVED:
        Conversation.objects.filter(id=row.id).update(state=ConversationState.READ)


def set_urgency(*, conversation: UUID, urgency: int, by: Actor) -> None:
    """Decided by a person: 4 now, 3 today, 2 this week, 1 no rush."""
    by = by.within(Power.WORK_QUEUE)
    if urgency not in (1, 2, 3, 4):
        raise InvalidError("urgency", "Choose Now, Today, This week or No rush.")
    with room("reach", by):
        row = get(conversation)
        Conversation.objects.filter(id=row.id).update(urgency=urgency, urgency_decided=True)
        audit.write(
            by=by, verb="set_urgency", about=row.id, detail={"from": row.urgency, "to": urgency}
        )


def set_needs(*, conversation: UUID, needs: Sequence[str], by: Actor) -> None:
    """Decided by a person. The list of needs is open; a word that is not on it is refused."""
    by = by.within(Power.WORK_QUEUE)
    unknown = sorted(set(needs) - {one.key for one in crises.needs("en")})
    if unknown:
        raise InvalidError(
            "needs", "Not on the list of needs: %(unknown)s.", unknown=", ".join(unknown)
        )
    with room("reach", by):
        row = get(conversation)
        chosen = list(dict.fromkeys(needs))
        Conversation.objects.filter(id=row.id).update(needs=chosen, needs_decided=True)
        audit.write(by=by, verb="set_needs", about=row.id, detail={"from": row.needs, "to": chosen})


def set_place(*, conversation: UUID, place: UUID | None, label: str, by: Actor) -> None:
    """Decided by a person: a place of the gazetteer, or words alone. The words are sealed."""
    by = by.within(Power.WORK_QUEUE)
    spot = crises.place(place) if place else None
    with room("reach", by):
        row = get(conversation)
        held = notes.held(row.id, row.sealed_notes)
    opened = firewall.reveal(what=[held], purpose=Purpose.ASSIST, reason="place", actor=by)[0]
    kept = notes.read(opened or "")
    kept.place = label.strip() or (spot.name if spot else "")
    blob = firewall.seal(what=[notes.clear(row.id, kept)], actor=by)[0]
    with room("reach", by):
        row = get(conversation)
        if bytes(row.sealed_notes) != held.blob:
            # She may have taken it all back: what was read before must not come again.
            raise WrongStateError("This has changed since you looked. Nothing was changed.")
        Conversation.objects.filter(id=row.id).update(
            sealed_notes=blob,
            cell=cell_of(spot.lat, spot.lon) if spot else row.cell,
            place_decided=True,
        )
        audit.write(by=by, verb="set_place", about=row.id)


def set_phone(*, conversation: UUID, own_phone: bool, by: Actor) -> None:
    """Whether she says that the phone is her own, so that an answer may be plain."""
    by = by.within(Power.WORK_QUEUE)
    with room("reach", by):
        row = get(conversation)
        Conversation.objects.filter(id=row.id).update(own_phone=own_phone)
        audit.write(by=by, verb="set_phone", about=row.id, detail={"own": own_phone})


def close(*, conversation: UUID, by: Actor) -> None:
    """It is closed; a new word from the person opens a new one."""
    by = by.within(Power.WORK_QUEUE)
    with room("reach", by):
        row = get(conversation)
        rules.check_move(row.state, ConversationState.CLOSED)
        if row.taken_by_id not in (None, by.id):
            raise WrongStateError("A colleague holds this: it is theirs to close. Nothing changed.")
        Conversation.objects.filter(id=row.id).update(
            state=ConversationState.CLOSED, waiting_since=None, taken_by_id=None, taken_at=None
        )
        audit.write(by=by, verb="close", about=row.id)


def reopen(*, conversation: UUID, by: Actor) -> None:
    """It waits in the queue again."""
    by = by.within(Power.WORK_QUEUE)
    with room("reach", by):
        row = get(conversation)
        rules.check_move(row.state, ConversationState.WORKED_ON)
        Conversation.objects.filter(id=row.id).update(
            state=ConversationState.WORKED_ON, waiting_since=clock.now()
        )
        audit.write(by=by, verb="reopen", about=row.id)
