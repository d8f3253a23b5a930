"""Rings by SMS: to whom, how often, what stands in them, and what becomes of them."""

from dataclasses import replace
from datetime import timedelta
from string import ascii_letters, digits

import pytest

from amparo.guard.accounts.models import Staff
from amparo.guard.roster.tests.world import shift
from amparo.kernel import clock
from amparo.kernel.authority import Power, machine
from amparo.kernel.errors import DeniedError, InvalidError
from amparo.kernel.rooms import room
from amparo.reach.duty import actions, queries
from amparo.reach.duty.models import DutyPhone, Ring
from amparo.reach.duty.ringing_words import ring_text, texts
from amparo.reach.duty.states import Kind
from amparo.reach.duty.tests.world import ages, rings, waits
from amparo.reach.messaging.actions.outbox import Outcome, Outgoing, Sent
from amparo.reach.messaging.models import Gateway
from amparo.reach.messaging.words import known_languages
from tests.cast import actor, staff_id
from tests.harness import House

NUMBER = "+50937019999"
GSM = set(ascii_letters + digits + " .,:'èéùìòàäöñüåø")  # of the basic set, as our texts use it


class Phone:
    """A gateway that says what it is told to say, and remembers what it took."""

    def __init__(self, *outcomes: Outcome) -> None:
        self.outcomes = list(outcomes)
        self.took: list[Outgoing] = []

    def __call__(self, one: Outgoing) -> Sent:
        self.took.append(one)
        return Sent(self.outcomes.pop(0) if self.outcomes else "accepted")


def send(phone: Phone, keys: House) -> int:
    with keys.role("worker"):
        return actions.send_rings(send=phone, by=machine())


def look() -> None:
    actions.look(by=machine())


def test_a_number_is_sealed_and_only_its_owners(keys: House) -> None:
    actions.set_phone(number="+509 37 01-9999", by=actor("bruno"))
    assert queries.my_phone(actor("bruno")) == NUMBER
    with room("reach", actor("bruno")):
        blob = bytes(DutyPhone.objects.get().sealed_number)
    assert b"37019999" not in blob
    for other in ("kofi", "luz"):
        with room("reach", actor(other)):
            assert not DutyPhone.objects.exists()
    actions.forget_phone(by=actor("bruno"))
    assert queries.my_phone(actor("bruno")) == ""


@pytest.mark.parametrize("wrong", ["", "37019999", "+0123456789", "+509 call me", "+1" * 20])
def test_what_is_no_number_is_refused(keys: House, wrong: str) -> None:
    with pytest.raises(InvalidError):
        actions.set_phone(number=wrong, by=actor("bruno"))


def test_who_reads_no_line_is_not_rung(keys: House) -> None:
    with pytest.raises(DeniedError):
        actions.set_phone(number=NUMBER, by=actor("carla"))


def test_it_says_how_long_and_nothing_else(keys: House) -> None:
    actions.set_phone(number=NUMBER, by=actor("bruno"))
    waits(12)
    look()
    phone = Phone()
    assert send(phone, keys) == 1
    assert [(one.to, one.text) for one in phone.took] == [
        (NUMBER, "Amparo: someone has waited 12 min. Open the console.")
    ]
    assert rings()[0].delivery == "sent" and send(phone, keys) == 0


def test_it_rings_in_a_language_that_the_colleague_reads(keys: House) -> None:
    with room("guard", replace(actor("bruno"), powers=frozenset({Power.MANAGE_STAFF}))):
        Staff.objects.filter(id=staff_id("bruno")).update(languages=["sw", "ar", "en"])
    actions.set_phone(number=NUMBER, by=actor("bruno"))
    waits(12)
    look()
    phone = Phone()
    send(phone, keys)
    assert phone.took[0].text == "Amparo: شخص ينتظر منذ 12 دقيقة. افتح المنصة."


@pytest.mark.parametrize("language", known_languages())
def test_every_language_of_the_line_can_ring_in_one_sms(language: str) -> None:
    assert set(texts()[language]) == set(texts()["en"])
    for kind in Kind:
        for count in (1, 2_000):
            said = ring_text(kind, [language], count=count, minutes=1_000)
            fits = 160 if all(one in GSM for one in said) else 70
            assert "{" not in said and len(said) <= fits, (said, len(said))
    assert ring_text(Kind.WAITING, ["fa", f"{language}-XX"]) == ring_text("waiting", [language])


def test_many_waiting_make_one_sms(keys: House) -> None:
    actions.set_phone(number=NUMBER, by=actor("bruno"))
    for minutes in (6, 8, 11):
        waits(minutes)
    look()
    phone = Phone()
    send(phone, keys)
    assert [one.text for one in phone.took] == [
        "Amparo: 3 people have waited up to 11 min. Open the console."
    ]


def test_each_step_rings_its_own(keys: House) -> None:
    for name in ("bruno", "kofi", "luz"):
        actions.set_phone(number=NUMBER, by=actor(name))
    shift("kofi", -60, 60)
    one = waits(6)
    for minutes, staff in ((6, {"kofi"}), (16, {"kofi", "luz"}), (31, {"kofi", "luz", "bruno"})):
        ages(one, minutes)
        before = {ring.id for ring in rings()}
        look()
        new = {ring.staff_id for ring in rings() if ring.id not in before}
        assert new == {staff_id(name) for name in staff}


def test_a_silent_gateway_is_said_not_tried(keys: House) -> None:
    actions.set_phone(number=NUMBER, by=actor("bruno"))
    with room("reach", machine()):
        Gateway(name="kannel", heard_at=clock.now() - timedelta(hours=1)).save(force_insert=True)
    look()
    assert rings()[0].delivery == "failed" and send(Phone(), keys) == 0
    found = queries.ringing(actor("bruno"))
    assert found.loud and found.unsent == 1


def test_a_full_gateway_gets_it_later_a_lost_answer_never_again(keys: House) -> None:
    actions.set_phone(number=NUMBER, by=actor("bruno"))
    waits(6)
    look()
    phone = Phone("again", "unknown")
    send(phone, keys)
    assert rings()[0].delivery == "queued"
    send(phone, keys)
    assert rings()[0].delivery == "unknown"
    send(phone, keys)
    assert len(phone.took) == 2


def test_what_could_not_go_in_time_is_said(keys: House) -> None:
    actions.set_phone(number=NUMBER, by=actor("bruno"))
    waits(6)
    look()
    with room("reach", machine()):
        Ring.objects.update(made_at=clock.now() - timedelta(minutes=3))
    assert queries.ringing(actor("bruno")).unsent == 1
    with room("reach", machine()):
        Ring.objects.update(made_at=clock.now() - timedelta(minutes=11))
    assert send(Phone(), keys) == 0 and rings()[0].delivery == "failed"
