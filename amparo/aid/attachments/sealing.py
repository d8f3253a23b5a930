"""The places that names, descriptions and pages are sealed for, under the key of the case."""

from uuid import UUID

from amparo.aid.attachments.models import Attachment, Page
from amparo.aid.attachments.renewing import NewPage
from amparo.guard.vault.held import Clear, Held


def clear_name(case: UUID, attachment: UUID, name: str) -> Clear:
    """What it was called, about to be sealed."""
    return Clear(case, f"attachment:{attachment}:name", name)


def clear_described(case: UUID, attachment: UUID, words: str) -> Clear:
    """What it shows, about to be sealed."""
    return Clear(case, f"attachment:{attachment}:described", words)


def clear_page(case: UUID, page: UUID, new: NewPage) -> list[Clear]:
    """A page and its small picture, about to be sealed."""
    return [Clear(case, f"page:{page}", new.data), Clear(case, f"thumb:{page}", new.thumb)]


def held_name(one: Attachment) -> Held:
    """What it was called, sealed."""
    return Held(one.case_id, f"attachment:{one.id}:name", bytes(one.sealed_name))


def held_described(one: Attachment) -> Held:
    """What it shows, sealed."""
    return Held(one.case_id, f"attachment:{one.id}:described", bytes(one.sealed_described))


def held_data(case: UUID, page: Page) -> Held:
    """A page, sealed."""
    return Held(case, f"page:{page.id}", bytes(page.sealed_data))


def held_thumb(case: UUID, page: Page) -> Held:
    """Its small picture, sealed."""
    return Held(case, f"thumb:{page.id}", bytes(page.sealed_thumb))
