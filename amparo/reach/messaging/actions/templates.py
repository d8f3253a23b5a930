"""Writing the answers that a line gives often."""

import re
from collections.abc import Mapping
from uuid import UUID

from amparo.kernel import audit, clock, refs
from amparo.kernel.authority import Actor, Power
from amparo.kernel.errors import InvalidError, NotFoundError
from amparo.kernel.language import is_code
from amparo.kernel.rooms import room
from amparo.reach.messaging.models import Template

LONGEST, LONGEST_TITLE, MOST_LANGUAGES = 1_000, 80, 30
_KEY = re.compile(r"[a-z0-9_]{1,32}")
_BRACES = re.compile(r"\{[^}]*\}?|\}")
# A number that reaches a person has no place in a text that many are sent; a short code has.
_LONG_NUMBER = re.compile(r"\d(?:[\s().\-/]{0,2}\d){6,}")


def save_template(
    *,
    scope: UUID,
    key: str,
    title: str,
    texts: Mapping[str, str],
    order: int,
    active: bool,
    by: Actor,
) -> None:
    """The answer of this key says this from now on, in this line."""
    by = by.within(Power.PLAN_SHIFTS)
    if scope not in by.scopes:
        raise NotFoundError(NotFoundError.__doc__)
    kept = {code: text.strip() for code, text in texts.items() if text.strip()}
    _check(key, title.strip(), kept)
    if not 0 <= order <= 999:
        raise InvalidError("order", "The order is a number from 0 to 999.")
    with room("reach", by):
        given = {
            "title": title.strip(),
            "texts": kept,
            "order": order,
            "active": active,
            "changed_at": clock.now(),
            "changed_by_id": by.id,
        }
        Template.objects.update_or_create(
            scope_id=scope,
            key=key,
            defaults=given,
            create_defaults={**given, "id": refs.new_ref()},
        )
        audit.write(by=by, verb="save_template", about=scope, detail={"key": key})


def _check(key: str, title: str, texts: Mapping[str, str]) -> None:
    """Nothing, or InvalidError."""
    if not _KEY.fullmatch(key):
        raise InvalidError("key", "The short name has small letters, digits and _, at most 32.")
    if not title or len(title) > LONGEST_TITLE:
        raise InvalidError(
            "title", "Give it a title of at most %(most)s characters.", most=LONGEST_TITLE
        )
    if not texts or len(texts) > MOST_LANGUAGES:
        raise InvalidError("texts", "Write it in one language at least.")
    for code, text in texts.items():
        if not is_code(code):
            raise InvalidError("texts", "«%(language)s» is no language.", language=code)
        if len(text) > LONGEST:
            raise InvalidError(
                "texts",
                "Longer than %(most)s characters (%(language)s).",
                most=LONGEST,
                language=code,
            )
        odd = [found for found in _BRACES.findall(text) if found != "{reference}"]
        if odd:
            raise InvalidError(
                "texts",
                "Only {reference} is filled in, not «%(word)s» (%(language)s).",
                word=odd[0],
                language=code,
            )
        if _LONG_NUMBER.search(text):
            raise InvalidError(
                "texts", "There is a long number in it (%(language)s): leave it out.", language=code
            )
