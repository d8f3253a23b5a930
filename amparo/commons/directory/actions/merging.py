"""Entries that are there twice: found by the machine, decided by a person."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import TypeVar
from uuid import UUID, uuid5

from amparo.commons.directory import checks, doubles, history
from amparo.commons.directory.actions.files import may, need_keys
from amparo.commons.directory.actions.saving import (
    known_facts,
    one,
    refuse,
)
from amparo.commons.directory.columns import (
    hide,
    organisation_columns,
    organisation_facts,
    put,
    refold,
    service_columns,
    where_of,
)
from amparo.commons.directory.models import (
    Asking,
    Contact,
    Double,
    HiddenPlace,
    Organisation,
    Service,
)
from amparo.commons.directory.rules import crosses
from amparo.commons.directory.states import Decided, Entry, Verb
from amparo.kernel import audit, clock
from amparo.kernel.authority import Actor
from amparo.kernel.errors import InvalidError, WrongStateError
from amparo.kernel.rooms import room

_BORDER = "One of the two is a State body and the other is not. Mend the kind first."
_Row = TypeVar("_Row", Organisation, Service)
_SPACE = UUID("5b8c0d52-5f7e-4f0c-9b7a-2f1d6f8c3a10")


def look_for_doubles(*, by: Actor) -> int:
    """How many pairs wait for a person; what someone has decided is not asked again."""
    by = may(by)
    with room("commons", by):
        owners = list(Organisation.objects.filter(active=True))
        offers = list(Service.objects.filter(active=True))
    houses = doubles.find([_organisation(row) for row in owners])
    groups = _groups(houses)
    services = doubles.find([_service(row) for row in offers], groups)
    found = {
        **{pair_id(pair.one, pair.other): (Entry.ORGANISATION, pair) for pair in houses},
        **{pair_id(pair.one, pair.other): (Entry.SERVICE, pair) for pair in services},
    }
    now = clock.now()
    with room("commons", by):
        Double.objects.filter(decided="").exclude(id__in=list(found)).delete()
        Double.objects.bulk_create(
            [
                Double(
                    id=id,
                    kind=kind,
                    one_id=pair.one,
                    other_id=pair.other,
                    score=pair.score,
                    reasons=[list(reason) for reason in pair.reasons],
                    updated_at=now,
                )
                for id, (kind, pair) in found.items()
            ],
            batch_size=500,
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=["score", "reasons", "updated_at"],
        )
        waiting = Double.objects.filter(decided="").count()
        audit.write(by=by, verb="directory.look_for_doubles", detail={"waiting": waiting})
    return waiting


def pair_id(one: UUID, other: UUID) -> UUID:
    """The same id for two entries, whichever comes first."""
    return uuid5(_SPACE, " ".join(sorted((str(one), str(other)))))


def not_same(*, double: UUID, by: Actor) -> None:
    """The two are not the same, and nobody is asked again."""
    by = may(by)
    with room("commons", by):
        _decide([double], Decided.NOT_SAME, by)
        audit.write(by=by, verb="directory.not_same", about=double)


def merge(*, kind: str, keep: UUID, loser: UUID, by: Actor, take: Collection[str] = ()) -> UUID:
    """The loser is no longer offered and leads to the other; whatever hung on it hangs there.

    `take` names fields whose words are taken from the loser. Nothing is deleted.
    """
    by = may(by)
    if keep == loser:
        raise InvalidError("keep", "These are not two entries but one.")
    needs = need_keys()
    with room("commons", by):
        # First, or it would be forgotten with the loser's other pairs.
        _decide([pair_id(keep, loser)], Decided.MERGED, by)
        if kind == Entry.ORGANISATION:
            _merge_organisations(keep, loser, frozenset(take), by)
        elif kind == Entry.SERVICE:
            _merge_services(keep, loser, frozenset(take), needs, by)
        else:
            raise InvalidError("kind", "Only organisations and services can be merged.")
        audit.write(by=by, verb=f"directory.merge_{kind}", about=keep, detail={"into": str(loser)})
    return keep


def _merge_services(
    keep: UUID, loser: UUID, take: frozenset[str], needs: frozenset[str], by: Actor
) -> None:
    winner, lost = _two(Service.objects.select_for_update().filter(id__in=[keep, loser]), keep)
    if crosses(winner.organisation.kind, lost.organisation.kind):
        # A hidden place that is taken over would be the State body's own.
        raise WrongStateError(_BORDER)
    before = known_facts(winner)
    theirs = known_facts(lost)
    names = take & set(theirs.__slots__) - {"source", "ref", "active"}
    told = replace(before, **{name: getattr(theirs, name) for name in names})
    refuse(checks.service(told, needs))
    put(winner, service_columns(told, winner.organisation.name))
    winner.updated_at = clock.now()
    winner.save()
    hide(winner, where_of(told))
    history.keep([history.change(keep, Verb.MERGED, before, told, by)])
    Asking.objects.filter(service=lost).update(service=winner)
    Service.objects.filter(merged_into=lost).update(merged_into=winner)
    _close(lost, winner, Entry.SERVICE, by)


def _merge_organisations(keep: UUID, loser: UUID, take: frozenset[str], by: Actor) -> None:
    found = Organisation.objects.select_for_update().filter(id__in=[keep, loser])
    winner, lost = _two(found, keep)
    before, theirs = organisation_facts(winner), organisation_facts(lost)
    if crosses(before.kind, theirs.kind):
        raise WrongStateError(_BORDER)
    names = take & set(theirs.__slots__) - {"source", "ref"}
    told = replace(before, **{name: getattr(theirs, name) for name in names})
    refuse(checks.organisation(told))
    put(winner, organisation_columns(told))
    winner.updated_at = clock.now()
    winner.save()
    history.keep([history.change(keep, Verb.MERGED, before, told, by)])
    moved = Service.objects.filter(organisation=lost)
    HiddenPlace.objects.filter(service__in=moved).update(organisation_id=keep)
    moved.update(organisation=winner)
    Contact.objects.filter(organisation=lost).update(organisation=winner)
    Organisation.objects.filter(merged_into=lost).update(merged_into=winner)
    refold(winner)
    _close(lost, winner, Entry.ORGANISATION, by)


def _two(rows: Iterable[_Row], keep: UUID) -> tuple[_Row, _Row]:
    known = {row.id: row for row in rows}
    winner = one(known.pop(keep, None))
    lost = one(next(iter(known.values()), None))
    if not winner.active or lost.merged_into_id:
        raise InvalidError("keep", "One of the two is merged or no longer offered: look again.")
    return winner, lost


def _close(lost: _Row, winner: _Row, kind: Entry, by: Actor) -> None:
    was = {"active": lost.active, "merged_into": None}
    lost.active = False
    lost.merged_into_id = winner.id
    lost.updated_at = clock.now()
    lost.save(update_fields=["active", "merged_into", "updated_at"])
    after = {"active": False, "merged_into": str(winner.id)}
    history.keep([history.line(lost.id, kind, Verb.MERGED, was, after, by)])
    # Other pairs of the loser say nothing any more.
    Double.objects.filter(decided="", one_id=lost.id).delete()
    Double.objects.filter(decided="", other_id=lost.id).delete()


def _decide(ids: list[UUID], decided: Decided, by: Actor) -> None:
    now = clock.now()
    Double.objects.filter(id__in=ids).update(
        decided=decided, decided_at=now, decided_by_id=by.id, updated_at=now
    )


def _organisation(row: Organisation) -> doubles.Known:
    return doubles.Known(
        id=row.id,
        name=row.name,
        phones=doubles.phones_of(row.phone),
        host=doubles.host_of(row.website),
        email=row.email.casefold(),
        country=row.country,
    )


def _service(row: Service) -> doubles.Known:
    spot = None
    if not row.address_hidden and row.lat is not None and row.lon is not None:
        spot = (row.lat, row.lon)
    return doubles.Known(
        id=row.id,
        name=row.name,
        names=tuple(name for name in row.names.values() if name),
        phones=doubles.phones_of(row.phone),
        place=row.place,
        needs=frozenset(row.needs),
        organisation=row.organisation_id,
        spot=spot,
    )


def _groups(pairs: Iterable[doubles.Pair]) -> dict[UUID, UUID]:
    """For each organisation that may be another, one that stands for all of them."""
    found: dict[UUID, UUID] = {}
    for pair in pairs:
        one, other = found.get(pair.one, pair.one), found.get(pair.other, pair.other)
        for id, stands in list(found.items()):
            if stands == other:
                found[id] = one
        found[pair.one] = found[pair.other] = one
    return found
