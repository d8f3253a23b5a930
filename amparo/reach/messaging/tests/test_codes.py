"""A relative's code, and a new one for who lost hers."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest

from amparo.kernel import clock, receipts
from amparo.kernel.authority import machine
from amparo.kernel.errors import DeniedError, InvalidError, NotFoundError, WrongStateError
from amparo.kernel.rooms import room
from amparo.keyholder.limits import TRIES
from amparo.reach.messaging import queries
from amparo.reach.messaging import web as pages
from amparo.reach.messaging.actions import answer, codes, orders, outbox, queue
from amparo.reach.messaging.actions.outbox import Outgoing, Sent
from amparo.reach.messaging.channels.inbound import Inbound
from amparo.reach.messaging.models import Order
from amparo.reach.messaging.setting import Setting
from tests import seed
from tests.cast import LINE, actor
from tests.events import deliver_all
from tests.harness import House

BRUNO = actor("bruno")
WORDS = "Nou anba yon pyebwa"
GOOD = {"facts": ["first_words", "place"], "how": "She told me the first line and the street."}


@pytest.fixture
def setting(web: House) -> Iterator[Setting]:
    """A crisis, in the web process's eyes."""
    del web
    yield seed.crisis()


def asked(keys: House, setting: Setting, **more: object) -> tuple[str, UUID]:
    """Her code and her conversation."""
    request = pages.HelpRequest(
        language="ht",
        needs=("water",),
        words=WORDS,
        place="Delmas 33",
        contact="+509 37 01 02 03",
        contact_kind="phone",
        **more,  # type: ignore[arg-type]
    )
    told = pages.ask(request=request)
    seed.read_all(setting, keys)
    return told.code, queries.queue(BRUNO, queries.QueueFilter()).rows[0].id


def kin_of(keys: House, setting: Setting, code: str) -> str:
    """A relative's code that the worker has linked."""
    kin = codes.make_kin_code(code=code, caller="her")
    seed.read_all(setting, keys)
    return kin


def taking(sent: list[Outgoing]) -> outbox.Send:
    """A gateway that takes everything, and shows what it was given."""

    def send(one: Outgoing) -> Sent:
        sent.append(one)
        return Sent("accepted")

    return send


def news(keys: House) -> None:
    """What was said to the worker has been heard."""
    with keys.role("worker"):
        deliver_all(keys)


def test_it_shows_a_relative_the_status_and_nothing_else(web: House, setting: Setting) -> None:
    code, ref = asked(web, setting)
    kin = kin_of(web, setting, code)
    queue.mark_read(conversation=ref, by=BRUNO)
    answer.answer(conversation=ref, text="N ap vini.", language="ht", by=BRUNO)
    glance = codes.open_code(kin, caller="brother")
    assert glance == codes.Glance(("received", "read", "worked_on", "answered"), closed=False)
    assert not {"WORDS", "Delmas", "water", "vini"} & set(str(glance).split())
    thread = codes.open_code(code, caller="her")
    assert isinstance(thread, pages.Thread) and thread.lines[0].text == WORDS


def test_it_lets_a_relative_do_nothing(web: House, setting: Setting) -> None:
    code, ref = asked(web, setting)
    kin = kin_of(web, setting, code)
    for attempt in (
        lambda: pages.add_words(kin, "from the brother", caller="b"),
        lambda: pages.take_back(kin, caller="b"),
        lambda: pages.say_helped(kin, "yes", caller="b"),
        lambda: codes.make_kin_code(code=kin, caller="b"),
        lambda: codes.kin_codes(code=kin, caller="b"),
        lambda: codes.revoke_kin_code(code=kin, ref=ref, caller="b"),
    ):
        with pytest.raises(NotFoundError):
            attempt()
    assert pages.open_thread(kin, caller="b") is None
    pages.add_words(code, "from her", caller="her")
    lines = queries.conversation(BRUNO, ref).messages
    assert [line.text for line in lines] == [WORDS, "from her"]


def test_it_ends_at_once_when_she_revokes_it(web: House, setting: Setting) -> None:
    code, _ = asked(web, setting)
    kin = kin_of(web, setting, code)
    (row,) = codes.kin_codes(code=code, caller="her")
    assert codes.open_code(kin, caller="a brother whose code ended") is not None
    codes.revoke_kin_code(code=code, ref=row.id, caller="her")
    assert codes.open_code(kin, caller="a brother whose code ended") is None
    assert codes.kin_codes(code=code, caller="her") == ()
    news(web)
    for _ in range(TRIES):  # now each try is counted, as for any wrong code
        assert codes.open_code(kin, caller="a brother whose code ended") is None
    with pytest.raises(pages.TooManyTries):
        codes.open_code(kin, caller="a brother whose code ended")


