"""What of cases and referrals may leave as a file: what stands in the clear."""

from typing import Any

from django.db.models import QuerySet

from amparo.aid.cases.models import Case, Referral
from amparo.aid.cases.states import CaseState, ReferralState
from amparo.commons.directory import queries as directory
from amparo.kernel.authority import Actor, Power
from amparo.kernel.outgoing import Page, Source, Wanted, after, columns, page_of
from amparo.kernel.rooms import room
from amparo.reach.messaging.queries.exported import area_of

CASE_COLUMNS = columns("""
    reference: Six characters that name the case to staff. They open nothing.
    state: open, referred or closed
    language: Code of the language to answer in; und if not certain
    needs: What is needed, one after the other, with ; between
    urgency: 4 now, 3 today, 2 this week, 1 no rush, 0 not sorted
    people: How many people it is about, if that was said
    area: H3 cell of resolution 5, about 250 square kilometres; empty if not known
    opened: When it was opened, UTC
    due: Until when the next thing is to be done, UTC
    closed: When it was closed, UTC; empty while it is open
    outcome: How it ended
""")
REFERRAL_COLUMNS = columns("""
    case: Reference of the case it belongs to
    service: Service that was asked for
    receiver: Organisation that was asked
    state: sent, accepted, declined, done, not_done, refused by the firewall
    fields: Which kinds of facts were passed on, never the facts themselves
    made: When it was sent, UTC
    answer_due: Until when they are to answer, UTC
    answered: When they said yes or no, UTC
    ended: When help was given, or could not be given, UTC
""")


def _filtered(rows: QuerySet[Any], wanted: Wanted, began: str) -> QuerySet[Any]:
    rows = rows.filter(**{f"{began}__lt": wanted.before})
    if since := wanted.since:
        rows = rows.filter(**{f"{began}__gte": since})
    if state := wanted.get("state"):
        rows = rows.filter(state=state)
    return rows


def _cases(wanted: Wanted) -> QuerySet[Case]:
    rows = _filtered(Case.objects.all(), wanted, "opened_at")
    if language := wanted.get("language"):
        rows = rows.filter(language=language)
    if need := wanted.get("need"):
        rows = rows.filter(needs__contains=[need])
    return rows


def _count_cases(viewer: Actor, wanted: Wanted) -> int:
    with room("aid", viewer.within(Power.EXPORT_ROWS)):
        return _cases(wanted).count()


def _page_cases(viewer: Actor, wanted: Wanted, cursor: str, limit: int) -> Page:
    with room("aid", viewer.within(Power.EXPORT_ROWS)):
        rows = _cases(wanted).filter(**after(cursor)).order_by("id")
        found = list(
            rows.values_list(
                "id",
                "reference",
                "state",
                "language",
                "needs",
                "urgency",
                "people",
                "cell",
                "opened_at",
                "due_at",
                "closed_at",
                "outcome",
            )[:limit]
        )
    return page_of([(row[0], (*row[1:7], area_of(row[7]), *row[8:])) for row in found], limit)


def _referrals(wanted: Wanted) -> QuerySet[Referral]:
    return _filtered(Referral.objects.all(), wanted, "made_at")


def _count_referrals(viewer: Actor, wanted: Wanted) -> int:
    with room("aid", viewer.within(Power.EXPORT_ROWS)):
        return _referrals(wanted).count()


def _page_referrals(viewer: Actor, wanted: Wanted, cursor: str, limit: int) -> Page:
    with room("aid", viewer.within(Power.EXPORT_ROWS)):
        rows = _referrals(wanted).filter(**after(cursor)).order_by("id")
        found = list(
            rows.values_list(
                "id",
                "case__reference",
                "service_id",
                "state",
                "fields",
                "made_at",
                "answer_due_at",
                "answered_at",
                "ended_at",
            )[:limit]
        )
    names = directory.service_names({row[2] for row in found})
    return page_of(
        [(row[0], (row[1], *names.get(row[2], ("", "")), *row[3:])) for row in found], limit
    )


CASES = Source(
    "cases",
    Power.EXPORT_ROWS,
    CASE_COLUMNS,
    ("since", "to", "language", "need", "state"),
    _count_cases,
    _page_cases,
    {"state": CaseState.values},
)
REFERRALS = Source(
    "referrals",
    Power.EXPORT_ROWS,
    REFERRAL_COLUMNS,
    ("since", "to", "state"),
    _count_referrals,
    _page_referrals,
    {"state": ReferralState.values},
)
