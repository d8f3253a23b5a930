"""Which counts may be told: none below five, none that the others would give away. Plain values."""

from collections.abc import Mapping
from dataclasses import dataclass

LEAST = 5
STEP = 5  # counts are told down to a multiple of this


@dataclass(frozen=True, slots=True)
class Released:
    """Counts that may be told. None stands for one that is held back."""

    cells: dict[str, int | None]
    total: int | None


def release(counts: Mapping[str, int]) -> Released:
    """The counts, rounded down, with every small one held back.

    When what is held back could be worked out from the total, the next smallest is held back too:
    at least two are, and together they are no small cell either.
    """
    ordered = sorted(counts, key=lambda key: (counts[key], key))
    back = {key for key in ordered if counts[key] < LEAST}
    for key in ordered:
        if not back or (len(back) > 1 and sum(counts[one] for one in back) >= LEAST):
            break
        back.add(key)
    total = sum(counts.values())
    told = None if total < LEAST or len(back) == 1 else _down(total)
    cells = {key: None if key in back else _down(count) for key, count in counts.items()}
    return Released(cells, told)


def release_part(whole: Mapping[str, int], part: Mapping[str, int]) -> Released:
    """As `release`, for a part of each count: neither the part nor the rest may be small.

    A part is told only where its whole is. Of a total only what both sides leave large.
    """
    told = release(whole)
    safe: dict[str, int] = {}
    for key, count in whole.items():
        inside = part.get(key, 0)
        large = inside >= LEAST and (count - inside) >= LEAST
        safe[key] = inside if large and told.cells[key] is not None else 0
    shown = {key: _down(count) if count else None for key, count in safe.items()}
    sums = [count for count in shown.values() if count is not None]
    # The sum of what is told tells nothing more than its parts do.
    return Released(shown, sum(sums) if sums else None)


def _down(count: int) -> int:
    return count - count % STEP