def test_it_is_not_linked_when_she_revoked_it_first(web: House, setting: Setting) -> None:
    code, _ = asked(web, setting)
    kin = codes.make_kin_code(code=code, caller="her")
    (row,) = codes.kin_codes(code=code, caller="her")
    codes.revoke_kin_code(code=code, ref=row.id, caller="her")
    seed.read_all(setting, web)
    assert codes.open_code(kin, caller="brother") is None


def test_it_gives_no_more_than_a_few(web: House, setting: Setting) -> None:
    code, _ = asked(web, setting)
    for _ in range(codes.MOST_KIN):
        codes.make_kin_code(code=code, caller="her")
    with pytest.raises(WrongStateError):
        codes.make_kin_code(code=code, caller="her")


def test_it_ends_by_the_clock(web: House, setting: Setting) -> None:
    code, _ = asked(web, setting)
    kin = kin_of(web, setting, code)
    with room("reach", machine([LINE])):
        Order.objects.update(ends_at=clock.now() - timedelta(minutes=1))
    assert codes.open_code(kin, caller="brother") is None
    assert (orders.end_old_codes(), orders.end_old_codes()) == (1, 0)
    news(web)


def test_it_counts_a_relatives_guesses_like_anyones(web: House, setting: Setting) -> None:
    code, _ = asked(web, setting)
    kin = kin_of(web, setting, code)
    with pytest.raises(pages.TooManyTries):
        for _ in range(TRIES + 1):
            codes.open_code(receipts.new_code(), caller="a guesser of kin codes")
    with pytest.raises(pages.TooManyTries):
        codes.open_code(kin, caller="a guesser of kin codes")
    assert codes.open_code(kin, caller="brother") is not None


def test_it_obeys_no_envelope_without_a_row(web: House, setting: Setting) -> None:
    """The door can make envelopes; it can order nothing with them."""
    code, ref = asked(web, setting)
    stolen = receipts.new_code()
    for order in (str(ref), "", "x", str(UUID(int=7))):
        extra = {"order": order, "secret": stolen}
        seed.put(Inbound("order", "1", "", "", extra=extra))
    seed.read_all(setting, web)
    assert codes.open_code(stolen, caller="thief") is None
    assert codes.open_code(code, caller="her") is not None


def test_it_sends_a_new_code_to_her_number_only_and_ends_the_old(
    web: House, setting: Setting
) -> None:
    code, ref = asked(web, setting)
    codes.send_new_code(conversation=ref, by=BRUNO)
    news(web)
    sent: list[Outgoing] = []
    with web.role("worker"):
        outbox.send_waiting(send=taking(sent), by=machine([LINE]))
    (new,) = (one for one in sent if "kod" in one.text)
    assert new.to == "+50937010203"
    digits = receipts.normalise(new.text)
    assert digits is not None
    assert codes.open_code(code, caller="thief") is None
    assert isinstance(codes.open_code(digits, caller="her"), pages.Thread)
    shown = str(queries.conversation(BRUNO, ref).messages)
    assert digits not in shown and receipts.pretty(digits) not in shown


def test_it_spaces_new_codes_and_never_a_call_for_help(web: House, setting: Setting) -> None:
    code, ref = asked(web, setting)
    codes.send_new_code(conversation=ref, by=BRUNO)
    with pytest.raises(WrongStateError, match="within 10 minutes"):
        codes.send_new_code(conversation=ref, by=BRUNO)
    pages.add_words(code, "They are at the door", caller="her")
    assert queries.conversation(BRUNO, ref).messages[-1].text == "They are at the door"
    for _ in range(codes.MOST_CODES_A_DAY - 1):
        an_hour_passes()
        codes.send_new_code(conversation=ref, by=BRUNO)
    an_hour_passes()
    with pytest.raises(WrongStateError, match="within a day"):
        codes.send_new_code(conversation=ref, by=BRUNO)


def an_hour_passes() -> None:
    with room("reach", machine([LINE])):
        for one in Order.objects.all():
            made = one.made_at - timedelta(hours=1)
            Order.objects.filter(id=one.id).update(made_at=made)


@pytest.mark.parametrize("how", ["taken back", "by SMS", "face to face"])
def test_a_relatives_code_ends_with_hers(web: House, setting: Setting, how: str) -> None:
    code, ref = asked(web, setting)
    kin = kin_of(web, setting, code)
    waits = codes.make_kin_code(code=code, caller="her")  # the worker has not linked it yet
    assert codes.open_code(kin, caller="brother") is not None
    if how == "taken back":
        pages.take_back(code, caller="her")
    elif how == "by SMS":
        codes.send_new_code(conversation=ref, by=BRUNO)
    else:
        reference = queries.conversation(BRUNO, ref).row.reference
        codes.give_new_code(conversation=ref, reference=reference, by=BRUNO, **GOOD)  # type: ignore[arg-type]
        seed.read_all(setting, web)
    with web.role("worker"):
        deliver_all(web, twice=True)
    seed.read_all(setting, web)
    assert codes.open_code(kin, caller="brother") is None
    assert codes.open_code(waits, caller="sister") is None


