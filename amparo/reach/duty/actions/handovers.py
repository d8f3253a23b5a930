"""A shift ends: what is held goes back or to a colleague, with a note for the next ones."""

from uuid import UUID

from amparo.guard.firewall import actions as firewall
from amparo.guard.roster import queries as roster
from amparo.guard.vault import actions as vault
from amparo.guard.vault.held import Clear
from amparo.kernel import audit, clock, refs
from amparo.kernel.authority import Actor, Power
from amparo.kernel.errors import InvalidError, NotFoundError
from amparo.kernel.rooms import room
from amparo.reach.duty import rules
from amparo.reach.duty.models import HandOver, HandOverRead
from amparo.reach.duty.sealing import note_place
from amparo.reach.messaging.actions.handing import hand_on
from amparo.reach.messaging.queries import line


def give(*, scope: UUID, note: str, to: UUID | None, by: Actor) -> UUID:
    """Everything the colleague held is free or the other one's, and the note waits to be read.

    The id of the hand-over. InvalidError when something is held and the note is empty.
    """
    by = by.within(Power.WORK_QUEUE)
    if scope not in by.scopes:
        raise NotFoundError(NotFoundError.__doc__)
    held, counts = line.held_by(by, scope), line.open_now(by, scope)
    note = rules.check_note(note, len(held))
    if to is not None and to not in {one.staff for one in roster.on_duty(by, scope)}:
        raise InvalidError("to", "They are not on duty now. Choose someone who is, or nobody.")
    row = HandOver(
        id=refs.new_ref(),
        scope_id=scope,
        given_at=clock.now(),
        given_by_id=by.id,
        to_id=to,
        waiting=counts.waiting,
        urgent=counts.urgent,
    )
    vault.make_keys(refs_=[row.id], kind="hand_over")
    if note:
        clear = Clear(row.id, note_place(row.id), note)
        row.sealed_note = firewall.seal(what=[clear], actor=by)[0]
    row.given = hand_on(scope=scope, only=[one.id for one in held], to=to, by=by)
    with room("reach", by):
        row.save(force_insert=True)
        audit.write(by=by, verb="hand_over", about=row.id, detail={"given": row.given})
    return row.id


def mark_read(*, hand_over: UUID, by: Actor) -> None:
    """Whoever gave it sees that this colleague has read the note. Twice changes nothing."""
    by = by.within(Power.READ_QUEUE)
    with room("reach", by):
        row = HandOver.objects.filter(id=hand_over).first()
        if row is None:
            raise NotFoundError(NotFoundError.__doc__)
        read = HandOverRead(
            id=refs.new_ref(),
            scope_id=row.scope_id,
            hand_over=row,
            read_at=clock.now(),
            read_by_id=by.id,
        )
        HandOverRead.objects.bulk_create([read], ignore_conflicts=True)
        audit.write(by=by, verb="read_hand_over", about=row.id)
