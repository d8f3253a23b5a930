"""An editor alone makes no State body of an organisation that others lean on, nor the reverse."""

from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest

from amparo.commons.directory import actions, queries
from amparo.commons.directory.facts import OrganisationFacts
from amparo.commons.directory.models import Service
from amparo.commons.directory.tests.stories import editor, needs
from amparo.commons.pathways.models import Pathway, Step
from amparo.guard.accounts import actions as accounts
from amparo.guard.roster import actions as roster
from amparo.guard.roster.leaning import check_nobody_leans
from amparo.kernel.authority import machine
from amparo.kernel.errors import InvalidError, WrongStateError
from amparo.kernel.rooms import room
from tests import seed
from tests.cast import CONSULATE, FARO, LINE, OLA, THEN, TRACERS, staff_id
from tests.harness import House


def told(organisation: UUID, kind: str, *, crossing: bool) -> str:
    """Its kind after an editor told this one."""
    facts, _ = queries.organisation_for_editing(editor(), organisation)
    actions.save_organisation(
        facts=replace(facts, kind=kind), by=editor(), id=organisation, crossing=crossing
    )
    return queries.organisation(organisation).kind


def refusal(organisation: UUID) -> str:
    with pytest.raises(InvalidError) as refused:
        check_nobody_leans(organisation)
    return str(refused.value)


def test_it_names_who_leans_on_an_organisation(stage: House) -> None:
    assert "line" in refusal(FARO)
    assert "work for it" in refusal(CONSULATE)
    accounts.remove_staff(staff=staff_id("carla"), by=machine())
    check_nobody_leans(OLA)
    roster.add_member(line=LINE, organisation=OLA, joined_on=date(2026, 1, 1), by=machine())
    assert "with others" in refusal(OLA)


def test_a_pathway_that_leads_to_it_is_named_too(stage: House) -> None:
    seed.crisis()
    seed.services()
    accounts.remove_staff(staff=staff_id("carla"), by=machine())
    check_nobody_leans(OLA)
    with room("commons", machine()):
        service = Service.objects.filter(organisation_id=OLA).values_list("id", flat=True)[0]
        pathway = Pathway.objects.create(id=uuid4(), need="shelter", title="A bed", updated_at=THEN)
        Step.objects.create(id=uuid4(), pathway=pathway, service_id=service, order=0)
    assert "pathway" in refusal(OLA)


def test_no_save_crosses_unless_who_saves_has_looked(stage: House) -> None:
    for organisation, kind in ((TRACERS, "ministry"), (CONSULATE, "cso")):
        with pytest.raises(WrongStateError):
            told(organisation, kind, crossing=False)
    assert told(TRACERS, "shelter", crossing=False) == "shelter"
    assert told(TRACERS, "ministry", crossing=True) == "ministry"


def test_no_file_makes_a_state_body_of_an_organisation_and_it_says_so(stage: House) -> None:
    needs()
    sheet = "organisation,kind,service,needs\nHome,{},Beds,shelter\n"
    for kind, notes in (("shelter", 0), ("ministry", 1)):
        done = actions.import_directory(
            name="a.csv", content=sheet.format(kind).encode(), source="hub", by=editor()
        )
        assert len(done.notes) == notes
    assert "Home" in done.notes[0]
    (card,) = queries.services(queries.SearchFilter()).cards
    assert card.organisation_kind == "shelter"


def test_a_state_body_is_merged_with_nothing_else(stage: House) -> None:
    needs()
    other = actions.save_organisation(facts=OrganisationFacts("Legacy desk"), by=editor())
    with pytest.raises(WrongStateError, match="State body"):
        actions.merge(kind="organisation", keep=other, loser=CONSULATE, by=editor())
