"""Rows of every scope, each with a word of its own that nobody else may ever read."""

import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from amparo.aid.cases.models import Case, Entry, Received, Referral
from amparo.commons.directory.models import Service
from amparo.guard.accounts.models import Membership, Session, Staff
from amparo.guard.accounts.queries import token_hash
from amparo.guard.accounts.roles import POWERS, Role
from amparo.guard.firewall import actions as firewall
from amparo.guard.vault import actions as vault
from amparo.guard.vault.held import Clear
from amparo.kernel import clock, refs
from amparo.kernel.authority import Actor, Power, machine
from amparo.kernel.rooms import room
from amparo.reach.messaging.models import Conversation, Message
from tests import cast
from tests.walls.rows import build

SCOPES = {
    "line": cast.LINE,
    "faro": cast.FARO,
    "ola": cast.OLA,
    "consulate": cast.CONSULATE,
    "tracers": cast.TRACERS,
}
EDITOR, EDITOR_ID = "hana", UUID(int=0xCF)
# What one must hold, besides the scope, to read a row of this kind.
READ_WITH = {
    "conversation": {Power.READ_QUEUE},
    "case": {Power.READ_CASES},
    "received": {Power.ANSWER_REFERRALS},
}


@dataclass(frozen=True)
class Canary:
    """One row, the word sealed in it, the reference on it."""

    kind: str
    scope: UUID
    id: UUID
    word: str
    reference: str
    message: UUID

    @property
    def ids(self) -> list[UUID]:
        """What may stand for it in an address."""
        return [self.id, self.message] if self.kind == "conversation" else [self.id]

    def open_to(self, who: Actor | None) -> bool:
        """Whether this actor may read it."""
        return bool(who and self.scope in who.scopes and READ_WITH[self.kind] & who.powers)


def plant() -> list[Canary]:
    """For each scope a conversation, a case and a referral received, each with its word."""
    canaries = [
        Canary(kind, scope, refs.new_ref(), f"kanari{kind}{name}", f"ZQ{n}{m}XK", refs.new_ref())
        for n, (name, scope) in enumerate(SCOPES.items())
        for m, kind in enumerate(READ_WITH)
    ]
    for kind in READ_WITH:
        vault.make_keys(refs_=[one.id for one in canaries if one.kind == kind], kind=kind)
    plant_editor()
    for scope in SCOPES.values():
        mine = {one.kind: one for one in canaries if one.scope == scope}
        _plant_conversation(mine["conversation"])
        _plant_case(mine["case"], mine["conversation"])
        _plant_received(mine["received"])
    return canaries


def _seal(ref: UUID, place: str, text: str) -> bytes:
    return firewall.seal(what=[Clear(ref, place, text)], actor=machine())[0]


def _plant_conversation(one: Canary) -> None:
    sealed = _seal(one.id, f"message:{one.message}", one.word)
    now = clock.now()
    with room("reach", machine([one.scope])):
        Conversation(
            id=one.id,
            scope_id=one.scope,
            reference=one.reference,
            channel="json",
            opened_at=now,
            last_in_at=now,
            waiting_since=now,
            urgency=3,
            needs=["water"],
            messages_in=1,
        ).save(force_insert=True)
        Message(
            id=one.message,
            scope_id=one.scope,
            conversation_id=one.id,
            direction="in",
            channel="json",
            at=now,
            sealed_text=sealed,
            language="en",
        ).save(force_insert=True)


def _plant_case(one: Canary, conversation: Canary) -> None:
    entry = refs.new_ref()
    wish = _seal(one.id, f"wish:{one.id}", one.word)
    note = _seal(one.id, f"entry:{entry}", one.word)
    now = clock.now()
    with room("aid", machine([one.scope])):
        Case(
            id=one.id,
            scope_id=one.scope,
            conversation_id=conversation.id,
            reference=one.reference,
            sealed_wish=wish,
            opened_at=now,
            opened_by_id=cast.staff_id("bruno"),
        ).save(force_insert=True)
        Entry(
            id=entry,
            scope_id=one.scope,
            case_id=one.id,
            kind="note",
            at=now,
            by_id=cast.staff_id("bruno"),
            sealed_text=note,
        ).save(force_insert=True)
        for row in build(Referral, {"scope_id": one.scope, "case_id": one.id, "state": "sent"}):
            row.save(force_insert=True)


def _plant_received(one: Canary) -> None:
    slip = _seal(
        one.id,
        f"slip:{one.id}",
        json.dumps({"reference": one.reference, "lines": [["Wish", one.word]]}),
    )
    given = {
        "id": one.id,
        "scope_id": one.scope,
        "reference": one.reference,
        "state": "sent",
        "sealed_slip": slip,
    }
    with room("aid", machine([one.scope])):
        for row in build(Received, given):
            row.save(force_insert=True)


def plant_common() -> list[UUID]:
    """What is common to all: two organisations, and a service of the second."""
    with room("commons", machine()):
        built = build(Service, {"organisation_id": cast.OLA, "name": "Clinic"})
        for row in built:
            row.save(force_insert=True)
    return [cast.FARO, cast.OLA, built[-1].pk]


def editor() -> Actor:
    """Hana keeps the directory true and reads who did what. She sees no person at all."""
    powers = POWERS[Role.EDITOR] | POWERS[Role.AUDITOR]
    return Actor(EDITOR_ID, "staff", (cast.FARO,), powers, name="Hana")


def plant_editor() -> None:
    """Hana works at Faro."""
    with room("guard", machine()):
        Staff(id=EDITOR_ID, login=EDITOR, name="Hana", made_at=cast.THEN).save(force_insert=True)
        for role in (Role.EDITOR, Role.AUDITOR):
            Membership(id=refs.new_ref(), staff_id=EDITOR_ID, scope_id=cast.FARO, role=role).save(
                force_insert=True
            )


def sign_in(name: str) -> str:
    """A fresh session's token."""
    token, now = secrets.token_urlsafe(32), clock.now()
    with room("guard", machine()):
        Session(
            id=refs.new_ref(),
            staff_id=EDITOR_ID if name == EDITOR else cast.staff_id(name),
            token_hash=token_hash(token),
            started_at=now,
            seen_at=now,
            expires_at=now + timedelta(hours=1),
        ).save(force_insert=True)
    return token


def forbidden_words(said: str, who: Actor | None, canaries: list[Canary]) -> Iterator[str]:
    """Words and references in what was said that this actor may not read."""
    for one in canaries:
        if not one.open_to(who):
            yield from (word for word in (one.word, one.reference) if word in said)
