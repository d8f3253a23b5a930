"""Colleagues give and take shifts among themselves: one asks, the other one says yes or no."""

from uuid import UUID

from amparo.guard.roster.models import Change, Shift
from amparo.guard.roster.planned import Planned, check_free, check_works, get
from amparo.guard.roster.states import Asked
from amparo.kernel import audit, clock, refs
from amparo.kernel.authority import Actor
from amparo.kernel.errors import DeniedError, InvalidError, NotFoundError, WrongStateError
from amparo.kernel.rooms import room


def ask_change(*, shift: UUID, to: UUID, by: Actor, in_return: UUID | None = None) -> UUID:
    """The request's id. The other one is asked: whoever of the two did not ask."""
    with room("guard", by):
        found = get(shift)
    check_works(to, found.scope_id, found.part)
    with room("guard", by):
        row = get(shift)
        back = get(in_return) if in_return else None
        if by.id not in (row.staff_id, to) or row.staff_id == to:
            raise DeniedError("Only your own shift can be given, and only you can take one.")
        if row.ends_at <= clock.now() or (back and back.ends_at <= clock.now()):
            raise WrongStateError("This shift is over. Nothing was changed.")
        if back and (back.staff_id != to or back.scope_id != row.scope_id):
            raise InvalidError("in_return", "Choose a shift of theirs on the same line.")
        made = Change(
            id=refs.new_ref(),
            scope_id=row.scope_id,
            shift=row,
            to_staff_id=to,
            in_return=back,
            of_staff_id=to if by.id == row.staff_id else row.staff_id,
            asked_at=clock.now(),
            asked_by_id=by.id,
        )
        if Change.objects.filter(shift=row, to_staff_id=to, state=Asked.OPEN).exists():
            raise WrongStateError("This was asked already and waits for an answer.")
        made.save(force_insert=True)
        audit.write(by=by, verb="ask_change", about=shift)
    return made.id


def answer_change(*, change: UUID, agree: bool, by: Actor) -> None:
    """The shift is the other one's now, or stays; only who was asked answers."""
    now = clock.now()
    with room("guard", by):
        asked = Change.objects.select_related("shift").filter(id=change, of_staff_id=by.id).first()
    if agree and asked is not None:
        check_works(asked.to_staff_id, asked.scope_id, asked.shift.part)
    with room("guard", by):
        row = Change.objects.select_for_update().filter(id=change, of_staff_id=by.id).first()
        if row is None:
            raise NotFoundError(NotFoundError.__doc__)
        state = Asked.AGREED if agree else Asked.REFUSED
        if not Change.objects.filter(id=change, state=Asked.OPEN).update(
            state=state, answered_at=now, answered_by_id=by.id
        ):
            raise WrongStateError(WrongStateError.__doc__)
        if agree:
            _hand(row)
        audit.write(by=by, verb="answer_change", about=row.shift_id, detail={"agree": agree})


def _hand(row: Change) -> None:
    """The shift changes hands, and the one in return too."""
    owner = row.shift.staff_id
    if row.asked_by_id not in (owner, row.to_staff_id):
        raise WrongStateError("The shift is someone else's by now. Nothing was changed.")
    moves = [(row.shift, row.to_staff_id)] + ([(row.in_return, owner)] if row.in_return else [])
    for shift, to in moves:
        same = Planned(
            shift.scope_id, to, shift.starts_at, shift.ends_at, shift.timezone, shift.part
        )
        check_free(same, but=shift.id)
    for shift, to in moves:
        Shift.objects.filter(id=shift.id).update(staff_id=to)
    ids = [shift.id for shift, _ in moves]
    Change.objects.filter(shift_id__in=ids, state=Asked.OPEN).update(state=Asked.GONE)
