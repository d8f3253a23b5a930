"""Lists in pages: an opaque signed cursor, `next` in the body and in the head."""

from collections.abc import Callable, Sequence
from typing import Annotated, Generic, TypeVar
from urllib.parse import urlencode

from django.core.signing import BadSignature, Signer
from ninja import Schema
from pydantic import Field, StringConstraints

from amparo.doors.api.operations import ApiRequest
from amparo.kernel.errors import InvalidError

T = TypeVar("T")
USUAL, MOST = 50, 200
Limit = Annotated[int, Field(ge=1, le=MOST, description="At most so many on this page.")]
Cursor = Annotated[
    str,
    StringConstraints(max_length=600, pattern=r"^[A-Za-z0-9_:=.-]*$"),
    Field(description="The `next` of the page before; nothing for the first page."),
]


class Page(Schema, Generic[T]):
    """Some of a list. `next` is the cursor of the page after it; null on the last one."""

    items: list[T]
    next: str | None = None


def place(request: ApiRequest, cursor: str) -> str:
    """Where the page begins, as the query itself says it; nothing at the beginning."""
    if not cursor:
        return ""
    try:
        return str(_signer(request).unsign_object(cursor))
    except BadSignature as wrong:
        raise InvalidError(
            "cursor", "This is no place in this list. Start without a cursor."
        ) from wrong


def page(request: ApiRequest, items: Sequence[T], after: str) -> Page[T]:
    """The page, when the query paged by itself; `after` is where it ended, or nothing."""
    return Page[T](items=list(items), next=go_on(request, after))


def sliced(
    request: ApiRequest,
    items: Sequence[T],
    cursor: str,
    limit: int,
    key: Callable[[T], object] = lambda one: getattr(one, "id"),  # noqa: B009
) -> Page[T]:
    """The page of a list that the query gives whole; `key` names a row for good."""
    begins, last = 0, place(request, cursor)
    if last:
        number, _bar, name = last.partition("|")
        keys = [str(key(one)) for one in items]
        # Rows may have come or gone before it: the row itself says where to go on.
        begins = keys.index(name) + 1 if name in keys else min(int(number), len(items))
    some = list(items[begins : begins + limit])
    ends = begins + len(some)
    after = f"{ends}|{key(some[-1])}" if some and ends < len(items) else ""
    return page(request, some, after)


def go_on(request: ApiRequest, after: str) -> str | None:
    """The cursor that goes on there, told in the head as well; None when nothing comes after."""
    if not after:
        return None
    cursor = _signer(request).sign_object(after)
    given = request.GET.lists()
    query = [(name, one) for name, some in given if name != "cursor" for one in some]
    address = f"{request.path}?{urlencode([*query, ('cursor', cursor)])}"
    request.tell["Link"] = f'<{address}>; rel="next"'
    return cursor


def _signer(request: ApiRequest) -> Signer:
    # Good for this list only, and for whoever was given it.
    return Signer(salt=f"cursor {request.path} {request.actor.id}")
