"""Rows of every scope, each with a word of its own that nobody else may ever read."""

import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from django.db.models import Model

from amparo.aid.attachments.models import Attachment, Page
from amparo.aid.cases.models import Case, Entry, Link, Member, Received, Referral, Seat, Task
from amparo.aid.protection.models import WatchEntry, WatchWarning
from amparo.guard.accounts.models import Membership, Session, Staff
from amparo.guard.accounts.queries import names_changed, token_hash
from amparo.guard.accounts.roles import POWERS, Role
from amparo.guard.firewall import actions as firewall
from amparo.guard.tokens import queries as tokens
from amparo.guard.tokens.models import Token
from amparo.guard.vault import actions as vault
from amparo.guard.vault.held import Clear
from amparo.kernel import clock, refs
from amparo.kernel.authority import Actor, Power, machine
from amparo.kernel.rooms import room
from amparo.reach.calls.models import CallBack
from amparo.reach.duty.models import Alarm, HandOver
from amparo.reach.messaging.models import Conversation, Message, Translation, TranslationAsk
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
    "watch": {Power.PROTECT},
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
    owner: UUID | None = None  # whose own it is, when it is nobody else's in that scope either

    def open_to(self, who: Actor | None) -> bool:
        """Whether this actor may read it: with a power that they hold in that very scope."""
        if who is None or self.owner:
            return who is not None and who.id == self.owner
        with_ = READ_WITH[self.kind] & who.powers
        return any(self.scope in who.within(power).scopes for power in with_)


def plant() -> list[Canary]:
    """For each scope a conversation, a case and a referral received, each with its word."""
    canaries = [
        Canary(kind, scope, refs.new_ref(), f"kanari{kind}{name}", f"ZQ{n}{m}XK", refs.new_ref())
        for n, (name, scope) in enumerate(SCOPES.items())
        for m, kind in enumerate(READ_WITH)
    ]
    # Few ids, many tables: an address with two of them is tried with every pair.
    beside = {one.scope: one.message for one in canaries if one.kind == "case"}
    canaries = [
        replace(one, id=beside[one.scope]) if one.kind == "watch" else one for one in canaries
    ]
    for kind in READ_WITH:
        vault.make_keys(refs_=[one.id for one in canaries if one.kind == kind], kind=kind)
    plant_editor()
    for scope in SCOPES.values():
        mine = {one.kind: one for one in canaries if one.scope == scope}
        _plant_conversation(mine["conversation"])
        _plant_translation(mine["conversation"])
        _plant_duty(mine["conversation"])
        _plant_case(mine["case"], mine["conversation"])
        _plant_received(mine["received"])
        _plant_attachment(mine["case"])
        _plant_watch(mine["watch"])
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
        # A promised call bears the same id, so that addresses of both find it.
        CallBack(
            id=one.id,
            scope_id=one.scope,
            conversation_id=one.id,
            reference=one.reference,
            due_at=now,
            promised_at=now,
            promised_by_id=cast.staff_id("bruno"),
        ).save(force_insert=True)


def _plant_translation(one: Canary) -> None:
    """One that somebody wrote and one that somebody asked for, both under the message's id."""
    sealed, now = _seal(one.id, f"translation:{one.message}:ht", one.word), clock.now()
    with room("reach", machine([one.scope])):
        given = {"id": one.message, "scope_id": one.scope, "message_id": one.message}
        TranslationAsk(
            **given, language="fr", asked_at=now, asked_by_id=cast.staff_id("bruno")
        ).save(force_insert=True)
        Translation(**given, language="ht", sealed_text=sealed, author_id=EDITOR_ID, at=now).save(
            force_insert=True
        )


def _plant_duty(one: Canary) -> None:
    """An alarm and a hand-over of the same scope, under the conversation's own id."""
    now = clock.now()
    with room("reach", machine([one.scope])):
        Alarm(
            id=one.id, scope_id=one.scope, kind="gateway", about="x", since=now, raised_at=now
        ).save(force_insert=True)
        HandOver(
            id=one.id, scope_id=one.scope, given_at=now, given_by_id=cast.staff_id("bruno")
        ).save(force_insert=True)