def test_a_relatives_code_made_with_the_new_one_goes_on(web: House, setting: Setting) -> None:
    _, ref = asked(web, setting)
    reference = queries.conversation(BRUNO, ref).row.reference
    new = codes.give_new_code(conversation=ref, reference=reference, by=BRUNO, **GOOD)  # type: ignore[arg-type]
    seed.read_all(setting, web)
    kin = kin_of(web, setting, new)
    news(web)
    assert codes.open_code(kin, caller="brother") is not None


def test_it_sends_no_code_where_there_is_no_number(web: House, setting: Setting) -> None:
    told = pages.ask(request=pages.HelpRequest(language="en", words="water"))
    seed.read_all(setting, web)
    ref = queries.queue(BRUNO, queries.QueueFilter()).rows[0].id
    with pytest.raises(WrongStateError):
        codes.send_new_code(conversation=ref, by=BRUNO)
    assert codes.open_code(told.code, caller="her") is not None


def test_it_sends_no_code_to_a_number_that_a_colleague_put_in(web: House, setting: Setting) -> None:
    """«My number is another one now, and I lost my code», says a voice on the phone."""
    code, ref = asked(web, setting)
    codes.correct_number(conversation=ref, number="3701 0299", by=BRUNO)
    with pytest.raises(WrongStateError):
        codes.send_new_code(conversation=ref, by=BRUNO)
    seed.read_all(setting, web)
    with pytest.raises(WrongStateError):
        codes.send_new_code(conversation=ref, by=BRUNO)
    assert isinstance(codes.open_code(code, caller="her"), pages.Thread)


def test_it_sends_no_code_when_the_number_changed_on_the_way(web: House, setting: Setting) -> None:
    code, ref = asked(web, setting)
    codes.send_new_code(conversation=ref, by=BRUNO)
    codes.correct_number(conversation=ref, number="3701 0299", by=BRUNO)
    seed.read_all(setting, web)
    news(web)
    assert isinstance(codes.open_code(code, caller="her"), pages.Thread)


@pytest.mark.parametrize(
    "wrong",
    [{"facts": ["place"]}, {"facts": ["place", "place"]}, {"facts": ["x", "y"]}, {"how": " "}],
)
def test_it_gives_a_new_code_to_nobody_who_knows_too_little(
    web: House, setting: Setting, wrong: dict[str, object]
) -> None:
    code, ref = asked(web, setting)
    reference = queries.conversation(BRUNO, ref).row.reference
    said = {**GOOD, **wrong}
    with pytest.raises(InvalidError):
        codes.give_new_code(conversation=ref, reference=reference, by=BRUNO, **said)  # type: ignore[arg-type]
    with pytest.raises(InvalidError):
        codes.give_new_code(conversation=ref, reference="ZZZZZZ", by=BRUNO, **GOOD)  # type: ignore[arg-type]
    assert codes.open_code(code, caller="her") is not None


def test_it_gives_a_new_code_face_to_face_and_ends_the_old(web: House, setting: Setting) -> None:
    code, ref = asked(web, setting)
    reference = queries.conversation(BRUNO, ref).row.reference
    new = codes.give_new_code(conversation=ref, reference=reference, by=BRUNO, **GOOD)  # type: ignore[arg-type]
    assert codes.open_code(new, caller="her") is None
    seed.read_all(setting, web)
    assert isinstance(codes.open_code(new, caller="her"), pages.Thread)
    assert codes.open_code(code, caller="thief") is None
    for stranger in ("carla", "elena"):
        with pytest.raises((DeniedError, NotFoundError)):
            codes.send_new_code(conversation=ref, by=actor(stranger))


def test_it_puts_the_right_number_in_and_the_answer_goes_there(
    web: House, setting: Setting
) -> None:
    seed.message("Bezwen dlo", sender="12345")
    seed.read_all(setting, web)
    ref = queries.queue(BRUNO, queries.QueueFilter()).rows[0].id
    before = queries.conversation(BRUNO, ref)
    assert not before.can_sms and before.notes.number_doubt
    with pytest.raises(InvalidError):
        codes.correct_number(conversation=ref, number="call me", by=BRUNO)
    codes.correct_number(conversation=ref, number="3701 0204", by=BRUNO)
    seed.read_all(setting, web)
    after = queries.conversation(BRUNO, ref)
    assert after.can_sms and not after.notes.number_doubt
    answer.answer(conversation=ref, text="N ap vini.", language="ht", by=BRUNO)
    sent: list[Outgoing] = []
    with web.role("worker"):
        outbox.send_waiting(send=taking(sent), by=machine([LINE]))
    assert [one.to for one in sent] == ["+50937010204"]
