"""When to try again, and what may be opened: decisions on plain values."""

from datetime import datetime, timedelta

from amparo.kernel.errors import InvalidError, WrongStateError
from amparo.reach.calls.states import Outcome
from amparo.reach.messaging.rules import part_of_day

# How long to wait after a try that nobody answered: the third and later ones once a day.
_AGAIN = (timedelta(hours=1), timedelta(hours=4), timedelta(days=1))
_NOT_SAFE = timedelta(hours=12)
_LOOK_AHEAD = timedelta(days=2)
# Different people whose numbers one officer may open in an hour: a shift on the phone, no more.
NUMBERS_AN_HOUR = 30
FURTHEST = timedelta(days=30)


def next_try(outcome: str, tries: int, now: datetime, hours: tuple[str, ...]) -> datetime | None:
    """When to call again; None when there is nothing to call again for.

    `now` is on the clock of the place, since the person's safe hours are.
    """
    if outcome == Outcome.NO_ANSWER:
        wait = _AGAIN[min(max(tries, 1), len(_AGAIN)) - 1]
    elif outcome == Outcome.NOT_SAFE:
        wait = _NOT_SAFE
    else:
        return None
    return in_safe_hours(now + wait, hours)


def in_safe_hours(at: datetime, hours: tuple[str, ...]) -> datetime:
    """The moment, or the first full hour after it that is safe for the person."""
    if not hours or part_of_day(at) in hours:
        return at
    later = at.replace(minute=0, second=0, microsecond=0)
    for _ in range(int(_LOOK_AHEAD / timedelta(hours=1))):
        later += timedelta(hours=1)
        if part_of_day(later) in hours:
            return later
    return at


def check_due(due: datetime, now: datetime) -> None:
    """Nothing, or InvalidError: a promise is for the next thirty days."""
    if due - now > FURTHEST:
        raise InvalidError("due", "That is more than thirty days away. Nothing was promised.")


def check_may_show(mine: bool, done: bool, seen: int, reason: str) -> None:
    """Nothing, or the reason why this number stays sealed."""
    if not mine:
        raise WrongStateError("A colleague promised this call. Take it over, then open the number.")
    if done:
        raise WrongStateError("This call is done. Its number has been forgotten.")
    if not reason.strip():
        raise InvalidError("reason", "Say why you open the number. It stays sealed.")
    if seen >= NUMBERS_AN_HOUR:
        raise WrongStateError(
            "You opened %(most)s numbers within the hour. Wait, or ask a colleague.",
            most=NUMBERS_AN_HOUR,
        )
