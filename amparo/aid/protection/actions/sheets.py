"""What trained staff write down on a case's sheet. Nothing of it is ever a condition for help.

All leave the same audit line: it tells that someone worked on a sheet, not what was said.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from uuid import UUID

from amparo.aid.protection import rules, sealing
from amparo.aid.protection.models import Sheet
from amparo.aid.protection.sealing import Content, Noted, Past, Told
from amparo.aid.protection.signs import SIGNS
from amparo.aid.protection.states import Answer
from amparo.guard.firewall import actions as firewall
from amparo.kernel import audit, clock, refs
from amparo.kernel.authority import Actor, Power, machine
from amparo.kernel.errors import NotFoundError, SealedAwayError, WrongStateError
from amparo.kernel.purposes import Purpose
from amparo.kernel.rooms import room

CONTACTS = ("", "safe", "unsafe")
_QUICKER = "A colleague has just written on this sheet. Look at it again."


def begin(*, case: UUID, scope: UUID) -> None:
    """The case has its sheet, empty, like every other; a second call changes nothing."""
    by = machine([scope])
    with room("aid", by):
        if Sheet.objects.filter(case_id=case, scope_id=scope).exists():
            return
    row = _new(case, scope, Content(), by)
    with room("aid", by):
        Sheet.objects.bulk_create([row], ignore_conflicts=True)


def set_sheet(*, case: UUID, scope: UUID, told: Told, seen: str, by: Actor) -> None:
    """The whole sheet as it was filled in; the history says which parts are new.

    `seen` is the mark of the sheet that was filled in. What a colleague wrote meanwhile is not
    put away: WrongStateError then, and nothing was changed.
    """
    rules.check_known("answer", [told.answer], Answer.values)
    rules.check_known("signs", told.signs, SIGNS)
    rules.check_known("contact", [told.contact], CONTACTS)
    words = rules.check_words("words", told.words, rules.LONGEST_WORDS)
    note = rules.check_words("signs_note", told.signs_note, rules.LONGEST_WORDS)
    contact_note = rules.check_words("contact_note", told.contact_note, rules.LONGEST_NOTE)
    needs = _checked_needs(told.needs)

    def changed(was: Content) -> Content:
        return replace(
            was,
            answer=told.answer,
            words=words,
            signs=tuple(one for one in SIGNS if one in told.signs),
            signs_note=note,
            contact=told.contact,
            contact_note=contact_note,
            needs=needs,
        )

    _change(case, scope, changed, None, by, seen)


def set_answer(*, case: UUID, scope: UUID, answer: str, words: str, by: Actor) -> None:
    """What came of asking about asylum and return. Only «no» lifts the stop."""
    rules.check_known("answer", [answer], Answer.values)
    words = rules.check_words("words", words, rules.LONGEST_WORDS)
    _change(
        case,
        scope,
        lambda was: replace(was, answer=answer, words=words),
        ("answer:" + answer, words),
        by,
    )


def set_signs(
    *,
    case: UUID,
    scope: UUID,
    signs: list[str],
    note: str,
    contact: str,
    contact_note: str,
    by: Actor,
) -> None:
    """Signs of trafficking or exploitation, and whether it is safe to reach her."""
    rules.check_known("signs", signs, SIGNS)
    rules.check_known("contact", [contact], CONTACTS)
    note = rules.check_words("signs_note", note, rules.LONGEST_WORDS)
    contact_note = rules.check_words("contact_note", contact_note, rules.LONGEST_NOTE)

    def changed(was: Content) -> Content:
        return replace(
            was,
            signs=tuple(one for one in SIGNS if one in signs),
            signs_note=note,
            contact=contact,
            contact_note=contact_note,
        )

    _change(case, scope, changed, ("signs:" + ",".join(signs), note), by)


def set_needs(*, case: UUID, scope: UUID, needs: Mapping[str, Noted], by: Actor) -> None:
    """The special needs, each with its few words, each kept from every referral if she wants."""
    kept = _checked_needs(needs)
    _change(case, scope, lambda was: replace(was, needs=kept), ("needs:" + ",".join(kept), ""), by)


def _checked_needs(needs: Mapping[str, Noted]) -> dict[str, Noted]:
    rules.check_known("needs", needs, rules.KINDS)
    return {
        key: Noted(rules.check_words(key, one.note, rules.LONGEST_NOTE), one.kept_back)
        for key, one in needs.items()
    }


def _news(was: Content, now: Content) -> list[tuple[str, str]]:
    """What the history says of the parts that changed."""
    news = []
    if (was.answer, was.words) != (now.answer, now.words):
        news.append(("answer:" + now.answer, now.words))
    parts = [(one.signs, one.signs_note, one.contact, one.contact_note) for one in (was, now)]
    if parts[0] != parts[1]:
        news.append(("signs:" + ",".join(now.signs), now.signs_note))
    if was.needs != now.needs:
        news.append(("needs:" + ",".join(now.needs), ""))
    return news


def _change(
    case: UUID,
    scope: UUID,
    change: Callable[[Content], Content],
    said: tuple[str, str] | None,
    by: Actor,
    seen: str | None = None,
) -> None:
    """The sheet is changed and its history longer, unless someone else was quicker."""
    by = by.within(Power.PROTECT)
    if scope not in by.scopes:
        raise NotFoundError(NotFoundError.__doc__)
    with room("aid", by):
        found = Sheet.objects.filter(case_id=case, scope_id=scope).first()
    was = _read(found, by) if found else Content()
    if seen is not None and seen != sealing.seen(found):
        raise WrongStateError(_QUICKER)
    now, at = change(was), clock.now().isoformat(timespec="seconds")
    lines = _news(was, now) if said is None else [said]
    content = replace(now, past=(*was.past, *(Past(at, str(by.id), *one) for one in lines)))
    row = _new(case, scope, content, by)
    with room("aid", by):
        _write(row, found)
        audit.write(by=by, verb="work_on_sheet", about=case, purpose=Purpose.ASSIST)


def _read(row: Sheet, by: Actor) -> Content:
    text = firewall.reveal(
        what=[sealing.held_sheet(row)], purpose=Purpose.ASSIST, reason="sheet", actor=by
    )[0]
    if text is None:
        raise SealedAwayError("This sheet can't be read, so it was not changed.")
    return Content.from_text(text)


def _new(case: UUID, scope: UUID, content: Content, by: Actor) -> Sheet:
    """A row with this content, sealed, not saved."""
    row = Sheet(id=refs.new_ref(), scope_id=scope, case_id=case)
    blobs = firewall.seal(what=sealing.clear_sheet(case, content), actor=by)
    sealing.store(row, content, blobs)
    return row


def _write(row: Sheet, was: Sheet | None) -> None:
    """The row stands in place of the one that was read, or WrongStateError."""
    of_case = Sheet.objects.select_for_update().filter(case_id=row.case_id, scope_id=row.scope_id)
    now = of_case.first()
    if was is None and now is None:
        row.save(force_insert=True)
        return
    if was is None or now is None or bytes(now.sealed_sheet) != bytes(was.sealed_sheet):
        raise WrongStateError(_QUICKER)
    row.id = now.id
    row.save(force_update=True)
