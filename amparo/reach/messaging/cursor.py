"""Where a page of the queue ended: opaque to others, and no reference to a person in it."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from amparo.kernel.errors import InvalidError
from amparo.reach.messaging.models import Conversation


def cursor_of(row: Conversation) -> str:
    """The cursor that goes on after this row."""
    since = row.waiting_since.isoformat() if row.waiting_since else ""
    return urlsafe_b64encode(f"{row.rank}|{since}|{row.id}".encode()).decode()


def after(cursor: str) -> Q:
    """The rows that come later in the queue's order; InvalidError for what is no cursor."""
    try:
        rank_text, since_text, id_text = urlsafe_b64decode(cursor).decode().split("|")
        rank, since, ref = int(rank_text), datetime.fromisoformat(since_text), UUID(id_text)
    except ValueError as wrong:
        raise InvalidError("after", "This is no place in the queue. Start at the top.") from wrong
    same = Q(rank=rank)
    return Q(rank__lt=rank) | same & (
        Q(waiting_since__gt=since) | Q(waiting_since=since, id__gt=ref)
    )
