"""Sentences are confirmed, corrected and brought back; a language is signed."""

import pytest

from amparo.commons.wording import actions, queries, rules
from amparo.commons.wording.models import Wording
from amparo.commons.wording.tests.readers import ALL, NAMES, NOOR, PLACES, PRESS, SEND, SPEAKS
from amparo.kernel.errors import DeniedError, InvalidError, WrongStateError
from amparo.kernel.rooms import room
from tests import cast
from tests.harness import House


def confirm(sentence: rules.Sentence = SEND, seen: str = "") -> None:
    actions.confirm(
        language="ar",
        sentence=sentence,
        seen=seen or rules.over(sentence.shipped),
        speaks=SPEAKS,
        by=NOOR,
    )


def correct(sentence: rules.Sentence, *texts: str, seen: str | None = None) -> None:
    actions.correct(
        language="ar",
        sentence=sentence,
        texts=texts,
        names=NAMES,
        seen=seen,
        speaks=SPEAKS,
        by=NOOR,
    )


def sign(name: str = "") -> None:
    actions.sign(language="ar", sentences=ALL, name=name, speaks=SPEAKS, by=NOOR)


def left() -> list[rules.Sentence]:
    return queries.open_ones(ALL, queries.laid("ar"))


def test_confirming_and_correcting_leave_one_sentence_less_to_read(stage: House) -> None:
    assert left() == list(ALL)
    confirm()
    correct(PLACES, "واحد", "اثنان", "%(n)s من الأماكن")
    assert SEND not in left() and PLACES not in left()
    said = queries.laid("ar").said
    assert said[SEND.key].by == NOOR.id and said[SEND.key].state == "confirmed"
    assert queries.present(PLACES, said[PLACES.key])[0] == "واحد"
    assert not queries.laid("fr").said


def test_undoing_brings_back_what_was_and_undoing_again_what_was_undone(stage: House) -> None:
    correct(SEND, "ابعث")
    for text in ("أرسل", "ابعث"):
        actions.undo(language="ar", sentence=SEND, speaks=SPEAKS, by=NOOR)
        said = queries.laid("ar").said[SEND.key]
        assert queries.present(SEND, said) == (text,)
    with pytest.raises(WrongStateError):
        actions.undo(language="ar", sentence=PRESS, speaks=SPEAKS, by=NOOR)


def test_nobody_confirms_what_a_colleague_has_just_changed(stage: House) -> None:
    correct(SEND, "ابعث")
    with pytest.raises(WrongStateError):
        confirm()
    with pytest.raises(WrongStateError):
        correct(SEND, "سلّم", seen=rules.over(SEND.shipped))
    assert queries.present(SEND, queries.laid("ar").said[SEND.key]) == ("ابعث",)


def test_a_correction_that_loses_something_is_not_kept(stage: House) -> None:
    with pytest.raises(InvalidError):
        correct(PRESS, "اضغط «أرسل».")
    assert not queries.laid("ar").said


def test_only_readers_of_that_language_say_anything(stage: House) -> None:
    confirm()  # Noor may
    for speaks, by in ((("fr",), NOOR), (SPEAKS, cast.actor("bruno"))):
        with pytest.raises(DeniedError):
            actions.confirm(language="ar", sentence=PRESS, seen="", speaks=speaks, by=by)
    assert set(queries.laid("ar").said) == {SEND.key}


def test_a_language_is_signed_once_all_of_it_is_read(stage: House) -> None:
    confirm()
    with pytest.raises(WrongStateError, match="3 sentences"):
        sign()
    for one in ALL[1:]:
        confirm(one)
    sign("Noor al-Amin")
    known = queries.laid("ar")
    assert known.signature and known.signature.name == "Noor al-Amin"
    assert known.signature.version == queries.version(ALL, known.said)
    assert queries.standing_of(ALL, known) == "read"


def test_what_comes_after_the_signature_is_unread_and_the_page_says_partly(stage: House) -> None:
    for one in ALL:
        confirm(one)
    sign()
    new = rules.Sentence(("Open now",), ("مفتوح الآن",))
    assert queries.open_ones((*ALL, new), queries.laid("ar")) == [new]
    assert queries.standing_of((*ALL, new), queries.laid("ar")) == "partly"


def test_a_signature_can_be_taken_away(stage: House) -> None:
    for one in ALL:
        confirm(one)
    sign()
    actions.unsign(language="ar", speaks=SPEAKS, by=NOOR)
    known = queries.laid("ar")
    assert known.signature is None and queries.standing_of(ALL, known) == "unread"
    assert not left()
    with pytest.raises(WrongStateError):
        actions.unsign(language="ar", speaks=SPEAKS, by=NOOR)


def test_rows_are_written_with_the_power_only(stage: House) -> None:
    confirm()
    with room("commons", cast.actor("bruno")):
        assert Wording.objects.count() == 1
        assert Wording.objects.update(state="corrected", texts=["x"]) == 0
