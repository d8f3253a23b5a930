"""What waits to be translated, and what waits for a second pair of eyes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from amparo.guard.accounts import queries as accounts
from amparo.guard.vault.held import Held
from amparo.kernel.authority import Actor, Power
from amparo.kernel.rooms import room
from amparo.reach.messaging.models import Message, Translation, TranslationAsk
from amparo.reach.messaging.queries.opening import held_message, held_translation, open_texts

UNKNOWN_LANGUAGE = "und"
MOST = 50  # on one page; those who wait longest


@dataclass(frozen=True, slots=True)
class ToTranslate:
    """One message that somebody needs in another language. `text` is None when sealed away."""

    id: UUID
    conversation: UUID
    message: UUID
    written_in: str
    into: str
    text: str | None
    asked_by: str
    asked_at: datetime
    taken_by: str
    taken_by_id: UUID | None
    yours: bool  # both languages are among the viewer's


@dataclass(frozen=True, slots=True)
class ToCheck:
    """One translation that nobody but its author has read against the original."""

    id: UUID
    conversation: UUID
    written_in: str
    text: str | None
    language: str
    translation: str | None
    author: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Asks:
    """The translators' page."""

    wanted: tuple[ToTranslate, ...]
    unchecked: tuple[ToCheck, ...]
    sealed: bool
    more: int  # how many wait beyond this page


def asks(viewer: Actor, *, languages: Collection[str] = ()) -> Asks:
    """Those in these languages first, then who waits longest; to be checked only what the viewer
    reads on both sides, or all when nobody said what she reads."""
    viewer = viewer.within(Power.READ_QUEUE)
    known = set(languages)
    with room("reach", viewer):
        waiting = TranslationAsk.objects.filter(done_at__isnull=True, message__taken_back_at=None)
        every = list(waiting.select_related("message").order_by("asked_at")[: MOST * 4])
        count = waiting.count() if len(every) == MOST * 4 else len(every)
        every.sort(key=lambda one: not _known(one, known))
        shown = every[:MOST]
        unchecked = _unchecked(viewer, known)
    held = [held_message(one.message) for one in shown]
    held += _held_pairs(unchecked)
    texts, sealed = open_texts(held, "translate", viewer)
    names = accounts.colleague_names()
    return Asks(
        tuple(_to_translate(one, texts, names, known) for one in shown),
        tuple(_to_check(one, texts, names) for one in unchecked),
        sealed,
        count - len(shown),
    )


def _known(one: TranslationAsk, languages: Collection[str]) -> bool:
    return {one.language, one.message.language} <= set(languages)


def _unchecked(viewer: Actor, languages: Collection[str]) -> list[Translation]:
    found = Translation.objects.filter(checked_at__isnull=True, message__taken_back_at=None)
    found = found.exclude(author_id=viewer.id).select_related("message")
    if languages:
        # What language a message is in is not always known: then whoever reads the other tries.
        found = found.filter(
            language__in=languages, message__language__in=[*languages, UNKNOWN_LANGUAGE]
        )
    return list(found.order_by("-at")[: MOST // 2])


def _held_pairs(rows: Sequence[Translation]) -> list[Held]:
    held = [held_message(one.message) for one in rows]
    return held + [held_translation(one, one.message.conversation_id) for one in rows]


def _to_translate(
    one: TranslationAsk,
    texts: dict[str, str | None],
    names: dict[UUID, str],
    languages: Collection[str],
) -> ToTranslate:
    message: Message = one.message
    return ToTranslate(
        one.id,
        message.conversation_id,
        message.id,
        message.language,
        one.language,
        texts.get(f"message:{message.id}"),
        names.get(one.asked_by_id, ""),
        one.asked_at,
        names.get(one.taken_by_id, "") if one.taken_by_id else "",
        one.taken_by_id,
        _known(one, languages),
    )


def _to_check(one: Translation, texts: dict[str, str | None], names: dict[UUID, str]) -> ToCheck:
    message: Message = one.message
    return ToCheck(
        one.id,
        message.conversation_id,
        message.language,
        texts.get(f"message:{message.id}"),
        one.language,
        texts.get(held_translation(one, message.conversation_id).place),
        names.get(one.author_id, ""),
        one.at,
    )
