"""One line of time: what she wrote and was told, what was done, what was promised and kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from amparo.aid.cases.queries.case_pages import CasePage, ReferralLine, StoryLine
from amparo.aid.cases.queries.plans import TaskRow
from amparo.aid.cases.states import EntryKind
from amparo.kernel.authority import Actor, Power
from amparo.kernel.errors import NotFoundError
from amparo.reach.messaging import queries as messaging


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happened: a line of the story, a message, or a task that ended."""

    what: str  # entry, message, task
    at: datetime
    by: str
    kind: str
    state: str
    text: str | None
    language: str = ""
    translation: str = ""
    from_person: bool = False
    referral: ReferralLine | None = None
    automatic: bool = False


@dataclass(frozen=True, slots=True)
class Timeline:
    """The whole time line, and what the viewer may know of the conversation beside it."""

    moments: tuple[Moment, ...]
    messages_open: bool  # the viewer may read the conversation
    helped: str  # yes, no, not_yet; empty while nobody asked or answered
    asked: bool  # she was asked whether it helped, and has not answered


def timeline(viewer: Actor, page: CasePage, reader: str = "en") -> Timeline:
    """Everything of a case in the order in which it happened."""
    thread = _thread(viewer, page, reader)
    by_id = {one.id: one for one in page.referrals}
    # The seats themselves say who joined and left, with the organisation's name.
    moments = [_entry(one, by_id) for one in page.story if one.kind != EntryKind.TEAM]
    moments += _seats(page)
    moments += [_task(one) for one in page.tasks if one.ended_at is not None]
    moments += _messages(thread, reader) if thread else ()
    helped = ""
    if thread:
        helped = thread.helped
    elif page.conversation_id:
        helped = messaging.helped(viewer, [page.conversation_id]).get(page.conversation_id, "")
    moments.sort(key=lambda one: one.at)
    asked = thread is not None and thread.question == "helped" and not helped
    return Timeline(tuple(moments), thread is not None, helped, asked)


def _thread(viewer: Actor, page: CasePage, reader: str) -> messaging.Thread | messaging.Told | None:
    """The conversation, if the viewer reads its line, or works this case where the line is."""
    if page.conversation_id is None:
        return None
    if viewer.can(Power.READ_QUEUE):
        try:
            return messaging.conversation(viewer, page.conversation_id)
        except NotFoundError:
            pass
    if not page.on_its_line:
        return None
    return messaging.of_case(viewer, page.conversation_id, case=page.id, reader=reader)


def _entry(one: StoryLine, referrals: dict[UUID, ReferralLine]) -> Moment:
    referral = referrals.get(one.referral_id) if one.referral_id else None
    return Moment("entry", one.at, one.by, one.kind, one.state, one.text, referral=referral)


def _task(one: TaskRow) -> Moment:
    at = one.ended_at or one.made_at
    return Moment("task", at, one.ended_by, one.kind, one.state, one.words)


def _seats(page: CasePage) -> Iterator[Moment]:
    for one in page.team:
        yield Moment("entry", one.joined_at, one.joined_by, "team", "joined", one.organisation)
        if one.left_at is not None:
            yield Moment("entry", one.left_at, "", "team", "left", one.organisation)


def _messages(thread: messaging.Thread | messaging.Told, reader: str) -> Iterator[Moment]:
    for one in thread.messages:
        if one.taken_back:
            continue
        read = {two.language: two.text for two in one.translations}
        inward = one.direction == "in"
        yield Moment(
            "message",
            one.at,
            one.author,
            one.kind,
            one.delivery,
            one.text,
            language=one.language,
            translation=read.get(reader) or next(iter(read.values()), "") or "",
            from_person=inward,
            automatic=not inward and not one.author,
        )
