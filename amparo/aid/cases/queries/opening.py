"""Opening a page's texts in one call, and the names beside them."""

from collections.abc import Sequence
from uuid import UUID

from amparo.aid.cases.models import Received, Referral
from amparo.commons.directory import queries as directory
from amparo.guard.firewall import actions as firewall
from amparo.guard.vault.held import Held
from amparo.kernel.authority import Actor
from amparo.kernel.errors import InvalidError, SealedAwayError
from amparo.kernel.purposes import Purpose


def offset_of(after: str) -> int:
    # `isdigit` lets «²» through, and beyond nine digits PostgreSQL can't count.
    if after and not (after.isascii() and after.isdecimal() and len(after) < 10):
        raise InvalidError("after", "This is no place in the list. Start at the top.")
    return int(after or 0)


def open_texts(
    held: Sequence[Held], purpose: Purpose, viewer: Actor
) -> tuple[dict[str, str | None], bool]:
    try:
        texts = firewall.reveal(what=held, purpose=purpose, reason="case", actor=viewer)
    except SealedAwayError:
        return {}, True
    return {one.place: text for one, text in zip(held, texts, strict=True)}, False


def services_of(rows: Sequence[Referral | Received]) -> dict[UUID, tuple[str, str]]:
    """The names of services and of their organisations, in one query."""
    return directory.service_names({one.service_id for one in rows})
