"""Asked about several receivers at once, in an order: each goes when the one before says no.

She has agreed to each of them by name; the yes is recorded for each. Nothing goes to the next
while the one before may still answer in time, and nothing at all when what they would read has
changed since she agreed.
"""

from collections.abc import Sequence
from uuid import UUID

from amparo.aid.cases import rules, story
from amparo.aid.cases.handover.sending import (
    How,
    Yes,
    check_agreed,
    check_seen,
    consent_to,
    due,
    line_against,
    pass_on,
    row_of,
    save_prepared,
)
from amparo.aid.cases.handover.sheets import Sheet, check_sheet, mark, sheet_of
from amparo.aid.cases.models import Referral, Transfer
from amparo.aid.cases.states import CaseState, EntryKind, ReferralState, Withdrawn
from amparo.guard.firewall.rules import NothingLeaves
from amparo.kernel import audit, clock
from amparo.kernel.authority import Actor, machine
from amparo.kernel.errors import DeniedError, InvalidError, NotFoundError
from amparo.kernel.rooms import room

# While one of these stands in the row of those who are asked, nobody else is.
_HELD = (ReferralState.PREPARED, ReferralState.ACCEPTED, ReferralState.DONE)


def refer_in_order(
    *,
    case: UUID,
    pathway: UUID,
    services: Sequence[UUID],
    fields: Sequence[str],
    agreed: bool,
    language: str,
    how: How,
    by: Actor,
    seen: str | None = None,
    reason_against_wish: str = "",
) -> UUID:
    """The id of the referral that went first. The others wait for their turn, with her yes."""
    rules.check_fields(tuple(fields))
    check_agreed(agreed)
    sheets = _sheets(case, pathway, services, by)
    check_seen(sheets[0], seen)
    rules.check_allowed(tuple(fields), sheets[0].pathway.most if sheets[0].pathway else ())
    for sheet in sheets:
        check_sheet(sheet, by)
    yes = Yes(tuple(key for key in fields if key in sheets[0].values), language, how)
    rows = [row_of(sheet, yes.fields, by) for sheet in sheets]
    for number, (row, sheet) in enumerate(zip(rows, sheets, strict=True), 1):
        row.state, row.turn_id, row.turn = ReferralState.QUEUED, rows[0].id, number
        row.agreed_to = _agreed_to(sheet, yes.fields)
    line = line_against(case, reason_against_wish, by)
    save_prepared(rows, by, line)
    for row, sheet in zip(rows, sheets, strict=True):
        consent = consent_to(sheet, yes, by)
        with room("aid", by):
            Referral.objects.filter(id=row.id).update(consent_id=consent)
    sent, refusal = _send_on(rows[0].id, by)
    if sent is None and refusal is not None:
        raise refusal
    return sent or rows[0].id


def _sheets(case: UUID, pathway: UUID, services: Sequence[UUID], by: Actor) -> list[Sheet]:
    """One sheet for each receiver; InvalidError for one that does not stand on the pathway."""
    chosen = list(dict.fromkeys(services))
    if not chosen:
        raise InvalidError("service", "Choose at least one receiver. Nothing was sent.")
    sheets = [sheet_of(case, one, by, pathway) for one in chosen]
    way = sheets[0].pathway
    on_it = {one.service.id for one in way.steps} if way else set()
    if set(chosen) - on_it:
        raise InvalidError("service", "This receiver is not on the pathway. Nothing was sent.")
    return sheets


def _agreed_to(sheet: Sheet, fields: Sequence[str]) -> str:
    """A mark of this receiver and of the values she agreed to."""
    return mark([sheet.service], {key: sheet.values[key] for key in fields if key in sheet.values})


def send_next(*, turn: UUID, scope: UUID) -> UUID | None:
    """The id of the referral that went now, because it was its turn; None when nobody's is.

    Harmless when called again, or by two at once: whoever claims the row sends it.
    """
    return _send_on(turn, machine([scope]))[0]


def _send_on(turn: UUID, by: Actor) -> tuple[UUID | None, NothingLeaves | None]:
    refusal = None
    while (row := _claim(turn, by)) is not None:
        try:
            if _pass(row, by):
                return row.id, None
        except NothingLeaves as reason:
            refusal = reason
    return None, refusal


def _claim(turn: UUID, by: Actor) -> Referral | None:
    """The one whose turn it is, now «prepared»; None while someone may still answer."""
    now = clock.now()
    with room("aid", by):
        rows = list(
            Referral.objects.select_for_update(of=("self",))
            .select_related("case")
            .filter(turn_id=turn)
            .order_by("turn")
        )
        waits = (one.state == ReferralState.SENT and one.late_at is None for one in rows)
        if any(one.state in _HELD for one in rows) or any(waits):
            return None
        queued = [one for one in rows if one.state == ReferralState.QUEUED and one.consent_id]
        if not queued or queued[0].case.state == CaseState.CLOSED:
            return None
        if Transfer.objects.filter(case_id=queued[0].case_id, moved=False).exists():
            return None  # its turn comes where the case goes
        row = queued[0]
        row.state, row.made_at = ReferralState.PREPARED, now
        row.save(force_update=True)
        audit.write(by=by, verb="take_turn", about=row.id)
    return row


def _pass(row: Referral, by: Actor) -> bool:
    """True when it has gone. What she has not agreed to goes nowhere: it is taken back."""
    try:
        sheet = sheet_of(row.case_id, row.service_id, by, row.pathway_id)
        same = _agreed_to(sheet, row.fields) == row.agreed_to
        check_sheet(sheet, by)
    except (NotFoundError, DeniedError):
        same = False
    if not same:
        _changed(row, by)
        return False
    row.answer_due_at = due(sheet, clock.now())
    with room("aid", by):
        Referral.objects.filter(id=row.id).update(answer_due_at=row.answer_due_at)
    pass_on(row, sheet, by)
    return True


def _changed(row: Referral, by: Actor) -> None:
    with room("aid", by):
        Referral.objects.filter(id=row.id).update(
            state=ReferralState.WITHDRAWN,
            withdrawn_at=clock.now(),
            withdrawn_by_id=by.id,
            withdrawn_why=Withdrawn.CHANGED,
        )
        line = story.entry(row.case, EntryKind.REFERRAL, by, referral=row.id, state="taken_back")
        line.save(force_insert=True)
        audit.write(by=by, verb="withdraw_referral", about=row.id, detail={"why": "changed"})
