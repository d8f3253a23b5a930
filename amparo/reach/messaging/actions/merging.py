"""The same person wrote twice: one conversation is read inside the other, until that is undone.

Nothing moves: each text stays in its own conversation, under its own key, so that her code shows
her what she wrote there and nothing else. Only who waits, and where it is shown, changes.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from amparo.kernel import audit, clock, refs
from amparo.kernel.authority import Actor, Power, machine
from amparo.kernel.errors import NotFoundError, WrongStateError
from amparo.kernel.rooms import room
from amparo.reach.messaging import rules
from amparo.reach.messaging.models import Conversation, Merge, Message
from amparo.reach.messaging.states import ConversationState, Direction


def merge(*, conversation: UUID, into: UUID, by: Actor) -> None:
    """`conversation` leaves the queue and is read and answered inside `into`.

    WrongStateError says why not: another line, a case on both, a colleague was faster.
    """
    by = by.within(Power.WORK_QUEUE)
    with room("reach", by):
        merged, kept = _both(conversation, into)
        rules.check_merge(_half(kept), _half(merged), by.id)
        now = clock.now()
        Merge(
            id=refs.new_ref(),
            scope_id=kept.scope_id,
            kept=kept,
            merged=merged,
            made_at=now,
            made_by_id=by.id,
            kept_waited_since=kept.waiting_since,
            kept_urgency=kept.urgency,
            merged_waited_since=merged.waiting_since,
        ).save(force_insert=True)
        Conversation.objects.filter(id=merged.id).update(
            merged_into=kept,
            merged_at=now,
            merged_by_id=by.id,
            waiting_since=None,
            taken_by_id=None,
            taken_at=None,
        )
        Conversation.objects.filter(id=kept.id).update(
            waiting_since=_earliest(kept.waiting_since, merged.waiting_since),
            urgency=kept.urgency if kept.urgency_decided else max(kept.urgency, merged.urgency),
        )
        audit.write(by=by, verb="merge", about=merged.id, detail={"into": str(kept.id)})


def undo_merge(*, conversation: UUID, by: Actor) -> None:
    """Both stand alone again, as before; whoever was not answered meanwhile waits again.

    What went out while they were one stays where it was sent.
    """
    by = by.within(Power.WORK_QUEUE)
    with room("reach", by):
        found = Conversation.objects.filter(id=conversation).first()
        if found is None:
            raise NotFoundError(NotFoundError.__doc__)
        if found.merged_into_id is None:
            raise WrongStateError("This stands alone already. Nothing was changed.")
        merged, kept = _both(conversation, found.merged_into_id)
        last = Merge.objects.filter(merged=merged, undone_at__isnull=True).first()
        if last is None or merged.merged_into_id != kept.id:
            raise WrongStateError("A colleague was faster. Open it anew and look.")
        answers = _answers([merged.id], last)
        waits = rules.waits_again(last.merged_waited_since, answers, _words([merged.id], last))
        now = clock.now()
        Merge.objects.filter(id=last.id).update(
            undone_at=now, undone_by_id=by.id, answers=len(answers)
        )
        Conversation.objects.filter(id=merged.id).update(
            merged_into=None, merged_at=None, merged_by_id=None, waiting_since=waits
        )
        _put_back(kept, last)
        audit.write(by=by, verb="undo_merge", about=merged.id, detail={"from": str(kept.id)})


def wait_inside(*, conversation: UUID, scope: UUID, since: datetime) -> None:
    """Where a merged conversation is read, somebody waits since then. Done twice, it is the same.

    By the machine: a person who writes with her code sees no row but her own.
    """
    by = machine([scope])
    with room("reach", by):
        head = Conversation.objects.select_for_update().filter(merged__id=conversation).first()
        if head is None or head.waiting_since is not None:
            return
        # Answered already, while the news was on its way.
        if head.messages.filter(direction=Direction.OUT, author_id__isnull=False, at__gt=since):
            return
        closed = head.state == ConversationState.CLOSED
        Conversation.objects.filter(id=head.id).update(
            waiting_since=since, state=ConversationState.RECEIVED if closed else head.state
        )
        audit.write(by=by, verb="wait_inside", about=head.id)


def _both(merged: UUID, kept: UUID) -> tuple[Conversation, Conversation]:
    """Both rows, locked in one order, so that two officers never wait for each other."""
    rows = Conversation.objects.select_for_update().filter(id__in={merged, kept}).order_by("id")
    found = {one.id: one for one in rows}
    if {merged, kept} - set(found):
        raise NotFoundError(NotFoundError.__doc__)
    return found[merged], found[kept]


def _half(one: Conversation) -> rules.Half:
    return rules.Half(
        one.id,
        one.scope_id,
        one.reference,
        one.state,
        one.case_id,
        one.taken_by_id,
        one.merged_into_id,
        one.merged.exists(),
    )


def _earliest(*since: datetime | None) -> datetime | None:
    return min((one for one in since if one is not None), default=None)


def _put_back(kept: Conversation, last: Merge) -> None:
    """The one that held the other waits, and is as urgent, as if it had never held it."""
    inside = list(Merge.objects.filter(kept=kept, undone_at__isnull=True))
    family = [kept.id, *(one.merged_id for one in inside)]
    words = _words(family, last)
    later = [one.merged_waited_since for one in inside if one.made_at > last.made_at]
    before = _earliest(last.kept_waited_since, *later)
    waits = rules.waits_again(before, _answers(family, last), words)
    closed = kept.state == ConversationState.CLOSED
    as_before = not (kept.urgency_decided or words or inside)
    Conversation.objects.filter(id=kept.id).update(
        waiting_since=None if closed else waits,
        urgency=last.kept_urgency if as_before else kept.urgency,
    )


def _answers(family: Sequence[UUID], last: Merge) -> list[datetime]:
    """When people answered in these conversations since the merge."""
    sent = Message.objects.filter(conversation_id__in=family, at__gte=last.made_at)
    sent = sent.filter(direction=Direction.OUT, author_id__isnull=False)
    return list(sent.values_list("at", flat=True))


def _words(family: Sequence[UUID], last: Merge) -> list[datetime]:
    """When somebody wrote in these conversations since the merge."""
    wrote = Message.objects.filter(conversation_id__in=family, at__gt=last.made_at)
    wrote = wrote.filter(direction=Direction.IN, taken_back_at__isnull=True)
    return list(wrote.values_list("at", flat=True))
