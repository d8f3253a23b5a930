"""The attachments of a case, and one page of them, for those who may read the case."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from amparo.aid.attachments import sealing
from amparo.aid.attachments.models import Attachment, Page
from amparo.guard.accounts import queries as accounts
from amparo.guard.firewall import actions as firewall
from amparo.kernel.authority import Actor, Power
from amparo.kernel.errors import NotFoundError, SealedAwayError
from amparo.kernel.purposes import Purpose
from amparo.kernel.rooms import room


@dataclass(frozen=True, slots=True)
class Attached:
    """One attachment in the list. What can't be opened now is None."""

    id: UUID
    kind: str
    name: str | None
    described: str | None
    pages: int
    size: int
    added_at: datetime
    added_by: str
    thumb: bytes | None


@dataclass(frozen=True, slots=True)
class Removed:
    """That something was there, and who took it away."""

    removed_at: datetime
    removed_by: str


@dataclass(frozen=True, slots=True)
class AttachedList:
    """All that is put to a case."""

    rows: tuple[Attached, ...]
    removed: tuple[Removed, ...]
    sealed: bool


@dataclass(frozen=True, slots=True)
class PageShown:
    """One page, opened: a JPEG, or the bytes of a text."""

    case: UUID
    kind: str
    number: int
    pages: int
    data: bytes


def of_case(viewer: Actor, case: UUID) -> AttachedList:
    """What is put to this case, oldest first, each with the small picture of its first page."""
    viewer = viewer.within(Power.READ_CASES)
    with room("aid", viewer):
        found = list(Attachment.objects.filter(case_id=case).order_by("added_at", "id"))
        there = [one for one in found if one.removed_at is None]
        firsts = {
            page.attachment_id: page
            for page in Page.objects.filter(attachment__in=there, number=1).defer("sealed_data")
        }
    names = accounts.colleague_names()
    opened, sealed = _open(viewer, case, there, firsts)
    return AttachedList(
        tuple(_row(one, opened, firsts.get(one.id), names) for one in there),
        tuple(
            Removed(one.removed_at, names.get(one.removed_by_id, ""))
            for one in found
            if one.removed_at and one.removed_by_id
        ),
        sealed,
    )


def page(viewer: Actor, attachment: UUID, number: int) -> PageShown:
    """One page of it, opened; NotFoundError for not there, not yours, and removed."""
    viewer = viewer.within(Power.READ_CASES)
    with room("aid", viewer):
        found = (
            Page.objects.select_related("attachment")
            .filter(attachment_id=attachment, number=number, attachment__removed_at=None)
            .first()
        )
    if found is None:
        raise NotFoundError(NotFoundError.__doc__)
    one = found.attachment
    data = firewall.reveal_bytes(
        what=[sealing.held_data(one.case_id, found)],
        purpose=Purpose.ASSIST,
        reason="attachment",
        actor=viewer,
    )[0]
    if data is None:
        raise NotFoundError("This can't be read any more: its key was destroyed, as promised.")
    return PageShown(one.case_id, one.kind, found.number, one.page_count, data)


def _open(
    viewer: Actor, case: UUID, there: list[Attachment], firsts: dict[UUID, Page]
) -> tuple[dict[str, bytes | None], bool]:
    """Names, descriptions and small pictures, in one call; by the place they were sealed for."""
    held = [part for one in there for part in (sealing.held_name(one), sealing.held_described(one))]
    held += [sealing.held_thumb(case, one) for one in firsts.values()]
    if not held:
        return {}, False
    try:
        opened = firewall.reveal_bytes(
            what=held, purpose=Purpose.ASSIST, reason="case", actor=viewer
        )
    except SealedAwayError:
        return {}, True
    return {one.place: data for one, data in zip(held, opened, strict=True)}, False


def _row(
    one: Attachment,
    opened: dict[str, bytes | None],
    first: Page | None,
    names: dict[UUID, str],
) -> Attached:
    return Attached(
        one.id,
        one.kind,
        _text(opened.get(sealing.held_name(one).place)),
        _text(opened.get(sealing.held_described(one).place)),
        one.page_count,
        one.size,
        one.added_at,
        names.get(one.added_by_id, ""),
        opened.get(sealing.held_thumb(one.case_id, first).place) if first else None,
    )


def _text(data: bytes | None) -> str | None:
    return None if data is None else data.decode("utf-8", "replace")


def check_of(viewer: Actor, case: UUID, attachment: UUID) -> None:
    """Nothing, or NotFoundError: the same for not there, not yours and of another case."""
    with room("aid", viewer.within(Power.READ_CASES)):
        found = Attachment.objects.filter(id=attachment, case_id=case).exists()
    if not found:
        raise NotFoundError(NotFoundError.__doc__)
