"""Who someone of a case is, as far as anyone said."""

import json
from dataclasses import asdict, dataclass

AGES = ("", "baby", "child", "teen", "adult", "older")


@dataclass(frozen=True, slots=True)
class Person:
    """One person of a case. Any of it may be empty: no legal name is asked for."""

    called: str = ""
    relation: str = ""  # in words: «her mother»
    age: str = ""

    def to_text(self) -> str:
        """As it is sealed."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_text(cls, text: str) -> "Person":
        """The person again."""
        return cls(**json.loads(text))
