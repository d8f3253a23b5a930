"""Links for receivers without an account: made, shown once, and what they open."""

import hashlib
import secrets
from datetime import timedelta
from uuid import UUID

from amparo.aid.cases import rules
from amparo.aid.cases.models import Received, Referral, Ticket
from amparo.aid.cases.states import ReferralState
from amparo.commons.directory import queries as directory
from amparo.kernel import audit, clock, refs
from amparo.kernel.authority import Actor, Power, bearer, machine
from amparo.kernel.errors import InvalidError, NotFoundError, WrongStateError
from amparo.kernel.rooms import room

HOURS = 72
LONGEST_HOURS = 168
_RUNNING = (ReferralState.SENT, ReferralState.ACCEPTED)
# 256 random bits as text.
_LENGTH = 43


def make_ticket(*, referral: UUID, by: Actor, hours: int = HOURS) -> str:
    """The token of a new link, to be handed to the receiver; it is shown once and kept nowhere.

    An older link of this referral opens nothing from now on.
    """
    by = by.within(Power.WORK_CASES)
    if not 1 <= hours <= LONGEST_HOURS:
        raise InvalidError("hours", "A link opens for one hour at least and a week at most.")
    with room("aid", by):
        row = Referral.objects.filter(id=referral).first()
    if row is None:
        raise NotFoundError(NotFoundError.__doc__)
    if row.state not in _RUNNING:
        raise WrongStateError("This referral is no longer open. No link was made.")
    rules.check_receiver(directory.organisation(row.receiver_id).kind)
    token, now = secrets.token_urlsafe(32), clock.now()
    theirs = machine([row.receiver_id])
    with room("aid", theirs):
        received = Received.objects.filter(referral_id=row.id, state__in=_RUNNING).first()
        if received is None:
            raise WrongStateError("This referral is no longer open. No link was made.")
        Ticket.objects.filter(referral_id=row.id, ended_at=None).update(ended_at=now)
        Ticket(
            id=refs.new_ref(),
            referral_id=row.id,
            received_id=received.id,
            receiver_id=row.receiver_id,
            token_hash=token_hash(token),
            made_at=now,
            made_by_id=by.id,
            expires_at=now + timedelta(hours=hours),
        ).save(force_insert=True)
    with room("aid", by):
        audit.write(by=by, verb="make_referral_link", about=row.id)
    return token


def token_hash(token: str) -> bytes:
    """What is stored of a link's token. It has 256 random bits: no salt is needed."""
    return hashlib.sha256(b"amparo.referral.link" + token.encode()).digest()


def find_ticket(*, token: str) -> Ticket | None:
    """The link of this token, over or not; None for what opens nothing and never did."""
    if len(token) != _LENGTH or not token.isascii():
        return None
    with room("aid", machine()):
        return Ticket.objects.filter(token_hash=token_hash(token)).first()


def holder(*, token: str) -> tuple[UUID, Actor]:
    """The receiver's row that the link opens, and who holds it: an actor for that row alone.

    NotFoundError for what opens nothing, also after it was taken back; WrongStateError when late.
    """
    ticket = find_ticket(token=token)
    if ticket is None or ticket.ended_at is not None:
        raise NotFoundError("This link opens nothing.")
    if ticket.expires_at <= clock.now():
        raise WrongStateError("This link has run out.")
    # What an organisation is may have changed since the link was made.
    rules.check_receiver(directory.organisation(ticket.receiver_id).kind)
    return ticket.received_id, bearer(ticket.id, ticket.received_id)


def note_opened(*, token: str) -> None:
    """It is written down when the link was opened for the first time."""
    ticket = find_ticket(token=token)
    if ticket is None or ticket.seen_at is not None:
        return
    house = machine()
    with room("aid", house):
        Ticket.objects.filter(id=ticket.id, seen_at=None).update(seen_at=clock.now())
        audit.write(by=house, verb="open_referral_link", about=ticket.referral_id)
