"""Translations: asked for, taken up visibly, written, checked by a second person."""

from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError

from amparo.guard.accounts.roles import POWERS, Role
from amparo.kernel import clock
from amparo.kernel.authority import Actor, machine
from amparo.kernel.errors import DeniedError, InvalidError, NotFoundError, WrongStateError
from amparo.kernel.rooms import room
from amparo.reach.messaging.actions import asking
from amparo.reach.messaging.actions.answer import translate
from amparo.reach.messaging.models import Translation
from amparo.reach.messaging.queries import QueueFilter, asks, conversation, queue
from tests import seed
from tests.cast import LINE, actor, staff_id
from tests.harness import House

BRUNO = actor("bruno")
READS = POWERS[Role.TRANSLATOR]
TARA = Actor(staff_id("gita"), "staff", (LINE,), READS, name="Gita", granted=((LINE, READS),))
NUMBER = "+509 37 01 02 03"


def a_message(keys: House, text: str = f"Nou bezwen dlo, rele {NUMBER}") -> UUID:
    del keys
    setting = seed.crisis()
    seed.message(text)
    seed.read_all(setting)
    row = queue(BRUNO, QueueFilter()).rows[0]
    return conversation(BRUNO, row.id).messages[0].id


def test_it_waits_once_and_is_done_when_translated(keys: House) -> None:
    message = a_message(keys)
    ask = asking.ask_translation(message=message, language="ar", by=BRUNO)
    assert asking.ask_translation(message=message, language="ar", by=TARA) == ask
    wanted = asks(TARA, languages=("ht", "ar")).wanted
    assert [(one.id, one.yours, one.asked_by) for one in wanted] == [(ask, True, "Bruno")]
    translate(message=message, language="ar", text="نحتاج إلى الماء", by=TARA)
    assert asks(TARA).wanted == ()
    with pytest.raises(WrongStateError):
        asking.ask_translation(message=message, language="ar", by=BRUNO)
    with pytest.raises(WrongStateError):
        asking.take_asked(ask=ask, by=BRUNO)


def test_those_in_my_languages_come_first(keys: House) -> None:
    message = a_message(keys)
    first = asking.ask_translation(message=message, language="fr", by=BRUNO)
    second = asking.ask_translation(message=message, language="ar", by=BRUNO)
    assert [one.id for one in asks(TARA, languages=("ar", "ht")).wanted] == [second, first]
    assert [one.id for one in asks(TARA).wanted] == [first, second]


def test_it_is_taken_visibly_and_only_once(keys: House) -> None:
    ask = asking.ask_translation(message=a_message(keys), language="en", by=BRUNO)
    asking.take_asked(ask=ask, by=TARA)
    assert asks(BRUNO).wanted[0].taken_by == "Gita"
    with pytest.raises(WrongStateError):
        asking.take_asked(ask=ask, by=BRUNO)
    with pytest.raises(WrongStateError):
        asking.leave_asked(ask=ask, by=BRUNO)
    asking.leave_asked(ask=ask, by=TARA)
    asking.take_asked(ask=ask, by=BRUNO)


def test_numbers_are_covered_for_those_who_only_translate(keys: House) -> None:
    message = a_message(keys)
    asking.ask_translation(message=message, language="en", by=BRUNO)
    assert NUMBER in (asks(BRUNO).wanted[0].text or "")
    covered = asks(TARA).wanted[0].text or ""
    assert "37" not in covered and "Nou bezwen dlo, rele ▒" in covered
    row = queue(TARA, QueueFilter()).rows[0]
    assert NUMBER not in (row.text or "") and row.text
    assert NUMBER not in str(conversation(TARA, row.id).messages)


@pytest.mark.parametrize("text", ["3701 0203", "(509) 3701-0203", "٣٧٠١٠٢٠٣٤", "12345678"])
def test_however_the_number_is_written(keys: House, text: str) -> None:
    asking.ask_translation(message=a_message(keys, f"Rele {text}"), language="en", by=BRUNO)
    assert asks(TARA).wanted[0].text == "Rele " + "▒▒▒▒▒▒▒"


