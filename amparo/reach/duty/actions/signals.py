"""Trusted observers tell what they see coming; organisations hear it, and the all-clear.

Only what somebody tells here on purpose counts. No message, chat or post is read for it.
"""

from dataclasses import dataclass
from uuid import UUID

from amparo.guard.firewall import actions as firewall
from amparo.guard.vault import actions as vault
from amparo.guard.vault.held import Clear
from amparo.kernel import audit, clock, refs
from amparo.kernel.authority import Actor, machine
from amparo.kernel.errors import DeniedError, InvalidError, NotFoundError, WrongStateError
from amparo.kernel.rooms import room
from amparo.reach.duty import rules
from amparo.reach.duty.models import Heard, Report, Situation, Subscription
from amparo.reach.duty.observers import places_of
from amparo.reach.duty.sealing import report_place
from amparo.reach.duty.states import Level, What

LONGEST = 1_000


@dataclass(frozen=True, slots=True)
class Told:
    """What an observer tells."""

    scope: UUID  # in whose name
    what: str
    place: str
    sure: int  # 3 seen it, 2 from who saw it, 1 heard
    words: str = ""
    place_id: UUID | None = None


def tell(*, told: Told, by: Actor) -> UUID:
    """The situation's id: a new one, or the one that others told of already, now surer."""
    organisation = _in_name_of(told.scope, by)
    place = " ".join(told.place.split())[:120]
    if told.what not in What.values or told.sure not in (1, 2, 3):
        raise InvalidError("what", "Choose what it is and how sure you are.")
    if not place:
        raise InvalidError("place", "Say where: the name of a place is enough.")
    if len(told.words) > LONGEST:
        raise InvalidError("words", "At most %(most)s characters. Nothing was lost.", most=LONGEST)
    situation = _situation(told, place, by)
    report = refs.new_ref()
    sealed = b""
    if told.words.strip():
        clear = Clear(situation, report_place(report), told.words.strip())
        sealed = firewall.seal(what=[clear], actor=by)[0]
    # Rows that several organisations see are written by our own machinery; who told stands in them.
    with room("reach", machine([told.scope])):
        row = Situation.objects.select_for_update().get(id=situation)
        Report(
            id=report,
            situation=row,
            organisation_id=organisation,
            sure=told.sure,
            sealed_words=sealed,
            told_at=clock.now(),
            told_by_id=by.id,
        ).save(force_insert=True)
        _judge(row, by)
        audit.write(by=machine([told.scope]), verb="tell_signal", about=situation, detail=_who(by))
    return situation


def _situation(told: Told, place: str, by: Actor) -> UUID:
    """The open situation of this kind at this place, made if there is none."""
    new, now = refs.new_ref(), clock.now()
    vault.make_keys(refs_=[new], kind="situation")
    with room("reach", machine([told.scope])):
        row = Situation(
            id=new,
            scope_id=told.scope,
            what=told.what,
            place_id=told.place_id,
            place=place,
            opened_at=now,
            opened_by_id=by.id,
            level_at=now,
            level_by_id=by.id,
        )
        # Told twice at the same moment, it is one situation.
        Situation.objects.bulk_create([row], ignore_conflicts=True)
        same = Situation.objects.filter(what=told.what, place=place).exclude(level=Level.CLEAR)
        return same.values_list("id", flat=True).get()


def _judge(row: Situation, by: Actor) -> None:
    """The level by the written rule. It only ever climbs by itself; people say the all-clear."""
    reports = list(Report.objects.filter(situation=row).values_list("organisation_id", "sure"))
    level = rules.level_of([(str(organisation), sure) for organisation, sure in reports])
    sources = len({organisation for organisation, _ in reports})
    changed = {"level": level, "level_at": clock.now(), "level_by_id": by.id}
    Situation.objects.filter(id=row.id).update(
        sources=sources, **(changed if level != row.level else {})
    )


def all_clear(*, situation: UUID, by: Actor) -> None:
    """It is over. Whoever told of it may say so, and everyone who was warned sees it."""
    mine = places_of(by)
    with room("reach", by):
        row = Situation.objects.filter(id=situation).first()
        told = set(
            Report.objects.filter(situation_id=situation).values_list("organisation_id", flat=True)
        )
    if row is None or not (row.scope_id in mine or told & set(mine.values())):
        raise NotFoundError(NotFoundError.__doc__)
    with room("reach", machine([row.scope_id])):
        open_ = Situation.objects.filter(id=situation).exclude(level=Level.CLEAR)
        if not open_.update(level=Level.CLEAR, level_at=clock.now(), level_by_id=by.id):
            raise WrongStateError("The all-clear was given already.")
        audit.write(by=machine([row.scope_id]), verb="all_clear", about=situation, detail=_who(by))


def hear(*, situation: UUID, scope: UUID, by: Actor) -> None:
    """The organisation has heard it at its present level. Twice changes nothing."""
    _in_name_of(scope, by)
    with room("reach", by):
        row = Situation.objects.filter(id=situation).first()
        asked = Subscription.objects.filter(scope_id=scope).exists()
    if row is None or not (asked or row.scope_id == scope):
        raise NotFoundError(NotFoundError.__doc__)
    heard = Heard(
        id=refs.new_ref(),
        situation_id=situation,
        scope_id=scope,
        level=row.level,
        heard_at=clock.now(),
        heard_by_id=by.id,
    )
    with room("reach", machine([scope])):
        Heard.objects.bulk_create([heard], ignore_conflicts=True)
        audit.write(by=machine([scope]), verb="hear_signal", about=situation, detail=_who(by))


def subscribe(*, scope: UUID, by: Actor) -> None:
    """The organisation or line is warned from now on. Twice changes nothing."""
    _in_name_of(scope, by)
    with room("reach", by):
        row = Subscription(scope_id=scope, asked_at=clock.now(), asked_by_id=by.id)
        Subscription.objects.bulk_create([row], ignore_conflicts=True)
        audit.write(by=by, verb="subscribe", about=scope)


def unsubscribe(*, scope: UUID, by: Actor) -> None:
    """It is no longer warned. Twice changes nothing."""
    _in_name_of(scope, by)
    with room("reach", by):
        Subscription.objects.filter(scope_id=scope).delete()
        audit.write(by=by, verb="unsubscribe", about=scope)


def _in_name_of(scope: UUID, by: Actor) -> UUID:
    """The organisation that this scope counts for, or DeniedError."""
    found = places_of(by).get(scope)
    if found is None:
        raise DeniedError("Only an organisation that helps, and is yours, can tell or be warned.")
    return found


def _who(by: Actor) -> dict[str, str]:
    return {"who": str(by.id)}
