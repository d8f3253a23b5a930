"""Who may have written twice. Only offered: two people in one street can need the same."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from django.db.models import Q

from amparo.kernel.authority import Actor, Power
from amparo.kernel.rooms import room
from amparo.reach.messaging.channels.inbound import tidy_reference
from amparo.reach.messaging.models import Conversation
from amparo.reach.messaging.queue_rows import Thread

NEAR = timedelta(hours=6)
MOST = 5
_PERHAPS = re.compile(r"(?<![A-Za-z0-9])[A-Za-z0-9]{3}[ -]?[A-Za-z0-9]{3}(?![A-Za-z0-9])")
_TRIED_AT_MOST = 40

Why = Literal["quoted", "contact", "near"]


@dataclass(frozen=True, slots=True)
class Repeat:
    """Another conversation that may be the same person's, and what speaks for it."""

    id: UUID
    reference: str
    channel: str
    language: str
    needs: tuple[str, ...]
    state: str
    opened_at: datetime
    case_id: UUID | None
    why: Why


def repeats(viewer: Actor, thread: Thread) -> tuple[Repeat, ...]:
    """The likeliest first: a reference in the text, the same way to reach her, then near ones."""
    viewer = viewer.within(Power.WORK_QUEUE)
    quoted = sorted(_references(thread))
    with room("reach", viewer):
        one = Conversation.objects.filter(id=thread.row.id, merged_into=None).first()
        if one is None:
            return ()
        alike = Q(reference__in=quoted)
        if one.contact_id is not None:
            alike |= Q(contact_id=one.contact_id)
        if one.cell is not None and one.needs and one.language != "und":
            alike |= Q(
                cell=one.cell,
                language=one.language,
                needs__overlap=one.needs,
                opened_at__range=(one.opened_at - NEAR, one.opened_at + NEAR),
            )
        found = Conversation.objects.filter(alike, scope_id=one.scope_id, merged_into=None)
        rows = list(found.exclude(id=one.id).order_by("-opened_at")[: MOST * 4])
    order = {"quoted": 0, "contact": 1, "near": 2}
    every = [_repeat(row, one, quoted) for row in rows]
    return tuple(sorted(every, key=lambda found: order[found.why])[:MOST])


def _references(thread: Thread) -> set[str]:
    """What looks like a reference in her own words."""
    said = (line.text for line in thread.messages if line.direction == "in" and line.text)
    perhaps = [match for text in said for match in _PERHAPS.findall(text)][:_TRIED_AT_MOST]
    return {tidy for one in perhaps if (tidy := tidy_reference(one))} - {thread.row.reference}


def _repeat(row: Conversation, one: Conversation, quoted: list[str]) -> Repeat:
    why: Why = "near"
    if row.reference in quoted:
        why = "quoted"
    elif one.contact_id is not None and row.contact_id == one.contact_id:
        why = "contact"
    return Repeat(
        row.id,
        row.reference,
        row.channel,
        row.language,
        tuple(row.needs),
        row.state,
        row.opened_at,
        row.case_id,
        why,
    )
