"""The demo's numbers to call and its advice for today, in all twelve languages."""

from datetime import date, timedelta
from typing import Any

from amparo.commons.crises import queries as crises
from amparo.commons.notices import actions
from amparo.doors.cli.demo import past, told
from amparo.kernel import clock
from amparo.kernel.authority import machine


def lay_out() -> None:
    """They stand on the public pages, confirmed just now; one of them is old, to show how it is
    said.
    """
    found, crisis = told.toml("notices.toml"), crises.current("en")
    day = clock.now().date()
    for order, row in enumerate(found["number"]):
        old = row.pop("old", False)
        then = clock.now() - timedelta(days=40 if old else 0)
        with past.at(then):
            facts = _number(row, order, then.date())
            id = actions.save_number(facts=facts, by=machine())
            actions.publish(kind="number", id=id, by=machine())
        if old:
            passed = _number(row, order, then.date(), review_by=day - timedelta(days=9))
            actions.save_number(facts=passed, by=machine(), id=id)
    for order, row in enumerate(found["advice"]):
        places = (
            crises.find_places(crisis.country, row["place"]) if "place" in row and crisis else ()
        )
        steps = actions.AdviceFacts(
            titles=row["titles"],
            steps=row["steps"],
            source=row["source"],
            picture=row["picture"],
            place=places[0].id if places else None,
            source_on=day,
            crisis=crisis.id if crisis else None,
            order=order,
        )
        id = actions.save_advice(facts=steps, by=machine())
        actions.publish(kind="advice", id=id, by=machine())


def _number(
    row: dict[str, Any], order: int, day: date, review_by: date | None = None
) -> actions.NumberFacts:
    crisis = crises.current("en")
    return actions.NumberFacts(
        **{**row, "languages": tuple(row["languages"])},
        source_on=day,
        review_by=review_by,
        crisis=crisis.id if crisis else None,
        order=order,
    )