def test_small_numbers_stay(keys: House) -> None:
    asking.ask_translation(
        message=a_message(keys, "12 moun, 2010-01, 5 timoun"), language="en", by=BRUNO
    )
    assert asks(TARA).wanted[0].text == "12 moun, 2010-01, 5 timoun"


def test_a_second_person_checks(keys: House) -> None:
    message = a_message(keys)
    ref = translate(message=message, language="en", text="We need water", by=TARA)
    assert asks(TARA).unchecked == () and asks(BRUNO).unchecked[0].id == ref
    with pytest.raises(WrongStateError, match="You wrote this"):
        asking.check_translation(translation=ref, by=TARA)
    asking.check_translation(translation=ref, by=BRUNO)
    row = queue(BRUNO, QueueFilter()).rows[0]
    line = conversation(BRUNO, row.id).messages[0]
    assert line.translations[0].checked_by == "Bruno" and line.text
    with pytest.raises(WrongStateError, match="already"):
        asking.check_translation(translation=ref, by=BRUNO)
    translate(message=message, language="en", text="We need water now", by=TARA)
    assert asks(BRUNO).unchecked[0].id == ref


def test_to_be_checked_is_what_the_reader_knows_on_both_sides(keys: House) -> None:
    ref = translate(message=a_message(keys), language="ar", text="نحتاج إلى ماء", by=TARA)
    both: tuple[tuple[str, ...], ...] = ((), ("ht", "ar", "en"))
    for knows in both:
        assert [one.id for one in asks(BRUNO, languages=knows).unchecked] == [ref]
    for one in (("ar", "en"), ("ht", "en")):
        assert asks(BRUNO, languages=one).unchecked == ()


def test_the_database_lets_nobody_check_their_own(keys: House) -> None:
    ref = translate(message=a_message(keys), language="en", text="Water", by=BRUNO)
    with pytest.raises(IntegrityError), room("reach", machine([LINE])):
        Translation.objects.filter(id=ref).update(checked_at=clock.now(), checked_by_id=BRUNO.id)


@pytest.mark.parametrize("code", ["", "und", "english language", "../x", "E N"])
def test_it_refuses_what_is_no_language(keys: House, code: str) -> None:
    with pytest.raises(InvalidError):
        asking.ask_translation(message=a_message(keys), language=code, by=BRUNO)


def test_it_is_for_readers_of_the_line(keys: House) -> None:
    message = a_message(keys)
    ask = asking.ask_translation(message=message, language="en", by=TARA)
    ref = translate(message=message, language="fr", text="De l'eau", by=TARA)
    stranger = Actor(uuid4(), "staff", (uuid4(),), READS)
    assert asks(stranger).wanted == () and asks(stranger).unchecked == ()
    with pytest.raises(NotFoundError):
        asking.take_asked(ask=ask, by=stranger)
    with pytest.raises(NotFoundError):
        asking.check_translation(translation=ref, by=stranger)
    for name in ("carla", "dario", "elena", "farid"):
        with pytest.raises(DeniedError):
            asks(actor(name))
        with pytest.raises(DeniedError):
            asking.ask_translation(message=message, language="es", by=actor(name))


def test_it_reads_in_my_language_then_english_then_any(keys: House) -> None:
    message = a_message(keys)
    row = queue(BRUNO, QueueFilter()).rows[0]
    for code in ("fr", "en", "ar"):
        translate(message=message, language=code, text=f"in {code}", by=TARA)
        found = queue(BRUNO, QueueFilter(), reader="ar").rows[0]
        assert (found.translation, found.translation_language) == (f"in {code}", code)
        line = conversation(BRUNO, row.id, reader="ar").messages[0]
        assert line.translations[0].language == code
    assert queue(BRUNO, QueueFilter(), reader="es").rows[0].translation == "in en"
