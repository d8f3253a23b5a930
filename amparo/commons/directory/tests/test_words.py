"""Words to needs, kinds and languages; over real tables where they are at hand."""

import json
import os
from pathlib import Path

import pytest

from amparo.commons.directory.languages import code_of, known
from amparo.commons.directory.words import kind_of, need_of, needs_in

JORDAN = Path(os.environ.get("AMPARO_TEST_DATA", "/nonexistent")) / "hsds/services_advisor_jordan"


@pytest.mark.parametrize(
    ("text", "need"),
    [
        ("Emergency shelter", "shelter"),
        ("Soup kitchen and hot meals", "food"),
        ("Legal clinic", "held"),
        ("Mobile clinic", "doctor"),
        ("Family reunification", "search"),
        ("Centre de santé", "doctor"),
        ("Albergue para familias", "shelter"),
        ("الخدمات الصحية", "doctor"),
    ],
)
def test_it_finds_the_need_that_a_name_tells(text: str, need: str) -> None:
    assert need in needs_in([text])


@pytest.mark.parametrize("text", ["Business school rental of tents for weddings"])
def test_it_does_not_find_a_need_inside_another_word(text: str) -> None:
    assert "transit" not in needs_in([text])


def test_it_takes_a_key_for_itself() -> None:
    assert need_of("Child alone", {"child_alone"}) == ("child_alone",)
    assert need_of("chess", {"food"}) == ()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Ministry of the Interior", "ministry"),
        ("Police nationale", "enforcement"),
        ("Immigration Department", "enforcement"),
        ("Consulat général", "consulate"),
        ("Mairie de Jacmel", "municipality"),
        ("Caritas", "faith"),
        ("Who Cares Kitchen", "cso"),
        ("Open Doors", "cso"),
    ],
)
def test_it_takes_the_kind_from_the_name_and_errs_towards_the_state(name: str, kind: str) -> None:
    assert kind_of(name) == kind


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Kreyòl", "ht"),
        ("Haitian Creole", "ht"),
        ("français", "fr"),
        ("FR", "fr"),
        ("العربية", "ar"),
        ("Amharic", "am"),
        ("pt_br", "pt-BR"),
        ("fil", "tl"),
        ("Vogon", ""),
        ("", ""),
    ],
)
def test_it_knows_a_language_by_its_names_and_codes(words: str, code: str) -> None:
    assert code_of(words) == code
    assert not code or known(code)


@pytest.mark.skipif(not JORDAN.exists(), reason="AMPARO_TEST_DATA has no services_advisor_jordan")
@pytest.mark.parametrize("file", ["compiled.json", "compiled_AR.json"])
def test_it_finds_needs_for_nearly_all_services_of_a_real_directory(file: str) -> None:
    features = json.loads((JORDAN / file).read_text())
    named = [
        f"{f['properties']['activityCategory']} {f['properties']['activityName']}" for f in features
    ]
    missed = sorted({name for name in named if not needs_in([name])})
    assert sum(name in missed for name in named) <= len(named) * 0.02, missed
