"""The row and the line stand before anything opens, also when it is refused."""

from uuid import UUID, uuid4

import psycopg
import pytest

from amparo.guard.firewall import actions as firewall
from amparo.guard.firewall.models import Disclosure
from amparo.guard.firewall.rules import NothingLeaves
from amparo.guard.vault import actions as vault
from amparo.guard.vault.held import Clear, Held
from amparo.kernel.authority import Actor
from amparo.kernel.errors import DeniedError
from amparo.kernel.purposes import Basis, Purpose
from amparo.kernel.rooms import room
from tests.cast import CONSULATE, LINE, OLA, actor
from tests.harness import House

BRUNO = actor("bruno")
PERSON = UUID(int=0xE0)


def sealed(text: str = "a roof") -> Held:
    vault.make_keys(refs_=[PERSON], kind="conversation")
    blob = firewall.seal(what=[Clear(PERSON, "wish:1", text)], actor=BRUNO)[0]
    return Held(PERSON, "wish:1", blob)


def agree(receiver: UUID = OLA) -> UUID:
    agreed = vault.Agreed(PERSON, LINE, receiver, ("wish",), "en", "call")
    return vault.record_consent(agreed=agreed, by=BRUNO)


def disclose(consent: UUID | None, receiver: UUID = OLA, by: Actor = BRUNO) -> firewall.Disclosed:
    return firewall.disclose(
        persons=[PERSON],
        fields={"wish": sealed()},
        recipient=receiver,
        purpose=Purpose.REFER,
        basis=Basis.CONSENT,
        agreement=None,
        consent=consent,
        actor=by,
        scope=LINE,
    )


def ledger() -> list[bool]:
    with room("guard", BRUNO):
        return list(Disclosure.objects.order_by("at").values_list("passed", flat=True))


def test_it_gives_the_value_and_keeps_the_row(keys: House) -> None:
    assert disclose(agree()).values == {"wish": "a roof"}
    assert ledger() == [True]


def test_it_keeps_the_row_of_a_refusal(keys: House) -> None:
    with pytest.raises(NothingLeaves):
        disclose(None)
    with pytest.raises(NothingLeaves):
        disclose(agree(CONSULATE), CONSULATE)
    with pytest.raises(NothingLeaves):
        disclose(agree(), uuid4())
    assert ledger() == [False, False, False]


def test_it_no_longer_passes_once_she_takes_it_back(keys: House) -> None:
    consent = agree()
    assert disclose(consent).values
    vault.withdraw_consent(consent=consent, by=BRUNO)
    with pytest.raises(NothingLeaves, match="taken her consent back"):
        disclose(consent)


def test_it_does_not_use_a_consent_of_another_scope(keys: House) -> None:
    consent = agree()
    with pytest.raises(NothingLeaves):
        firewall.disclose(
            persons=[PERSON],
            fields={"wish": sealed()},
            recipient=OLA,
            purpose=Purpose.REFER,
            basis=Basis.CONSENT,
            agreement=None,
            consent=consent,
            actor=actor("carla"),
            scope=OLA,
        )


def test_it_opens_nothing_when_the_line_cannot_be_written(keys: House) -> None:
    consent = agree()
    with psycopg.connect(keys.owner) as connection:
        connection.execute(
            "ALTER TABLE kernel_audit ADD CONSTRAINT planted CHECK (verb <> 'disclose')"
        )
    try:
        with pytest.raises(Exception, match="planted"):
            disclose(consent)
    finally:
        with psycopg.connect(keys.owner) as connection:
            connection.execute("ALTER TABLE kernel_audit DROP CONSTRAINT planted")
    assert ledger() == []


def test_it_takes_a_consent_only_from_who_works_cases(keys: House) -> None:
    assert agree()
    agreed = vault.Agreed(PERSON, LINE, OLA, ("wish",), "en", "call")
    for name in ("farid", "dario", "gita"):
        with pytest.raises(DeniedError):
            vault.record_consent(agreed=agreed, by=actor(name))


def test_it_opens_no_ciphertext_that_was_moved_to_another_row(keys: House) -> None:
    good = sealed()
    moved = Held(PERSON, "wish:2", good.blob)
    read = firewall.reveal(what=[good, moved], purpose=Purpose.ASSIST, reason="t", actor=BRUNO)
    assert read == ["a roof", None]
