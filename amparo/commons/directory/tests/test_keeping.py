"""Keeping the directory true: history, taking back, two editors at once, what to ask again."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from amparo.commons.directory import actions, queries
from amparo.commons.directory.facts import ContactFacts
from amparo.commons.directory.tests.stories import editor, needs, service
from amparo.kernel import clock
from amparo.kernel.authority import anyone, machine
from amparo.kernel.errors import DeniedError, InvalidError, NotFoundError
from tests.cast import FARO, actor
from tests.harness import House

ADDRESS = "12 Rue des Palmes"


def saved(one: UUID, **told: object) -> None:
    """The service with these fields changed."""
    opened = queries.service_for_editing(editor(), one)
    actions.save_service(
        organisation=opened.organisation,
        facts=replace(opened.facts, **told),  # type: ignore[arg-type]
        by=editor(),
        id=one,
    )


def test_it_keeps_who_changed_what_and_takes_one_change_back(stage: House) -> None:
    one = service("Beds", phone="1111111")
    saved(one, phone="2222222")
    saved(one, fees="none")
    fees, phone, _added = queries.history(editor(), one)
    assert phone.fields == (("phone", "1111111", "2222222"),)
    assert (phone.by, fees.fields[0][0]) == (editor().id, "fees")
    actions.revert(change=phone.id, by=editor())
    facts = queries.service_for_editing(editor(), one).facts
    assert (facts.phone, facts.fees) == ("1111111", "none")


def test_it_takes_hiding_back_and_hides_again(stage: House) -> None:
    one = service("Beds", address=ADDRESS)
    saved(one, address_hidden=True)
    assert queries.service(one).address == ""
    actions.revert(change=queries.history(editor(), one)[0].id, by=editor())
    assert queries.service(one).address == ADDRESS
    assert queries.where(editor(), one) is None


def test_it_shows_the_history_to_editors_only(stage: House) -> None:
    one = service("Beds")
    assert queries.history(editor(), one)
    for ask in (queries.history, queries.last_change):
        with pytest.raises(DeniedError):
            ask(actor("bruno"), one)
    with pytest.raises(NotFoundError):
        actions.revert(change=uuid4(), by=editor())


def test_it_lets_nobody_save_over_what_they_have_not_seen(stage: House) -> None:
    one = service("Beds")
    opened = queries.service_for_editing(editor(), one)
    saved(one, phone="2222222")
    mine = replace(opened.facts, fees="ten")
    told = {"organisation": opened.organisation, "facts": mine, "by": editor(), "id": one}
    with pytest.raises(actions.OvertakenError):
        actions.save_service(**told, seen=opened.seen)  # type: ignore[arg-type]
    assert queries.service(one).phone == "2222222"
    now = queries.service_for_editing(editor(), one).seen
    actions.save_service(**told, seen=now)  # type: ignore[arg-type]
    assert queries.service(one).fees == "ten"


def test_it_says_what_to_ask_again_those_first_that_are_asked_for_most(stage: House) -> None:
    quiet, busy, fresh = service("Quiet"), service("Busy"), service("Fresh")
    actions.confirm_service(service=fresh, by=editor(), how="phone")
    happened = uuid4()
    for _ in range(2):  # delivered twice, counted once
        actions.count_asking(service=busy, once=happened, by=machine())
    found, total = queries.stale(editor())
    assert [(one.card.id, one.asked) for one in found] == [(busy, 1), (quiet, 0)]
    assert total == 2
    actions.unreached(service=busy, by=editor())
    assert [one.card.id for one in queries.stale(editor())[0]] == [quiet]
    card = queries.service(fresh)
    assert (card.stale, card.confirmed_by, card.confirmed_how) == (False, editor().id, "phone")


def test_it_believes_a_shelter_for_a_month_only(stage: House) -> None:
    one = service("Beds")
    day = clock.now().date()
    for days, stale in ((30, False), (31, True)):
        actions.confirm_service(service=one, by=editor(), on=day - timedelta(days=days))
        assert queries.service(one).stale is stale


def test_it_tells_whom_to_call_and_shows_outside_the_public_ones_only(stage: House) -> None:
    desk = ContactFacts("Night desk", phone="1234567")
    told = (desk, ContactFacts("Press", email="a@example.org", public=True))
    actions.save_contacts(organisation=FARO, contacts=told, by=editor())
    assert queries.contacts(actor("gita"), FARO) == told
    assert queries.contacts(anyone(), FARO) == told[1:]
    for wrong in (ContactFacts(""), ContactFacts("Desk"), ContactFacts("Desk", email="a b")):
        with pytest.raises(InvalidError):
            actions.save_contacts(organisation=FARO, contacts=[wrong], by=editor())


def test_it_refuses_a_status_as_whom_it_is_for(stage: House) -> None:
    needs()
    for word in ("Legal residents", "con visa", "undocumented"):
        with pytest.raises(InvalidError, match="status"):
            service("Beds", for_whom=(word,))
    assert queries.service(service("Nets", for_whom=("fishers", "women"))).for_whom
