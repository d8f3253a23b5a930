"""Attachments are put to a case, made new and sealed; described; removed with nothing left."""

from collections.abc import Callable
from uuid import UUID

from amparo.aid.attachments import sealing
from amparo.aid.attachments.models import Attachment, Page
from amparo.aid.attachments.renewing import Renewed, renew
from amparo.guard.firewall import actions as firewall
from amparo.guard.vault.held import Clear
from amparo.kernel import audit, clock, refs
from amparo.kernel.authority import Actor, Power, machine
from amparo.kernel.errors import InvalidError, NotFoundError
from amparo.kernel.rooms import room

MOST_OF_A_CASE = 100
LONGEST_NAME = 120
LONGEST_DESCRIBED = 500


def add(
    *,
    case: UUID,
    scope: UUID,
    name: str,
    data: bytes,
    hold: Callable[[], None],
    described: str = "",
    by: Actor,
) -> UUID:
    """The new attachment's id. Only what it shows is kept; InvalidError says why it is not.

    `hold` is asked where it is written down, and stops it unless the case still lies there.
    """
    by = by.within(Power.WORK_CASES)
    if scope not in by.scopes:
        raise NotFoundError(NotFoundError.__doc__)
    with room("aid", by):
        _check_room_for_more(case)
    new, ref = renew(data), refs.new_ref()
    pages = [
        Page(id=refs.new_ref(), scope_id=scope, attachment_id=ref, number=n + 1)
        for n in range(len(new.pages))
    ]
    row = Attachment(
        id=ref,
        scope_id=scope,
        case_id=case,
        kind=new.kind,
        page_count=len(pages),
        size=sum(len(one.data) for one in new.pages),
        added_at=clock.now(),
        added_by_id=by.id,
    )
    _seal(row, pages, new, name.strip()[-LONGEST_NAME:], described.strip()[:LONGEST_DESCRIBED], by)
    with room("aid", by):
        hold()
        _check_room_for_more(case)
        row.save(force_insert=True)
        Page.objects.bulk_create(pages)
        audit.write(by=by, verb="attach", about=case)
    return ref


def describe(*, attachment: UUID, described: str, by: Actor) -> None:
    """It says in words what is to be seen, for those who do not see it."""
    by = by.within(Power.WORK_CASES)
    words = described.strip()
    if len(words) > LONGEST_DESCRIBED:
        raise InvalidError(
            "described", "At most %(most)s characters, please.", most=LONGEST_DESCRIBED
        )
    with room("aid", by):
        row = _get(attachment)
    what = [sealing.clear_described(row.case_id, row.id, words)]
    blob = firewall.seal(what=what, actor=by)[0] if words else b""
    with room("aid", by):
        Attachment.objects.filter(id=_get(attachment).id).update(sealed_described=blob)
        audit.write(by=by, verb="describe_attachment", about=row.case_id)


def remove(*, attachment: UUID, by: Actor) -> None:
    """Its pages, its name and its description are gone; that it was there stays in the list."""
    by = by.within(Power.WORK_CASES)
    with room("aid", by):
        row = _get(attachment)
        Page.objects.filter(attachment_id=row.id).update(sealed_data=b"", sealed_thumb=b"")
        Attachment.objects.filter(id=row.id).update(
            sealed_name=b"", sealed_described=b"", removed_at=clock.now(), removed_by_id=by.id
        )
        audit.write(by=by, verb="remove_attachment", about=row.case_id)


def _get(attachment: UUID) -> Attachment:
    found = Attachment.objects.select_for_update().filter(id=attachment, removed_at=None).first()
    if found is None:
        raise NotFoundError(NotFoundError.__doc__)
    return found


def _check_room_for_more(case: UUID) -> None:
    if Attachment.objects.filter(case_id=case, removed_at=None).count() >= MOST_OF_A_CASE:
        raise InvalidError(
            "file", "A case holds at most %(most)s. Remove one first.", most=MOST_OF_A_CASE
        )


def _seal(
    row: Attachment, pages: list[Page], new: Renewed, name: str, described: str, by: Actor
) -> None:
    """Everything of it is sealed in one call."""
    what: list[Clear] = [
        sealing.clear_name(row.case_id, row.id, name),
        sealing.clear_described(row.case_id, row.id, described),
    ]
    for page, one in zip(pages, new.pages, strict=True):
        page.width, page.height = one.width, one.height
        what += sealing.clear_page(row.case_id, page.id, one)
    blobs = firewall.seal(what=what, actor=by)
    row.sealed_name, row.sealed_described = blobs[0], blobs[1] if described else b""
    for nth, page in enumerate(pages):
        page.sealed_data, page.sealed_thumb = blobs[2 + 2 * nth : 4 + 2 * nth]


def move_along(*, case: UUID, sender: UUID, receiver: UUID) -> None:
    """The attachments lie where their case lies now; a second call changes nothing."""
    both = machine([sender, receiver])
    with room("aid", both):
        mine = Attachment.objects.filter(case_id=case, scope_id=sender)
        Page.objects.filter(attachment__in=mine).update(scope_id=receiver)
        if mine.update(scope_id=receiver):
            audit.write(by=both, verb="move_attachments", about=case)
