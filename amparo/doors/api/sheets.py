"""A case's protection sheet, for trained staff."""

from uuid import UUID

from ninja import Schema

from amparo.aid.cases import queries as cases
from amparo.aid.protection import actions, queries
from amparo.doors.api.cases import ONE
from amparo.doors.api.fields import Key, Line, Sent, Text, Word, YesNo
from amparo.doors.api.operations import ApiRequest, Noun
from amparo.kernel.authority import Power

noun = Noun("protection")


class SpecialNeed(Sent):
    """A few words; `kept_back` keeps it from every referral."""

    note: Line = ""
    kept_back: YesNo = False


class ProtectionSheet(Schema):
    """What was asked and told. `seen` goes back with what is filled in."""

    answer: str
    words: str
    signs: list[str]
    signs_note: str
    contact: str
    contact_note: str
    needs: dict[str, actions.Noted]
    past: list[queries.PastLine]
    cleared: bool
    sealed: bool
    seen: str


class Told(Sent):
    """The whole sheet, every part of it. `seen` is the mark of what was read.

    Answers: not_asked, no, fears, asylum, pending, not_saying. Contact: safe, unsafe, or nothing.
    """

    answer: Key
    words: Text
    signs: list[Key]
    signs_note: Text
    contact: Word
    contact_note: Text
    needs: dict[Key, SpecialNeed]
    seen: Word


@noun.get(f"{ONE}/protection", Power.PROTECT, gives=ProtectionSheet)
def read_protection(request: ApiRequest, case: UUID) -> ProtectionSheet:
    """The sheet, opened: asylum and return, signs of exploitation, special needs."""
    found = queries.sheet(request.actor, cases.standing(request.actor, case).id)
    told = found.content
    return ProtectionSheet(
        answer=told.answer,
        words=told.words,
        signs=list(told.signs),
        signs_note=told.signs_note,
        contact=told.contact,
        contact_note=told.contact_note,
        needs=told.needs,
        past=list(found.past),
        cleared=found.cleared,
        sealed=found.sealed,
        seen=found.seen,
    )


@noun.put(f"{ONE}/protection", Power.PROTECT)
def set_protection(request: ApiRequest, case: UUID, body: Told) -> None:
    """The sheet as it was filled in, whole. 409 when a colleague wrote on it meanwhile."""
    found = cases.standing(request.actor, case)
    told = actions.Told(
        answer=body.answer,
        words=body.words,
        signs=tuple(body.signs),
        signs_note=body.signs_note,
        contact=body.contact,
        contact_note=body.contact_note,
        needs={key: actions.Noted(one.note, one.kept_back) for key, one in body.needs.items()},
    )
    actions.set_sheet(
        case=found.id, scope=found.scope_id, told=told, seen=body.seen, by=request.actor
    )
