"""The queue: who waits, how long, how urgent and why. Nothing in it moves by itself."""

from datetime import datetime
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from amparo.doors.console import lists
from amparo.doors.console.access import StaffRequest, needs
from amparo.doors.console.filters import FILTERS, Chosen
from amparo.doors.console.show import show
from amparo.doors.console.strip import ended, look
from amparo.kernel import clock
from amparo.kernel.authority import Power
from amparo.kernel.errors import NotFoundError
from amparo.kernel.language import name_in
from amparo.reach.messaging import queries as messaging

PAGE = 50


def chosen(request: StaffRequest) -> Chosen:
    """The filters of the page that the reader looks at, also when only one row is asked for."""
    query = request.META.get("QUERY_STRING", "")
    if request.htmx and request.htmx.current_url:
        query = urlsplit(request.htmx.current_url).query
    pairs = parse_qsl(query)
    return Chosen({name: value for name, value in pairs if name in FILTERS and value})


@needs(Power.READ_QUEUE)
def queue(request: StaffRequest) -> HttpResponse:
    """One page of the queue; one row open if the address says so, or if it was looked for."""
    filters = chosen(request)
    wanted, asked = filters.wanted(), uuid_of(request.GET.get("open", ""))
    lists.look(reader())
    # Who opens or looks for someone reads what the last shift left on the next page.
    notes = not wanted.find and asked is None
    counted = look(request.actor, notes=notes, midnight=_midnight())
    named = messaging.named(request.actor, wanted.find) if wanted.find else ()
    only = named[0] if len(named) == 1 and asked in (None, named[0]) else None
    thread = _thread(request, asked or only)
    found = messaging.queue(
        request.actor,
        wanted,
        limit=PAGE,
        reader=reader(),
        counted=counted,
        only=thread if only else None,
    )
    context = {
        **({} if notes else {"notes": ()}),
        **row_context(request, filters),
        "queue": found,
        "wanted": wanted,
        "sentence": sentence(found.counts),
        "second": second(found.counts),
        "thread": thread,
        "open": thread.row.id if thread else None,
        "urgencies": [(mark, found.counts.by_urgency.get(mark, 0)) for mark in (4, 3, 2, 1, 0)],
        "languages": _languages(found.counts.languages),
        "pace": pace(request),
        "ready": _ready(request, found),
        "filtered": bool(set(filters.values) - {"after"}),
    }
    return show(request, "queue", context)


@needs(Power.READ_QUEUE)
def row(request: StaffRequest, conversation: UUID) -> HttpResponse:
    """One row, open or closed, for a page that is open already."""
    is_open = request.GET.get("open") == "1"
    return show_row(request, conversation, is_open=is_open)


def show_row(
    request: StaffRequest,
    conversation: UUID,
    *,
    is_open: bool = True,
    said: str = "",
    wrong: str = "",
    stay: UUID | None = None,
    status: int = 200,
) -> HttpResponse:
    """The row as it is now, with what was done to it or went wrong; then the page's head, too."""
    thread = messaging.conversation(request.actor, conversation, reader=reader())
    counts = messaging.counts(request.actor) if said or wrong else None
    context = {
        **row_context(request, chosen(request)),
        "row": thread.row,
        "thread": thread if is_open else None,
        "open": thread.row.id if is_open else None,
        "said": said,
        "wrong": wrong,
        "stay": stay,
        "head": (sentence(counts), second(counts)) if counts else None,
    }
    return show(request, "row", context, status=status)


@needs(Power.READ_QUEUE)
def new(request: StaffRequest) -> HttpResponse:
    """How many came in since the page was made; the only part that is asked for again."""
    since = _moment(request.GET.get("since", ""))
    return show(request, "new", _new(request, since))


def _moment(text: str) -> datetime | None:
    """The moment with its zone, or None: whatever else the address holds is no moment."""
    try:
        found = parse_datetime(text.replace(" ", "+"))
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None


def _new(request: StaffRequest, since: datetime | None) -> dict[str, object]:
    # Without rows nothing is opened: looking whether there is news reveals nothing.
    everything = messaging.queue(request.actor, messaging.QueueFilter(), limit=0)
    newest = everything.newest_at
    return {
        "since": since,
        "news": bool(since and newest and newest > since),
        # More words from someone who waits already are news, but nobody new.
        "arrived": messaging.arrived(request.actor, since) if since else 0,
        "filters": chosen(request),
    }


