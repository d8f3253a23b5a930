"""A message as folded words that still know where they stand in the message.

Folding makes spellings meet: case, accents, Arabic vowel marks and letter shapes, Indic nuktas and
the Ethiopic letters that sound alike. Reasons are cut from the message as written.
"""

import re
import unicodedata
from dataclasses import dataclass
from itertools import accumulate

# An SMS of ten parts has 1,530 characters. What stands after the 4,000th is kept and shown to
# people but not analysed, so that one pasted book cannot hold up a batch of two hundred.
READ_AT_MOST = 4_000

# Signs that ride on a letter and are no letters to `re`: without them Indic words fall apart.
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
    "\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963\u0981-\u0983\u09bc-\u09cd\u09d7"
    "\u09e2\u09e3\u0a01-\u0a03\u0a3c-\u0a4d\u0a70\u0a71\u0a81-\u0a83\u0abc-\u0acd\u0b01-\u0b03"
    "\u0b3c-\u0b57\u0b82\u0bbe-\u0bd7\u0c00-\u0c03\u0c3e-\u0c56\u0c81-\u0c83\u0cbc-\u0cd6"
    "\u0d00-\u0d03\u0d3e-\u0d57\u0d81-\u0d83\u0dca-\u0ddf\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
    "\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u102b-\u103e\u17b4-\u17d3\u200c\u200d"
)
# "delma33" is two words; "musa3da" (a 3 for the Arabic letter ayn) is one.
_WORD = re.compile(rf"[^\W\d_]{{4,}}(?=\d{{1,3}}\b)|(?:[^\W_]|[{_MARKS}])+")
# NUL cannot be stored in PostgreSQL and a lone surrogate cannot be encoded.
_UNSTORABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_CLAUSE_END = re.compile(r"[.!?;:,،؟؛।\n]")
_DROPPED = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u064b-\u065f\u0670\u0640\u093c\u09bc\u200c\u200d]"
)

_SAME_LETTER = str.maketrans(
    {
        **dict.fromkeys("أإآٱ", "ا"),
        **dict.fromkeys("ىیئ", "ي"),
        "ة": "ه",
        "ؤ": "و",
        "ک": "ك",
        "ہ": "ه",
        "ँ": "ं",
        "ঁ": "ং",
        "œ": "oe",
        "æ": "ae",
        "ø": "o",
        "ß": "ss",
        "ı": "i",
        "ሃ": "ሀ",
        "ኣ": "አ",
        "ዉ": "ው",
        # Amharic writes these rows as it likes; they are spoken alike.
        **{chr(0x1210 + i): chr(0x1200 + i) for i in range(8)},
        **{chr(0x1280 + i): chr(0x1200 + i) for i in range(8)},
        **{chr(0x1220 + i): chr(0x1230 + i) for i in range(8)},
        **{chr(0x12D0 + i): chr(0x12A0 + i) for i in range(8)},
        **{chr(0x1340 + i): chr(0x1338 + i) for i in range(8)},
    }
)
# The Arabic article, alone or after "and", "with", "so", "for".
_ARTICLE = re.compile("^(?:وال|بال|فال|كال|ولل|لل|ال)(?=.{3})")


def fold(word: str) -> str:
    """The word as it is compared: lower case, without accents, one shape for each letter."""
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFKD", word).translate(_SAME_LETTER)
    plain = _DROPPED.sub("", plain).translate(_SAME_LETTER).lower()
    return _ARTICLE.sub("", unicodedata.normalize("NFC", plain))


@dataclass(frozen=True, slots=True)
class Words:
    """The folded words of a message; `line` holds them between single spaces, for searching."""

    text: str
    folded: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    line: str
    starts: tuple[int, ...]

    def written(self, first: int, last: int) -> str:
        """The message's own words from one word to another, as they stand there."""
        return self.text[self.spans[first][0] : self.spans[last][1]]

    def capital(self, index: int) -> bool:
        """Whether the word is written with a capital first letter."""
        return self.text[self.spans[index][0]].isupper()

    def clause_ends_after(self, index: int) -> bool:
        """Whether punctuation parts this word from the next one."""
        if index + 1 >= len(self.spans):
            return True
        between = self.text[self.spans[index][1] : self.spans[index + 1][0]]
        return between not in {" ", "'", "’"} and bool(_CLAUSE_END.search(between))


def words_of(text: str) -> Words:
    """The words of the first 4,000 characters; never fails, whatever the text holds."""
    readable = _UNSTORABLE.sub(" ", text[:READ_AT_MOST])
    found = [
        (word, match.span())
        for match in _WORD.finditer(readable)
        if (word := fold(match.group()).strip())
    ]
    folded = tuple(word for word, _ in found)
    starts = accumulate((len(word) + 1 for word in folded), initial=1)
    return Words(
        text=readable,
        folded=folded,
        spans=tuple(span for _, span in found),
        line=f" {' '.join(folded)} ",
        starts=tuple(starts)[: len(folded)],
    )
