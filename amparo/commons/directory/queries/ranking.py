"""Services for a person."""

from amparo.commons.crises import queries as crises
from amparo.commons.directory import candidates, rules
from amparo.commons.directory.cards import Ranked, Wanted, service_card
from amparo.commons.directory.models import Service
from amparo.kernel.authority import anyone
from amparo.kernel.rooms import room


def rank(
    wanted: Wanted, language: str = "en", labels: dict[str, str] | None = None
) -> tuple[Ranked, ...]:
    """Services for a person, the best first, each with its reasons in words.

    `labels` are the words for the needs, of whoever has them at hand.
    """
    labels = labels or {one.key: one.label for one in crises.needs(language)}
    with room("commons", anyone()):
        rows = candidates.fetch(wanted)
        judged = [
            (rules.weigh(found.candidate), found)
            for found in candidates.work_out(rows, wanted, labels)
        ]
        judged.sort(key=lambda one: (-one[0][0], one[1].distance_km or 0.0, one[1].id))
        best = judged[: wanted.limit]
        cards = Service.objects.select_related("organisation").in_bulk([one.id for _, one in best])
    return tuple(
        Ranked(
            service_card(cards[found.id], door=found.door, language=language),
            rules.say(lines),
            found.distance_km,
            found.door.open,
            score,
        )
        for (score, lines), found in best
        if found.id in cards
    )
