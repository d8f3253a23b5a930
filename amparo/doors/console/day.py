"""The day's work in one list: tasks, answers that are late, conversations held, calls to make."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amparo.aid.cases import queries as cases
from amparo.doors.console.access import StaffRequest, needs
from amparo.doors.console.case_words import TASK_KINDS
from amparo.doors.console.show import show
from amparo.kernel import clock
from amparo.kernel.authority import Actor, Power
from amparo.reach.calls import queries as calls
from amparo.reach.messaging import queries as messaging


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the day, whatever it comes from."""

    what: str  # proposed, task, answer, case, conversation, call
    id: UUID
    address: str
    reference: str
    kind: str
    words: str | None
    due_at: datetime | None
    since: datetime
    overdue: bool
    who: str
    mine: bool
    case_id: UUID | None = None


@needs(Power.READ_CASES)
def day(request: StaffRequest) -> HttpResponse:
    """What is due, the earliest first; mine, or everyone's."""
    everyone = request.GET.get("who") == "all"
    items = _items(request.actor, mine=not everyone)
    context = {
        "items": items,
        "everyone": everyone,
        "sentence": _sentence(items),
        "can_work": request.actor.can(Power.WORK_CASES),
        "here": request.get_full_path(),
    }
    return show(request, "day", context)


def _items(actor: Actor, *, mine: bool) -> list[Item]:
    found = [_of_case(one) for one in cases.day(actor, mine=mine)]
    found += _conversations(actor)
    found += _calls(actor, mine=mine)
    last = datetime.max.replace(tzinfo=clock.now().tzinfo)
    return sorted(found, key=lambda one: (one.due_at or last, one.since, str(one.id)))


def _of_case(one: cases.Due) -> Item:
    kinds = dict(TASK_KINDS)
    return Item(
        one.what,
        one.id,
        reverse("console:case", args=[one.case_id])
        + ("#message" if one.what == "proposed" else ""),
        one.reference,
        str(kinds.get(one.kind, "")) if one.what == "task" else "",
        one.words,
        one.due_at,
        one.made_at,
        one.overdue,
        one.who,
        one.mine,
        one.case_id,
    )


def _conversations(actor: Actor) -> list[Item]:
    """Conversations that I hold and that still wait for an answer."""
    if not actor.can(Power.WORK_QUEUE):
        return []
    rows = messaging.queue(actor, messaging.QueueFilter(mine=True)).rows
    now = clock.now()
    return [
        Item(
            "conversation",
            one.id,
            reverse("console:conversation", args=[one.id]),
            one.reference,
            "",
            "",
            one.due_at,
            one.waiting_since or one.last_in_at,
            one.due_at is not None and one.due_at < now,
            actor.name,
            True,
        )
        for one in rows
    ]


def _calls(actor: Actor, *, mine: bool) -> list[Item]:
    """Calls that were promised; the number stays sealed until someone calls."""
    if not actor.can(Power.WORK_QUEUE):
        return []
    now = clock.now()
    return [
        Item(
            "call",
            one.id,
            reverse("console:conversation", args=[one.conversation]),
            one.reference,
            "",
            "",
            one.due_at,
            one.promised_at,
            one.due_at < now,
            one.promised_by,
            one.promised_by_id == actor.id,
        )
        for one in calls.due(actor, mine=mine)
    ]


def _sentence(items: list[Item]) -> str:
    if not items:
        return _("Nothing is due.")
    text = ngettext("%(n)s thing is on the list.", "%(n)s things are on the list.", len(items))
    text %= {"n": len(items)}
    over = sum(one.overdue for one in items)
    if over:
        late = ngettext("%(n)s is past its time.", "%(n)s are past their time.", over)
        text += " " + late % {"n": over}
    return text
