"""What may be done with a case or a referral, and what a referral may carry."""

from dataclasses import dataclass

from amparo.aid.cases.states import CASE_MOVES, REFERRAL_MOVES
from amparo.commons.directory.states import STATE_BODIES, OrganisationKind
from amparo.kernel.errors import DeniedError, InvalidError, WrongStateError

OUTCOMES = {
    "helped": "Helped",
    "partly": "Partly helped",
    "not_helped": "Not helped",
    "lost_touch": "Lost touch",
    "withdrawn": "The person did not want to go on",
}

# Hours within which a receiver should answer, by urgency.
ANSWER_WITHIN_HOURS = {4: 1, 3: 4, 2: 24, 1: 72, 0: 24}


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a referral may carry."""

    key: str
    label: str
    # The least that lets a receiver say yes: ticked to begin with. She may untick any.
    least: bool


FIELDS = (
    Field("needs", "What is needed", True),
    Field("people", "How many people", True),
    Field("language", "Language", True),
    Field("urgency", "How urgent", True),
    Field("area", "Area, about 5 km²", False),
    Field("place", "The place in her words", False),
    Field("wish", "Her own wish", False),
)

STAYS = (
    "Her messages, word for word",
    "Her number: the receiver answers through us",
    "Her name, unless she writes it in her wish",
    "The code that opens her conversation",
    "Everything that other organisations know of her",
)


def check_case_move(now: str, then: str) -> None:
    """Nothing, or WrongStateError."""
    if then not in CASE_MOVES[now]:
        raise WrongStateError(f"A case that is «{now}» can't become «{then}». Nothing was changed.")


def check_referral_move(now: str, then: str) -> None:
    """Nothing, or WrongStateError."""
    if then not in REFERRAL_MOVES[now]:
        raise WrongStateError(
            f"This referral is «{now}» already. Nothing was changed: look at it again."
        )


def check_same_referral(*facts: bool) -> None:
    """Nothing, or WrongStateError: news of a referral that is not what both sides say it is."""
    if not all(facts):
        raise WrongStateError("This is not the news of this referral. Nothing was changed.")


def check_receiver(kind: str) -> None:
    """Nothing, or DeniedError with the reason that the page shows before anyone asks the person."""
    if kind == OrganisationKind.ENFORCEMENT:
        raise DeniedError("Enforcement bodies receive nothing about anyone.")
    if kind in STATE_BODIES:
        raise DeniedError("No State body or consulate can be a receiver yet.")


def check_reason(accept: bool, reason: str) -> None:
    """Nothing, or InvalidError: a no has a reason, so that the next place is chosen better."""
    if not accept and not reason.strip():
        raise InvalidError("reason", "Say in a few words why not. Nothing was sent yet.")


def check_fields(fields: tuple[str, ...]) -> None:
    """Nothing, or InvalidError."""
    unknown = sorted(set(fields) - {field.key for field in FIELDS})
    if unknown:
        raise InvalidError("fields", f"There is no field {', '.join(unknown)}.")
    if not fields:
        raise InvalidError("fields", "Choose at least one thing that she agreed to pass on.")
