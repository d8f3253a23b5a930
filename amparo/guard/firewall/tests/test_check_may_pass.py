"""What may never pass, and what passes with her yes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.commons.directory.states import STATE_BODIES, OrganisationKind
from amparo.guard.firewall.rules import Asked, Given, NothingLeaves, check_may_pass
from amparo.kernel.purposes import Basis, Purpose

NOW = datetime(2026, 3, 1, tzinfo=UTC)
ASKED = Asked("shelter", Purpose.REFER, Basis.CONSENT, frozenset({"needs", "wish"}))
GIVEN = Given(frozenset({"needs", "wish"}), True, True, NOW + timedelta(days=1), False)


def test_it_passes_what_she_agreed_to() -> None:
    check_may_pass(ASKED, GIVEN, NOW)


REFUSED: dict[str, tuple[Asked, Given | None]] = {
    "no_consent": (ASKED, None),
    "another_receiver": (ASKED, replace(GIVEN, same_receiver=False)),
    "another_person": (ASKED, replace(GIVEN, same_subject=False)),
    "withdrawn": (ASKED, replace(GIVEN, withdrawn=True)),
    "run_out": (ASKED, replace(GIVEN, expires_at=NOW)),
    "a_field_more": (replace(ASKED, fields=frozenset({"needs", "place"})), GIVEN),
    "no_field": (replace(ASKED, fields=frozenset()), GIVEN),
    "unknown_receiver": (replace(ASKED, receiver_kind=None), GIVEN),
    "another_purpose": (replace(ASKED, purpose=Purpose.ASSIST), GIVEN),
    **{kind.value: (replace(ASKED, receiver_kind=kind), GIVEN) for kind in sorted(STATE_BODIES)},
}


@pytest.mark.parametrize("situation", REFUSED)
def test_it_lets_nothing_else_pass(situation: str) -> None:
    asked, consent = REFUSED[situation]
    with pytest.raises(NothingLeaves, match="Nothing left"):
        check_may_pass(asked, consent, NOW)


@given(
    st.sampled_from(sorted(STATE_BODIES)),
    st.sampled_from(Purpose),
    st.sampled_from(Basis),
    st.frozensets(st.text(), min_size=1),
)
def test_it_never_passes_anything_to_a_state_body(
    kind: OrganisationKind, purpose: Purpose, basis: Basis, fields: frozenset[str]
) -> None:
    consent = replace(GIVEN, fields=fields)
    with pytest.raises(NothingLeaves):
        check_may_pass(Asked(kind, purpose, basis, fields), consent, NOW)
