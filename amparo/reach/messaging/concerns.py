"""What a passer-by may have seen, and what it may mean. Plain values; no row, no person."""

from collections.abc import Iterable

# What was seen, and the needs it suggests.
SIGNS: dict[str, tuple[str, ...]] = {
    "cannot_leave": ("trafficking", "unsafe"),
    "papers_taken": ("papers", "trafficking"),
    "hurt": ("doctor", "unsafe"),
    "child_alone": ("child_alone",),
    "threatened": ("unsafe",),
    "unpaid": ("wages",),
    "armed_group": ("unsafe",),
    "something_else": ("other",),
}
# Someone should look today.
GRAVE = frozenset({"cannot_leave", "hurt", "child_alone", "threatened", "armed_group"})
# What is kept, sealed, beside the words of a form of ours.
FACTS = (
    "asker",
    "theirs",
    "theirs_safe",
    "before",
    "signs",
    "when",
    "ask_back",
    "safe_to_talk",
    "interpreter",
)


def needs_of(signs: Iterable[str]) -> tuple[str, ...]:
    """The needs that these signs suggest, each once."""
    return tuple(dict.fromkeys(need for sign in signs for need in SIGNS.get(sign, ())))
