"""The four ways through: `disclose` to others, `deliver` to the person, `reveal` to staff (as
texts or as bytes), and `understand` for the machine that sorts. Each writes its line and commits
it before the keyholder is asked; refusals are written too. There is no fifth way.

None of them may be called inside a room: the line must stand before anything opens.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from amparo.commons.directory.models import Organisation
from amparo.guard.firewall import rules
from amparo.guard.firewall.models import Disclosure
from amparo.guard.vault.held import Clear, Held
from amparo.guard.vault.keys import asking, keyholder
from amparo.guard.vault.models import Consent
from amparo.kernel import audit, clock, refs
from amparo.kernel.authority import Actor
from amparo.kernel.models import AuditLine
from amparo.kernel.purposes import Basis, Purpose
from amparo.kernel.rooms import room
from amparo.kernel.sealed import KeyClass, NotOpened, open_field, seal_field


@dataclass(frozen=True, slots=True)
class Disclosed:
    """What passed: the ledger's id and the values, field by field."""

    id: UUID
    values: dict[str, str]


def reveal(
    *, what: Sequence[Held], purpose: Purpose, reason: str, actor: Actor
) -> list[str | None]:
    """The texts, in order, for staff; None for one whose key is gone (forgotten on purpose)."""
    line = _write_lines(what, "reveal", purpose, reason, actor)
    return _open(what, actor, line)


def reveal_bytes(
    *, what: Sequence[Held], purpose: Purpose, reason: str, actor: Actor
) -> list[bytes | None]:
    """As `reveal`, for what is no text: pictures and pages of attachments."""
    line = _write_lines(what, "reveal", purpose, reason, actor)
    return _open_bytes(what, actor, line)


def deliver(*, what: Sequence[Held], actor: Actor) -> list[str | None]:
    """The texts, in order, for the person herself, or for the process that sends to her."""
    line = _write_lines(what, "deliver", Purpose.ANSWER, "", actor)
    return _open(what, actor, line)


def seal(*, what: Sequence[Clear], actor: Actor) -> list[bytes]:
    """The ciphertexts, in order. Needs keys, so it leaves a line as well."""
    if not what:
        return []
    with room("guard", actor):
        line = audit.write(by=actor, verb="seal", detail={"count": len(what)})
    keys = _keys(((one.ref, one.cls) for one in what), actor, line)
    return [seal_field(keys[one.ref, one.cls], _utf8(one.text), one.place.encode()) for one in what]


def understand(*, heads: Sequence[bytes], actor: Actor) -> list[bytes | None]:
    """The epoch keys of sealed envelopes; None where the day's key has been destroyed."""
    with room("guard", actor):
        line = audit.write(
            by=actor, verb="understand", purpose=Purpose.UNDERSTAND, detail={"count": len(heads)}
        )
    with asking():
        return list(keyholder().open_epochs(list(heads), audit=line))


def disclose(
    *,
    persons: Sequence[UUID],
    fields: Mapping[str, Held | str],
    recipient: UUID,
    purpose: Purpose,
    basis: Basis,
    agreement: UUID | None,
    consent: UUID | None,
    actor: Actor,
    scope: UUID,
) -> Disclosed:
    """The values that pass, once the ledger's row and the audit line are committed.

    A field is a sealed value, or a word that is in the clear already. On refusal NothingLeaves is
    raised, its row and line stay, and nothing was opened.
    """
    asked = rules.Asked(None, purpose, basis, frozenset(fields))
    rows, refusal = _enter(persons, asked, recipient, agreement, consent, actor, scope)
    if refusal is not None:
        raise refusal
    held = [(name, value) for name, value in fields.items() if isinstance(value, Held)]
    opened = _open([value for _, value in held], actor, rows[0])
    if any(text is None for text in opened):
        raise rules.NothingLeaves("Part of it has been forgotten, as promised. Nothing left.")
    values = {name: value for name, value in fields.items() if isinstance(value, str)}
    values |= {name: text or "" for (name, _), text in zip(held, opened, strict=True)}
    return Disclosed(rows[0], values)