def _plant_case(one: Canary, conversation: Canary) -> None:
    entry = refs.new_ref()
    wish = _seal(one.id, f"wish:{one.id}", one.word)
    note = _seal(one.id, f"entry:{entry}", one.word)
    words = _seal(one.id, f"task:{one.message}", one.word)
    person = _seal(one.id, f"member:{one.message}", json.dumps({"called": one.word}))
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
        _plant_beside(one, words, person)


def _plant_beside(one: Canary, words: bytes, person: bytes) -> None:
    """All that hangs on a case, under one id: a task, a person, a tie, a seat, a proposal."""
    given = {"id": one.message, "scope_id": one.scope, "case_id": one.id}
    rows: list[tuple[type[Model], dict[str, object]]] = [
        (Task, {"sealed_words": words, "state": "open"}),
        (Member, {"sealed_person": person}),
        (Link, {"other_reference": one.reference}),
        (Seat, {"organisation_id": cast.OLA}),
        (Referral, {"receiver_id": cast.OLA, "state": "sent"}),
        (Entry, {"kind": "proposed", "state": "open"}),
    ]
    for model, more in rows:
        for row in build(model, {**given, **more}):
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


def _plant_attachment(one: Canary) -> None:
    """Put to the case, under its key; a text, so that its word can be found when it is opened."""
    page = refs.new_ref()
    given = {"id": one.message, "scope_id": one.scope, "case_id": one.id, "kind": "text"}
    name = _seal(one.id, f"attachment:{one.message}:name", one.word)
    word = _seal(one.id, f"page:{page}", one.word)
    with room("aid", machine([one.scope])):
        for row in build(Attachment, {**given, "sealed_name": name}):
            row.save(force_insert=True)
        Page(
            id=page, scope_id=one.scope, attachment_id=one.message, number=1, sealed_data=word
        ).save(force_insert=True)


def _plant_watch(one: Canary) -> None:
    """An entry and a warning under one id, so that addresses of both find it."""
    reported = {"name": one.word, "role": "employer", "where": "", "words": one.word}
    content = _seal(one.id, f"watch:{one.id}", json.dumps(reported))
    warning = _seal(one.id, f"warning:{one.id}", one.word)
    given = {"id": one.id, "scope_id": one.scope}
    with room("aid", machine([one.scope])):
        for row in build(WatchEntry, {**given, "sealed_content": content}):
            row.save(force_insert=True)
        for row in build(WatchWarning, {**given, "entry_id": one.id, "sealed_text": warning})[-1:]:
            row.save(force_insert=True)


def editor() -> Actor:
    """Hana keeps the directory true and reads who did what. She sees no person at all."""
    powers = POWERS[Role.EDITOR] | POWERS[Role.AUDITOR]
    return Actor(EDITOR_ID, "staff", (cast.FARO,), powers, name="Hana")


def plant_editor() -> None:
    """Hana works at Faro."""
    with room("guard", machine()):
        hana = {"id": EDITOR_ID, "login": EDITOR, "name": "Hana", "languages": ["ar"]}
        Staff(**hana, made_at=cast.THEN).save(force_insert=True)
        for role in (Role.EDITOR, Role.AUDITOR):
            Membership(id=refs.new_ref(), staff_id=EDITOR_ID, scope_id=cast.FARO, role=role).save(
                force_insert=True
            )
    names_changed()


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


def bearer(who: Actor) -> str:
    """A token with all that this colleague may do."""
    secret, now = tokens.PREFIX + secrets.token_urlsafe(32), clock.now()
    with room("guard", machine()):
        Token(
            id=refs.new_ref(),
            staff_id=who.id,
            name="walk",
            secret_hash=tokens.hash_of(secret),
            powers=sorted(who.powers),
            made_at=now,
            expires_at=now + timedelta(hours=1),
        ).save(force_insert=True)
    return secret


def forbidden_words(said: str, who: Actor | None, canaries: list[Canary]) -> Iterator[str]:
    """Words and references in what was said that this actor may not read."""
    for one in canaries:
        if not one.open_to(who):
            yield from (word for word in (one.word, one.reference) if word in said)
