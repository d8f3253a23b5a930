"""Searching the directory, and who may receive."""

from uuid import UUID

import pytest

from amparo.commons.directory import actions, queries
from amparo.commons.directory.queries import SearchFilter
from amparo.commons.directory.tests.stories import editor, service
from amparo.kernel.errors import DeniedError, InvalidError, NotFoundError
from tests.cast import CONSULATE, FARO, OLA, actor
from tests.harness import House


def found(**wanted: object) -> list[str]:
    """The names of the services that are found."""
    return [one.name for one in queries.services(SearchFilter(**wanted)).cards]  # type: ignore[arg-type]


def test_it_finds_services_by_words_need_language_and_organisation(stage: House) -> None:
    beds = service("Beds", description="For families")
    service("Soup", needs=("food",), languages=("es",))
    assert found(text="bed fam") == ["Beds"]
    assert found(need="food") == ["Soup"]
    assert found(language="es") == ["Soup"]
    assert found(organisation=queries.service(beds).organisation_id) == ["Beds"]
    assert found(text="%") == []


@pytest.mark.parametrize("field", ["text", "need", "language"])
def test_it_answers_whatever_it_is_asked(stage: House, field: str) -> None:
    service("Beds")
    for strange in ("\0", "\ud83d", "'; --", "x" * 9000):
        assert found(**{field: strange}) in ([], ["Beds"])


def test_it_turns_pages_without_missing_or_repeating_any(stage: House) -> None:
    for n in (3, 1, 4, 2, 4):
        service(f"Beds {n}")
    seen, after = [], ""
    while True:
        page = queries.services(SearchFilter(after=after), limit=2)
        assert page.total == 5
        seen += [one.name for one in page.cards]
        after = page.next
        if not after:
            break
    assert seen == ["Beds 1", "Beds 2", "Beds 3", "Beds 4", "Beds 4"]


@pytest.mark.parametrize("after", ["x", "!!!", "W10", "bnVsbA", "é", "WzEsIDJd"])
def test_it_says_when_a_page_is_gone(stage: House, after: str) -> None:
    with pytest.raises(InvalidError):
        queries.services(SearchFilter(after=after))


def test_it_shows_what_is_no_longer_offered_only_to_who_asks_for_it(stage: House) -> None:
    actions.set_active(service=service("Gone"), active=False, by=editor())
    assert found() == []
    assert found(with_closed_down=True) == ["Gone"]


def test_it_names_every_organisation_but_state_bodies_as_receivers(stage: House) -> None:
    receivers = queries.receiver_names()
    assert {FARO, OLA} <= set(receivers)
    assert CONSULATE not in receivers
    assert queries.organisation(CONSULATE).can_receive is False


def test_it_finds_organisations_by_words(stage: House) -> None:
    service("Beds")
    page = queries.organisations("beds co")
    assert [one.name for one in page.cards] == ["Beds & co"]
    assert (page.next, page.total) == ("", 1)


def test_it_says_when_there_is_none(stage: House) -> None:
    for ask in (queries.service, queries.organisation):
        with pytest.raises(NotFoundError):
            ask(UUID(int=7))


def test_it_shows_an_organisation_for_editing_to_editors_only(stage: House) -> None:
    assert queries.organisation_for_editing(editor(), FARO)[0].ref == str(FARO)
    with pytest.raises(DeniedError):
        queries.organisation_for_editing(actor("carla"), FARO)


def test_it_shows_a_name_in_the_readers_language_or_the_one_it_has(stage: House) -> None:
    beds = service("Beds", names={"ht": "Kabann"}, descriptions={"ht": "Pou fanmi"})
    assert queries.service(beds, "ht").name == "Kabann"
    assert queries.service(beds, "am").name == "Beds"