def _enter(
    persons: Sequence[UUID],
    asked: rules.Asked,
    recipient: UUID,
    agreement: UUID | None,
    consent: UUID | None,
    actor: Actor,
    scope: UUID,
) -> tuple[list[UUID], rules.NothingLeaves | None]:
    """The ledger's rows, committed, and the refusal if there is one."""
    with room("guard", actor):
        receiver = Organisation.objects.filter(id=recipient).first()
        kind = receiver.kind if receiver else None
        asked = rules.Asked(kind, asked.purpose, asked.basis, asked.fields)
        refusal = None
        rows = []
        for person in persons:
            refusal = refusal or _refusal(asked, recipient, person, consent)
            row = Disclosure(
                id=refs.new_ref(),
                scope_id=scope,
                subject_id=person,
                receiver_id=recipient,
                receiver_kind=kind or "",
                purpose=asked.purpose,
                basis=asked.basis,
                consent_id=consent,
                agreement_id=agreement,
                fields=sorted(asked.fields),
                made_by_id=actor.id,
                at=clock.now(),
                passed=refusal is None,
                reason=str(refusal or ""),
            )
            row.save(force_insert=True)
            outcome = "passed" if refusal is None else "refused"
            audit.write(
                by=actor, verb="disclose", about=person, purpose=asked.purpose, outcome=outcome
            )
            rows.append(row.id)
    return rows, refusal


def _refusal(
    asked: rules.Asked, recipient: UUID, person: UUID, consent: UUID | None
) -> rules.NothingLeaves | None:
    found = Consent.objects.filter(id=consent).first() if consent else None
    try:
        rules.check_may_pass(asked, _given(found, recipient, person), clock.now())
    except rules.NothingLeaves as refusal:
        return refusal
    return None


def _given(found: Consent | None, recipient: UUID, person: UUID) -> rules.Given | None:
    if found is None:
        return None
    return rules.Given(
        fields=frozenset(found.fields),
        same_receiver=found.receiver_id == recipient,
        same_subject=found.subject_id == person,
        expires_at=found.expires_at,
        withdrawn=found.withdrawn_at is not None,
    )


def _write_lines(
    what: Sequence[Held], verb: str, purpose: Purpose, reason: str, actor: Actor
) -> UUID:
    """One line for each reference, committed; the id of the first stands for the call."""
    now, first = clock.now(), refs.new_ref()
    seen = list(dict.fromkeys(one.ref for one in what))
    with room("guard", actor):
        AuditLine.objects.bulk_create(
            AuditLine(
                id=first if number == 0 else refs.new_ref(),
                at=now,
                actor_id=actor.id,
                actor_kind=actor.kind,
                verb=verb,
                about_id=ref,
                purpose=purpose,
                outcome="passed",
                detail={"reason": reason} if reason else {},
            )
            for number, ref in enumerate(seen)
        )
    return first


def _open(what: Sequence[Held], actor: Actor, line: UUID) -> list[str | None]:
    return [_text(one) for one in _open_bytes(what, actor, line)]


def _text(opened: bytes | None) -> str | None:
    try:
        return None if opened is None else opened.decode()
    except UnicodeDecodeError:
        # A picture that was asked for as a text.
        return None


def _open_bytes(what: Sequence[Held], actor: Actor, line: UUID) -> list[bytes | None]:
    if not what:
        return []
    keys = _keys(((one.ref, one.cls) for one in what if one.blob), actor, line)
    return [_open_one(one, keys) for one in what]


def _open_one(one: Held, keys: Mapping[tuple[UUID, KeyClass], bytes]) -> bytes | None:
    if not one.blob:
        return b""
    key = keys.get((one.ref, one.cls))
    if key is None:
        return None
    try:
        return open_field(key, bytes(one.blob), one.place.encode())
    except NotOpened:
        # Moved or damaged ciphertext is shown as what it is: not readable.
        return None


def _keys(
    wanted: Iterable[tuple[UUID, KeyClass]], actor: Actor, line: UUID
) -> dict[tuple[UUID, KeyClass], bytes]:
    """The keys, one keyholder call for each class."""
    by_class: dict[KeyClass, dict[UUID, None]] = {}
    for ref, cls in wanted:
        by_class.setdefault(cls, {})[ref] = None
    found: dict[tuple[UUID, KeyClass], bytes] = {}
    with asking():
        for cls, all_refs in by_class.items():
            given = keyholder().keys(list(all_refs), cls, actor=actor.id, audit=line)
            found |= {(ref, cls): key for ref, key in given.items()}
    return found


def _utf8(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode("utf-8", "replace")
