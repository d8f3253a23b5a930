"""Reading the public pages over, for a program."""

from amparo.doors.console.tests.test_wording import one, said
from amparo.doors.wordbook import overlay
from amparo.guard.accounts.models import Staff
from amparo.kernel.authority import machine
from amparo.kernel.rooms import room
from tests.api.conftest import Ask, Program, told
from tests.api.keepers import hana
from tests.harness import House
from tests.walls.canaries import editor
from tests.walls.records import first_sentence

AR = "/wording/ar"


def reader(*languages: str) -> Program:
    """Hana's program; she reads these."""
    overlay.forget()
    program = hana()
    with room("guard", machine()):
        Staff.objects.filter(id=editor().id).update(languages=list(languages))
    return program


def test_it_lists_languages_and_sentences(ask: Ask) -> None:
    hers = reader("ar")
    listed = {row["language"]: row for row in told(hers.get("/wording"))}
    assert len(listed) == 11 and listed["ar"]["mine"] and not listed["es"]["mine"]
    first = told(hers.get(f"{AR}/sentences?open=true&page=home&limit=1"))
    assert first["items"][0]["page"] == "home" and first["next"]
    assert ask("dario").get("/wording").status_code == 403


def test_it_corrects_and_takes_back(web: House) -> None:
    hers = reader("ar")
    sentence = one("You can ask for help here.")
    path = f"{AR}/sentences/{sentence.key}"
    cards = told(hers.get(f"{AR}/sentences?page=home&limit=100"))["items"]
    seen = next(card["seen"] for card in cards if card["id"] == sentence.key)
    body = {"texts": ["هنا تجد من يساعدك."], "seen": seen}
    assert hers.post(f"{path}/correct", body).status_code == 204
    assert said(sentence).state == "corrected"  # type: ignore[union-attr]
    assert hers.post(f"{path}/confirm", {"seen": seen}).status_code == 409
    assert hers.post(f"{path}/undo").status_code == 204
    assert said(sentence).state == "drafted"  # type: ignore[union-attr]


def test_it_is_closed_to_who_does_not_read_the_language(web: House) -> None:
    hers = reader("es")
    path = f"{AR}/sentences/{first_sentence()}/undo"
    assert hers.post(path).status_code == 403
    signed = hers.post(f"{AR}/signature", {"name": "", "agreed": True})
    assert signed.status_code == 403
    assert hers.get("/wording/xx/sentences").status_code == 404
