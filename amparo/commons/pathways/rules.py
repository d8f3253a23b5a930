"""What a pathway may say, and who may stand on it, on plain values."""

from collections.abc import Iterable, Mapping
from typing import Final

from amparo.commons.directory.states import STATE_BODIES, OrganisationKind
from amparo.kernel.errors import DeniedError, InvalidError

# What a referral can carry; `aid/cases/rules.FIELDS` has the words, a test holds the two together.
FIELDS: Final = (
    "needs",
    "people",
    "language",
    "urgency",
    "area",
    "place",
    "wish",
    "protection",
)
# Until the trust work has landed no consulate can receive, so its pathway asks nobody.
CONSULAR: Final = "consular"
URGENCIES: Final = (4, 3, 2, 1, 0)
# Minutes within which a receiver should answer where a pathway does not say, by urgency.
MINUTES: Final = {4: 60, 3: 240, 2: 1440, 1: 4320, 0: 1440}
LONGEST_WAIT: Final = 60 * 24 * 30
# Help that is offered the same day is answered while the day lasts.
SAME_DAY: Final = 240


def check_receiver(kind: str) -> None:
    """Nothing, or DeniedError with the reason."""
    if kind == OrganisationKind.ENFORCEMENT:
        raise DeniedError("Enforcement bodies receive nothing about anyone.")
    if kind in STATE_BODIES:
        raise DeniedError("No State body or consulate can be a receiver yet.")


def refusal(kind: str) -> str:
    """Why an organisation of this kind can't receive, or nothing."""
    try:
        check_receiver(kind)
    except DeniedError as reason:
        return str(reason)
    return ""


def check_fields(least: Iterable[str], most: Iterable[str]) -> None:
    """Nothing, or InvalidError: the least is part of the most, and both are known."""
    least, most = set(least), set(most)
    unknown = sorted((least | most) - set(FIELDS))
    if unknown:
        raise InvalidError("most", "There is no field %(unknown)s.", unknown=", ".join(unknown))
    if not most:
        raise InvalidError("most", "Choose at least one thing that may be passed on.")
    if least - most:
        raise InvalidError("least", "What is ticked to begin with must also be allowed.")


def check_minutes(minutes: Mapping[str, int]) -> None:
    """Nothing, or InvalidError."""
    for urgency, value in minutes.items():
        if urgency not in map(str, URGENCIES):
            raise InvalidError("minutes", "There is no such urgency.")
        check_wait(value)


def check_wait(minutes: int | None) -> None:
    """Nothing, or InvalidError."""
    if minutes is not None and not 1 <= minutes <= LONGEST_WAIT:
        raise InvalidError("minutes", "A time is at least a minute and at most thirty days.")


def minutes_for(
    minutes: Mapping[str, int], urgency: int, *, same_day: bool, wait: int | None
) -> int:
    """How long a receiver has to answer: the step's own word, the pathway's, or the house's."""
    if wait is not None:
        return wait
    usual = int(minutes.get(str(urgency), MINUTES[urgency]))
    return min(usual, SAME_DAY) if same_day else usual
