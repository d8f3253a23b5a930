"""The sheet before anyone is asked: what could go, word for word, and to whom."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from amparo.aid.cases import rules
from amparo.aid.cases.actions.cases import get
from amparo.aid.cases.models import Case
from amparo.aid.cases.sharing import values_of
from amparo.aid.protection import queries as protection
from amparo.commons.crises import queries as crises
from amparo.commons.directory import queries as directory
from amparo.commons.directory.queries import ServiceCard
from amparo.commons.pathways import queries as pathways
from amparo.commons.pathways.queries import PathwayCard
from amparo.guard.firewall import actions as firewall
from amparo.guard.vault.held import Held
from amparo.kernel.authority import Actor, Power, machine
from amparo.kernel.errors import DeniedError, InvalidError
from amparo.kernel.purposes import Purpose
from amparo.kernel.rooms import room
from amparo.reach.messaging import queries as messaging
from amparo.reach.messaging.sharing import PersonFacts

# Who is not trained in protection passes it on sealed and does not read it.
UNREAD = "What trained staff noted that they must know, if anything. It stays sealed on the way."


@dataclass(frozen=True, slots=True)
class PreviewField:
    """One thing that could go, exactly as it will be read."""

    key: str
    label: str
    value: str
    suggested: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """The sheet before anyone is asked. `refusal` is empty when the receiver may receive.

    `seen` stands for receivers and values as shown: what is sent later must be the same.
    """

    service: ServiceCard
    fields: tuple[PreviewField, ...]
    stays: tuple[str, ...]
    refusal: str
    seen: str
    pathway: PathwayCard | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A case, who would receive it, and every value that could go."""

    case: Case
    service: ServiceCard
    values: dict[str, Held | str]
    pathway: PathwayCard | None = None

    @property
    def seen(self) -> str:
        """A mark of the receivers and of every value, sealed ones as they lie sealed."""
        able = self.pathway.receivers if self.pathway else ()
        return mark([one.service for one in able] or [self.service], self.values)


def mark(services: Iterable[ServiceCard], values: Mapping[str, Held | str]) -> str:
    """The same for the same receivers and values only."""
    parts = [str(one.organisation_id).encode() for one in services]
    for key, value in sorted(values.items()):
        parts += [key.encode(), value.blob if isinstance(value, Held) else value.encode()]
    return hashlib.sha256(b"".join(b"%d:" % len(part) + part for part in parts)).hexdigest()[:32]


def preview(*, case: UUID, service: UUID, by: Actor) -> Preview:
    """What could go to this service, exactly as it would be read."""
    return _preview(sheet_of(case, service, by), by)


def preview_pathway(*, case: UUID, pathway: UUID, by: Actor) -> Preview:
    """What could go on this pathway, as its first receiver would read it."""
    by = by.within(Power.WORK_CASES)
    card = pathways.pathway(by, pathway)
    if not card.receivers:
        raise InvalidError("service", "Nobody on this pathway can be asked now.")
    return _preview(sheet_of(case, card.receivers[0].service.id, by, pathway), by)


def _preview(sheet: Sheet, by: Actor) -> Preview:
    shown = {key: value for key, value in sheet.values.items() if isinstance(value, str)}
    sealed = {key: value for key, value in sheet.values.items() if isinstance(value, Held)}
    if not by.can(Power.PROTECT) and "protection" in sealed:
        del sealed["protection"]
        shown["protection"] = UNREAD
    opened = firewall.reveal(
        what=list(sealed.values()), purpose=Purpose.REFER, reason="preview", actor=by
    )
    shown |= {key: (text or "").strip() for key, text in zip(sealed, opened, strict=True)}
    least = sheet.pathway.least if sheet.pathway else None
    fields = tuple(
        PreviewField(
            one.key,
            one.label,
            shown[one.key],
            one.least if least is None else one.key in least,
        )
        for one in rules.FIELDS
        if shown.get(one.key)
    )
    return Preview(
        sheet.service, fields, rules.STAYS, _refusal(sheet, by), sheet.seen, sheet.pathway
    )


def _refusal(sheet: Sheet, by: Actor) -> str:
    try:
        check_sheet(sheet, by)
    except DeniedError as refusal:
        return str(refusal)
    return ""


def check_sheet(sheet: Sheet, by: Actor) -> None:
    """Nothing, or DeniedError with the reason why nothing may go to this receiver."""
    rules.check_receiver(sheet.service.organisation_kind)
    if sheet.pathway:
        stopped = protection.stops(by, sheet.case.id).consular
        rules.check_consular(sheet.pathway.need, stopped)


def sheet_of(case: UUID, service: UUID, by: Actor, pathway: UUID | None = None) -> Sheet:
    """The sheet for one receiver; on a pathway with what the pathway carries, and no more."""
    if by.kind != "machine":
        by = by.within(Power.WORK_CASES)
    with room("aid", by):
        row = get(case)
    card = directory.service(service)
    needs = {one.key: one.label for one in crises.needs("en")}
    way = pathways.pathway(by, pathway) if pathway else None
    if way:
        # One receiver learns of the need it helps with, not of all the others.
        needs = {way.need: needs.get(way.need, way.title)}
    values = values_of(row, _person(row, by), needs, only=way.need if way else "")
    if way:
        for noted in protection.for_pathway(by, row.id, way.need):
            values["protection"] = noted
        values = {key: value for key, value in values.items() if key in way.most}
    return Sheet(row, card, values, way)


def _person(row: Case, by: Actor) -> PersonFacts:
    if not row.conversation_id:
        return PersonFacts("", "")
    reader = machine([row.line_id or row.scope_id]) if by.kind == "machine" else by
    return messaging.person_facts(reader, row.conversation_id)
