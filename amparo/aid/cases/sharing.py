"""What of a case may leave to a receiver: each field by name, nothing else, ever."""

import json
from dataclasses import dataclass

from amparo.aid.cases.models import Case
from amparo.aid.cases.rules import FIELDS
from amparo.aid.cases.story import held_wish
from amparo.guard.vault.held import Held
from amparo.kernel.language import name_in
from amparo.reach.messaging.sharing import PersonFacts

URGENCY = {4: "Now", 3: "Today", 2: "This week", 1: "No rush", 0: "Not sorted"}


@dataclass(frozen=True, slots=True)
class ReferralSlip:
    """The slip exactly as the receiver reads it: label and words, in a fixed order."""

    reference: str
    lines: tuple[tuple[str, str], ...]

    def to_text(self) -> str:
        """The slip as it is sealed."""
        return json.dumps({"reference": self.reference, "lines": self.lines}, ensure_ascii=False)

    @classmethod
    def from_text(cls, text: str) -> "ReferralSlip":
        """The slip again."""
        kept = json.loads(text)
        return cls(kept["reference"], tuple((label, words) for label, words in kept["lines"]))


def values_of(
    case: Case, person: PersonFacts, needs: dict[str, str], only: str = ""
) -> dict[str, Held | str]:
    """Every field that a referral of this case could carry, sealed where it is sealed.

    `needs` gives the words for each need; `only` names the one need that is told, if it is one.
    A field that is not known is left out.
    """
    wanted = [only] if only else case.needs
    found: dict[str, Held | str] = {
        "needs": ", ".join(needs.get(one, one) for one in wanted),
        "people": str(case.people) if case.people else "",
        "language": name_in(case.language) if case.language != "und" else "",
        "urgency": URGENCY[case.urgency],
        "area": person.area,
    }
    if case.sealed_wish:
        found["wish"] = held_wish(case)
    found["place"] = person.place
    return {key: value for key, value in found.items() if value}


def slip(reference: str, values: dict[str, str]) -> ReferralSlip:
    """The slip of what the firewall let through."""
    lines = tuple((field.label, values[field.key]) for field in FIELDS if values.get(field.key))
    return ReferralSlip(reference, lines)
