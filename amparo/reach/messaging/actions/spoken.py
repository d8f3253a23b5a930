"""A call on the hotline, written down while it is spoken: one more message in the same queue."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from amparo.commons.crises import queries as crises
from amparo.guard.accounts import queries as accounts
from amparo.kernel import audit, receipts
from amparo.kernel.authority import Actor, Power
from amparo.kernel.errors import DeniedError
from amparo.kernel.rooms import room
from amparo.reach.messaging import envelopes
from amparo.reach.messaging.channels.inbound import Inbound, reference_of
from amparo.reach.messaging.concerns import FACTS

LONGEST = 5_000


@dataclass(frozen=True, slots=True)
class Call:
    """What was said on the phone. Nothing of it must be there."""

    language: str = ""
    words: str = ""
    needs: tuple[str, ...] = ()
    place: str = ""
    people: int | None = None
    number: str = ""
    own_phone: bool = False
    safe_hours: tuple[str, ...] = ()
    for_other: bool = False
    told: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WrittenDown:
    """What the officer may read out: the reference, and the code if it is wanted."""

    conversation: UUID
    scope: UUID
    reference: str
    code: str


def write_down(*, call: Call, by: Actor) -> WrittenDown:
    """On disk, sealed; understood and shown in the queue as soon as the worker has read it.

    The number goes the way of a number on our own page: no page can open it again.
    """
    by = by.within(Power.WORK_QUEUE)
    scope = _line(by)
    code, envelope = receipts.new_code(), UUID(bytes=secrets.token_bytes(16))
    extra = {
        "code": code,
        "language": call.language,
        "answer_language": call.language,
        "needs": " ".join(call.needs),
        "place": call.place[:LONGEST],
        "people": str(call.people or ""),
        "contact": call.number[:64],
        "contact_kind": "phone" if call.number else "none",
        "safe_hours": " ".join(call.safe_hours),
        "for_other": "yes" if call.for_other else "",
        **{name: text[:LONGEST] for name, text in call.told.items() if name in FACTS},
    }
    inbound = Inbound("call", envelope.hex, "", call.words[:LONGEST], extra=extra)
    conversation = envelopes.store(envelope=envelope, inbound=inbound)
    with room("reach", by):
        audit.write(by=by, verb="write_down_call", about=conversation)
    return WrittenDown(conversation, scope, reference_of(envelope), code)


def _line(by: Actor) -> UUID:
    """The line on which the worker will file it."""
    crisis = crises.current("en")
    line = accounts.line_of(crisis.id if crisis else None)
    if line is None or line not in by.scopes:
        raise DeniedError("You do not answer the line of this crisis.")
    return line
