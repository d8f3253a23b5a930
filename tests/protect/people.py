"""Synthetic people whose every detail is unlike anything else that a house holds.

Their names are put together from syllables, so that a name found anywhere is a leak and never
a word of ours, and so that nobody real is named.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from amparo.kernel import receipts

# With accents, so that each way of writing them is put to the test.
_SYLLABLES = (
    *("ba", "bé", "dri", "fo", "ga", "gwi", "jè", "ka", "klo", "lan", "lou", "mè"),
    *("nis", "no", "pra", "ré", "sò", "tel", "ti", "vou", "wi", "xa", "yol", "zé"),
)
_STREETS = ("Ri", "Avni", "Calle", "Riyèl")


@dataclass(frozen=True, slots=True)
class Person:
    """One person; `values` are what must never be found, by kind."""

    number: int
    values: dict[str, str]

    @property
    def path(self) -> str:
        """The way in that this person takes."""
        return ("json", "kannel", "web")[self.number % 3]

    @property
    def message(self) -> str:
        """What this person writes: everything at once."""
        one = self.values
        return (
            f"Mwen rele {one['given']} {one['family']}, nimewo mwen {one['phone']}. Nou bezwen dlo "
            f"ak yon kote pou dòmi nan {one['address']}. Paspò {one['document']}, "
            f"{one['email']}. {one['mention']}."
        )


@dataclass(slots=True)
class Crowd:
    """So many people, the same each time for the same seed."""

    seed: int
    size: int
    first: int = 0
    people: list[Person] = field(init=False)

    def __post_init__(self) -> None:
        chance = random.Random(f"{self.seed}/{self.first}")
        self.people = [_person(chance, self.first + n) for n in range(self.size)]

    def __iter__(self) -> Iterator[Person]:
        return iter(self.people)


def _person(chance: random.Random, number: int) -> Person:
    given, family = _word(chance), _word(chance)
    street = f"{chance.choice(_STREETS)} {_word(chance)}"
    values = {
        "given": given,
        "family": family,
        "phone": f"+5093{chance.randint(1_000_000, 9_999_999)}",
        "document": f"{chance.choice('PRVX')}{chance.choice('KLMN')}{chance.randint(10**7, 10**8)}",
        "email": f"{_plain(given)}.{number}@{_plain(family)}.example",
        "address": f"{chance.randint(11, 999)} {street}",
        "mention": f"yon mak ki sanble yon {_word(chance).lower()} sou men gòch li",
    }
    return Person(number, values)


def worked(person: Person) -> dict[str, str]:
    """What staff write about this person, each with words of its own."""
    chance = random.Random(f"worked/{person.number}")
    return {
        "answer": f"N ap vini demen ak {_word(chance).lower()} {_word(chance).lower()}",
        "wish": f"Li vle jwenn {_word(chance)} {person.values['family']} ankò",
        "note": f"{person.values['given']} te di {_word(chance).lower()} twa fwa",
        "reason": f"Nou konnen {_word(chance)}, plas la pare",
    }


def code() -> str:
    """A receipt code that nobody has."""
    return receipts.new_code()


def _word(chance: random.Random) -> str:
    """Ten letters or more: long enough not to come about by chance in a gigabyte."""
    word = ""
    while len(word) < 10:
        word += chance.choice(_SYLLABLES)
    return word.capitalize()


def _plain(word: str) -> str:
    return word.lower().translate(str.maketrans("éèò", "eeo"))
