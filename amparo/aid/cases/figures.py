"""What people wish, in counts, and how often a step went against it; no small cell, ever."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count

from amparo.aid.cases.models import Case, Entry
from amparo.aid.cases.release import Released, release, release_part
from amparo.aid.cases.states import EntryKind, WishKind
from amparo.kernel import audit, clock
from amparo.kernel.authority import Actor, Power
from amparo.kernel.rooms import room


@dataclass(frozen=True, slots=True)
class Wishes:
    """Wishes by kind, of cases opened before a Monday, and how many met a step against them."""

    until: date
    cases: Released
    against: Released


def wishes(viewer: Actor, zone: ZoneInfo) -> Wishes:
    """The counts as of the last Monday: who looks twice in a week sees the same cases counted."""
    viewer = viewer.within(Power.READ_FIGURES)
    monday = _monday(clock.now().astimezone(zone))
    with room("aid", viewer):
        counted = Case.objects.filter(scope_id__in=viewer.scopes, opened_at__lt=monday)
        kinds = Counter(
            dict(counted.exclude(wish_kind="").values_list("wish_kind").annotate(Count("id")))
        )
        crossed = Entry.objects.filter(kind=EntryKind.AGAINST, case__in=counted, at__lt=monday)
        against = Counter(
            dict(
                crossed.exclude(case__wish_kind="")
                .values_list("case__wish_kind")
                .annotate(Count("case_id", distinct=True))
                .order_by()
            )
        )
        audit.write(by=viewer, verb="read_figures", detail={"figures": "wishes"})
    all_kinds = {kind.value: kinds.get(kind, 0) for kind in WishKind}
    return Wishes(monday.date(), release(all_kinds), release_part(all_kinds, against))


def _monday(now: datetime) -> datetime:
    """The moment at which this week began, where the crisis is."""
    day = now.date() - timedelta(days=now.weekday())
    return datetime.combine(day, time(), tzinfo=now.tzinfo)
