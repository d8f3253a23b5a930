"""Crises, needs, kinds, pathways, guides and notices for programs."""

from datetime import timedelta

from amparo.kernel import clock
from tests import cast, seed
from tests.api.conftest import Ask, told
from tests.api.keepers import hana
from tests.harness import House

FLOOD = {"name": "Flood", "kind": "sudden", "country": "HT", "started_on": "2026-05-01"}


def test_a_crisis_is_kept_and_nothing_is_overwritten(ask: Ask, web: House) -> None:
    keeper = hana()
    made = told(keeper.post("/crises", {**FLOOD, "lines": {"en": "Much rain"}}))
    path = f"/crises/{made['id']}"
    assert made["places"] == 2
    before = told(keeper.get(path))
    assert keeper.put(path, {"area": "North", "seen": before["seen"]}).status_code == 204
    assert keeper.put(path, {"area": "South", "seen": before["seen"]}).status_code == 409
    assert keeper.put(f"{path}/phase", {"phase": "closed"}).status_code == 204
    now = told(keeper.get(path))
    assert (now["record"]["area"], now["record"]["lines"]) == ("North", {"en": "Much rain"})
    assert [one["phase"] for one in now["phases"]] == ["closed", "emergency"]
    assert told(ask("bruno").get(path))["phases"] == []
    assert ask("bruno").put(path, {"area": "x"}).status_code == 403
    answer = keeper.put(path, {"lines": {"en": "x" * 501}})
    assert told(answer)["errors"][0]["pointer"] == "#/lines/en"


def test_the_lists_are_this_houses_own(ask: Ask, web: House) -> None:
    keeper = hana()
    key = told(keeper.post("/lists/needs", {"labels": {"en": "Warm clothes"}}))["key"]
    path = f"/lists/needs/{key}"
    assert keeper.put(path, {"labels": {"en": "Clothes"}, "active": False}).status_code == 204
    assert keeper.put("/lists/needs/none", {"labels": {"en": "x"}}).status_code == 404
    words = {one["key"]: one["label"] for one in told(ask("bruno").get("/needs"))}
    offered = [one["key"] for one in told(ask("bruno").get("/needs?offered=true"))]
    assert words[key] == "Clothes" and key not in offered and "water" in offered
    answer = keeper.post("/lists/kinds", {"labels": {"ar": "س"}})
    assert told(answer)["errors"][0]["pointer"] == "#/labels/en"
    assert ask("bruno").put(path, {"labels": {"en": "x"}}).status_code == 403
    assert told(keeper.post("/lists/seed"))["kinds"] > 3


def test_a_pathway_is_made_filled_and_ordered(ask: Ask, web: House) -> None:
    keeper = hana()
    way = told(keeper.post("/pathways", {"title": "Beds", "need": "shelter"}))["id"]
    path = f"/pathways/{way}"
    first, second = (
        told(keeper.post(f"{path}/steps", {"service": str(one)}))["id"]
        for one in (seed.SHELTER, seed.CLINIC)
    )
    assert keeper.post(f"{path}/steps/{second}/move", {"up": True}).status_code == 204
    steps = told(ask("bruno").get(path))["steps"]
    assert [one["id"] for one in steps] == [second, first]
    assert keeper.delete(f"{path}/steps/{first}").status_code == 204
    assert keeper.delete(f"{path}/steps/{first}").status_code == 409
    change = {"place": "jacmel", "minutes": {"4": 10}}
    assert keeper.put(path, change).status_code == 204
    now = told(keeper.get(path))
    assert (now["title"], now["place"], now["minutes"]) == ("Beds", "Jacmel", {"4": 10})
    assert (now["cell"] and now["most"] == ["needs", "language"]) or now["most"]
    assert keeper.put(path, {"place": "Nowhere"}).status_code == 422
    assert keeper.put(path, {"need": "gold"}).status_code == 422
    assert ask("bruno").put(path, change).status_code == 403


def test_a_guide_is_written_and_translated(ask: Ask, web: House) -> None:
    keeper = hana()
    new = {"language": "en", "title": "A paper", "steps": "Go\n48 h: Ask", "here_only": True}
    guide = told(keeper.post("/guides", new))["id"]
    path = f"/guides/{guide}"
    french = {"language": "fr", "title": "Un papier", "steps": "Va\n48 h: Demande"}
    assert keeper.put(path, french).status_code == 204
    assert keeper.put(path, {"language": "fr", "fee": "none"}).status_code == 204
    found = told(ask("bruno").get(path, Accept_Language="fr"))
    assert (found["title"], found["fee"]) == ("Un papier", "none")
    assert [one["hours"] for one in found["steps"]] == [24, 48]
    assert found["crisis_id"] == str(cast.CRISIS)
    assert keeper.put(path, {**french, "steps": "Va"}).status_code == 422
    assert ask("bruno").put(path, french).status_code == 403
    assert told(keeper.post("/guides/ship"))["added"] > 0


def test_a_notice_is_a_draft_until_it_is_published(ask: Ask, web: House) -> None:
    keeper = hana()
    new = {"labels": {"en": "Fire"}, "number": "115", "source": "Town hall", "hours": "24/7"}
    path = f"/notices/numbers/{told(keeper.post('/notices/numbers', new))['id']}"
    whole = told(keeper.get(path))
    assert whole["record"]["state"] == "draft"
    change = {"cost": "free", "labels": {"en": "Fire", "ht": "Dife"}, "seen": whole["seen"]}
    assert keeper.put(path, change).status_code == 204
    assert keeper.put(path, change).status_code == 409
    assert keeper.post(f"{path}/publish").status_code == 204
    (row,) = told(keeper.get("/notices/numbers", Accept_Language="ht"))["items"]
    assert (row["state"], row["label"], row["always_open"]) == ("published", "Dife", True)
    assert ask("bruno").get(path).status_code == 403
    answer = keeper.put(path, {"labels": {"en": "x" * 200}})
    assert told(answer)["errors"][0]["pointer"] == "#/labels"


def test_advice_is_for_a_known_place_or_for_everywhere(ask: Ask, web: House) -> None:
    keeper = hana()
    day = (clock.now() + timedelta(days=3)).date().isoformat()
    new = {
        "titles": {"en": "Water"},
        "steps": {"en": ["Boil it", "Cover it"]},
        "source": "Red Cross",
        "review_by": day,
    }
    path = f"/notices/advice/{told(keeper.post('/notices/advice', new))['id']}"
    (place,) = told(keeper.get("/directory/places?find=Jacm"))
    assert keeper.put(path, {"place": place["id"]}).status_code == 204
    assert keeper.put(path, {"place": str(cast.OLA)}).status_code == 422
    assert keeper.put(path, {"picture": "bomb"}).status_code == 422
    (row,) = told(keeper.get("/notices/advice"))["items"]
    assert (row["place"], row["steps"]) == ("Jacmel", ["Boil it", "Cover it"])
    for deed in ("publish", "confirm", "withdraw"):
        assert keeper.post(f"{path}/{deed}").status_code == 204
    assert told(keeper.get(path))["record"]["state"] == "withdrawn"