def row_context(request: StaffRequest, filters: Chosen) -> dict[str, object]:
    """What every row needs to be drawn."""
    return {
        "part": "queue",
        "filters": filters,
        "all_needs": lists.needs(reader()),
        "can_work": request.actor.can(Power.WORK_QUEUE),
        "can_case": request.actor.can(Power.WORK_CASES),
        "reader": reader(),
        "off_shift": off_shift(request),
    }


def reader() -> str:
    """The language in which this colleague reads the console."""
    return get_language() or "en"


def off_shift(request: StaffRequest) -> frozenset[UUID]:
    """Whose shift has ended: what they hold can be taken over. At most a few seconds old."""
    if not request.actor.can(Power.WORK_QUEUE):
        return frozenset()
    scopes = request.actor.within(Power.WORK_QUEUE).scopes
    return frozenset(who for scope in scopes for who in ended(request.actor, scope))


def pace(request: StaffRequest) -> messaging.Paces:
    """How soon people are answered, today where the crisis is, and in the last day."""
    return messaging.paces(request.actor, midnight=_midnight())


def _midnight() -> datetime:
    """When the day began where the crisis is."""
    crisis = lists.crisis("en")
    here = clock.now().astimezone(ZoneInfo(crisis.timezone if crisis else "UTC"))
    return here.replace(hour=0, minute=0, second=0, microsecond=0)


def _ready(request: StaffRequest, found: messaging.Queue) -> list[tuple[str, str]]:
    """The answers that can be sent to many, by key and title; of every line on the page."""
    if not request.actor.can(Power.WORK_QUEUE):
        return []
    scopes = dict.fromkeys(row.scope for row in found.rows if row.scope)
    titles: dict[str, str] = {}
    for scope in scopes:
        titles |= {one.key: one.title for one in ready_of(request, scope)}
    return list(titles.items())


def ready_of(request: StaffRequest, scope: UUID) -> tuple[messaging.Ready, ...]:
    """The ready answers of a line, at most half a minute old."""
    if scope not in request.actor.within(Power.READ_QUEUE).scopes:
        return ()
    return lists.fresh("ready", str(scope), lambda: messaging.templates(request.actor, scope=scope))


def sentence(counts: messaging.Counts) -> str:
    """What is true now, in one sentence."""
    if not counts.waiting:
        return _("Nobody is waiting.")
    parts = [
        ngettext("%(n)s person is waiting.", "%(n)s people are waiting.", counts.waiting)
        % {"n": counts.waiting}
    ]
    now, over = counts.by_urgency.get(4, 0), counts.over
    if now:
        parts.append(
            ngettext("%(n)s needs an answer now.", "%(n)s need an answer now.", now) % {"n": now}
        )
    if over:
        parts.append(
            ngettext("%(n)s is past its time.", "%(n)s are past their time.", over) % {"n": over}
        )
    return " ".join(parts)


def second(counts: messaging.Counts) -> str:
    """The smaller sentence under it."""
    unsorted = counts.by_urgency.get(0, 0)
    parts = [ngettext("%(n)s is yours.", "%(n)s are yours.", counts.mine) % {"n": counts.mine}]
    if unsorted:
        parts.append(
            ngettext(
                "%(n)s could not be sorted and waits to be read.",
                "%(n)s could not be sorted and wait to be read.",
                unsorted,
            )
            % {"n": unsorted}
        )
    return " ".join(parts)


def _languages(counted: tuple[tuple[str, int], ...]) -> list[tuple[str, str, int]]:
    return [(code, name_in(code, reader()), count) for code, count in counted]


def _thread(request: StaffRequest, conversation: UUID | None) -> messaging.Thread | None:
    if conversation is None:
        return None
    try:
        # One that is read inside another one now opens that row.
        return messaging.conversation(request.actor, conversation, reader=reader(), where_read=True)
    except NotFoundError:
        return None


def uuid_of(text: str) -> UUID | None:
    """The id that stands there, or None."""
    try:
        return UUID(text)
    except ValueError:
        return None
