"""Asking for a translation, taking the asking up, and checking what another one wrote."""

from uuid import UUID

from amparo.kernel import audit, clock, refs
from amparo.kernel.authority import Actor, Power
from amparo.kernel.errors import InvalidError, NotFoundError, WrongStateError
from amparo.kernel.language import is_code
from amparo.kernel.rooms import room
from amparo.reach.messaging.models import Message, Translation, TranslationAsk


def ask_translation(*, message: UUID, language: str, by: Actor) -> UUID:
    """The asking's id. It waits on the translators' list; asked twice, it waits once."""
    by = by.within(Power.READ_QUEUE)
    if not is_code(language):
        raise InvalidError("language", "Choose a language to translate into.")
    with room("reach", by):
        row = Message.objects.select_for_update().filter(id=message).first()
        if row is None:
            raise NotFoundError(NotFoundError.__doc__)
        if row.taken_back_at is not None:
            raise WrongStateError("The person took this back. There is nothing to translate.")
        if Translation.objects.filter(message=row, language=language).exists():
            raise WrongStateError("This is translated already. Translate it anew beside it.")
        waiting = TranslationAsk.objects.filter(message=row, language=language, done_at=None)
        known = waiting.first()
        if known is not None:
            return known.id
        ask = TranslationAsk(
            id=refs.new_ref(),
            scope_id=row.scope_id,
            message=row,
            language=language,
            asked_at=clock.now(),
            asked_by_id=by.id,
        )
        ask.save(force_insert=True)
        audit.write(by=by, verb="ask_translation", about=row.conversation_id)
    return ask.id


def take_asked(*, ask: UUID, by: Actor) -> None:
    """You translate it, and the others see that. WrongStateError when someone was faster."""
    by = by.within(Power.READ_QUEUE)
    with room("reach", by):
        row = _open(ask)
        if row.taken_by_id not in (None, by.id):
            raise WrongStateError("A colleague translates this already. Nothing was changed.")
        TranslationAsk.objects.filter(id=ask).update(taken_at=clock.now(), taken_by_id=by.id)
        audit.write(by=by, verb="take_translation", about=row.message_id)


def leave_asked(*, ask: UUID, by: Actor) -> None:
    """It is free for others again."""
    by = by.within(Power.READ_QUEUE)
    with room("reach", by):
        row = _open(ask)
        if row.taken_by_id not in (None, by.id):
            raise WrongStateError("A colleague translates this. Only she can leave it.")
        TranslationAsk.objects.filter(id=ask).update(taken_at=None, taken_by_id=None)
        audit.write(by=by, verb="leave_translation", about=row.message_id)


def check_translation(*, translation: UUID, by: Actor) -> None:
    """A second person says that it is right. Nobody checks their own."""
    by = by.within(Power.READ_QUEUE)
    with room("reach", by):
        row = Translation.objects.select_for_update().filter(id=translation).first()
        if row is None:
            raise NotFoundError(NotFoundError.__doc__)
        if row.author_id == by.id:
            raise WrongStateError("You wrote this. Someone else has to check it.")
        if row.checked_at is not None:
            raise WrongStateError("A colleague has checked this already.")
        Translation.objects.filter(id=translation).update(
            checked_at=clock.now(), checked_by_id=by.id
        )
        audit.write(by=by, verb="check_translation", about=row.message_id)


def _open(ask: UUID) -> TranslationAsk:
    row = TranslationAsk.objects.select_for_update().filter(id=ask).first()
    if row is None:
        raise NotFoundError(NotFoundError.__doc__)
    if row.done_at is not None:
        raise WrongStateError("This is translated already.")
    return row
