"""What must not be found, and what was."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Value:
    """Something that must not be found."""

    owner: int
    kind: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Hit:
    """It was found."""

    value: Value
    spelling: str
    source: str


@dataclass(slots=True)
class Found:
    """All that was found, and how many bytes of each source were looked through."""

    hits: set[Hit] = field(default_factory=set)
    bytes: Counter[str] = field(default_factory=Counter)
    spellings: int = 0  # that were looked for

    def add(self, other: "Found") -> None:
        """What another search found in the same sources is found here as well."""
        self.hits |= other.hits
        self.bytes |= other.bytes
        self.spellings += other.spellings

    @property
    def values(self) -> set[Value]:
        """What was found, however it was written."""
        return {hit.value for hit in self.hits}

    def __str__(self) -> str:
        """A few of them, for a person."""
        if not self.hits:
            return "nothing found"
        shown = sorted(f"{h.value.kind} as {h.spelling} in {h.source}" for h in self.hits)
        return f"{len(self.values)} values found: " + "; ".join(shown[:8])
