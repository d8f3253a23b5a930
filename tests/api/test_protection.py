"""Sheets and the watch list for programs of trained staff."""

from uuid import UUID

from amparo.aid.protection.tests.world import SCOPE
from amparo.aid.protection.tests.world import a_case as of_line
from amparo.kernel.authority import Power
from tests.api.conftest import Ask, told
from tests.harness import House

EMPTY = {
    "answer": "no",
    "words": "",
    "signs": [],
    "signs_note": "",
    "contact": "safe",
    "contact_note": "",
    "needs": {"child": {"note": "Two small ones", "kept_back": True}},
}


def a_case(web: House) -> UUID:
    """A case of the line."""
    with web.role("worker"):
        return of_line(web)


def test_a_sheet_is_written_whole_and_nobody_is_overwritten(ask: Ask, web: House) -> None:
    path, iris = f"/cases/{a_case(web)}/protection", ask("iris")
    seen = told(iris.get(path))["seen"]
    assert iris.put(path, {**EMPTY, "seen": seen}).status_code == 204
    sheet = told(iris.get(path))
    assert sheet["needs"] == EMPTY["needs"] and sheet["past"][0]["by"] == "Iris"
    late = ask("juma").put(path, {**EMPTY, "answer": "fears", "seen": seen})
    assert late.status_code == 409
    wrong = iris.put(path, {**EMPTY, "answer": "perhaps", "seen": sheet["seen"]})
    assert told(wrong)["errors"][0]["pointer"] == "#/answer"
    assert ask("bruno").get(path).status_code == 403
    assert ask("iris", [Power.READ_CASES]).get(path).status_code == 403


def test_an_entry_counts_once_a_second_has_confirmed_it(ask: Ask, web: House) -> None:
    iris, juma = ask("iris"), ask("juma")
    report = {"scope": str(SCOPE), "name": "Acme Farms", "role": "employer", "words": "No pay"}
    entry = told(iris.post("/watch", report))["id"]
    path = f"/watch/{entry}"
    assert iris.post(f"{path}/confirm").status_code == 403
    assert juma.post(f"{path}/confirm").status_code == 204
    assert juma.post(f"{path}/review").status_code == 204
    text = {"text": "Some employers keep passports. Keep yours.", "language": "en"}
    warning = told(iris.post(f"{path}/warnings", text))["id"]
    assert iris.post(f"{path}/warnings/{warning}/ready").status_code == 403
    assert juma.post(f"{path}/warnings/{warning}/ready").status_code == 204
    assert [x["id"] for x in told(juma.get("/watch?find=acme"))["items"]] == [entry]
    assert told(juma.get(path))["warnings"][0]["ready_by"] == "Juma"
    assert ask("bruno").get(path).status_code == 403
    assert juma.post(f"{path}/withdraw", {"reason": "A mistake"}).status_code == 204
    assert told(juma.get("/watch"))["items"] == []
