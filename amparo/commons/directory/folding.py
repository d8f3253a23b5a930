"""Words as searching and comparing see them: without accents, marks, spellings of one letter."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

# Letters that Unicode does not take apart, and spellings of one Arabic letter.
_SAME: Final = str.maketrans(
    {
        **{"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"},
        **{"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه"},
        **{"ؤ": "و", "ئ": "ي", "ہ": "ه", "ھ": "ه", "ـ": "", "ё": "е", "’": "'", "ʼ": "'"},
    }
)
_ROMAN: Final = str.maketrans(
    {
        **dict(zip("абвгдезийклмнопрстуфыэіїє", "abvgdezijklmnoprstufyeiie", strict=True)),
        **{"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sh", "ю": "yu", "я": "ya"},
        **{"ь": "", "ъ": "", "ا": "a", "ب": "b", "ت": "t", "ث": "th", "ج": "j", "ح": "h"},
        **{"خ": "kh", "د": "d", "ذ": "d", "ر": "r", "ز": "z", "س": "s", "ش": "sh", "ص": "s"},
        **{"ض": "d", "ط": "t", "ظ": "z", "ع": "", "غ": "gh", "ف": "f", "ق": "k", "ك": "k"},
        **{"ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "w", "ي": "y", "ء": "", "پ": "p"},
        **{"چ": "ch", "ژ": "zh", "گ": "g"},
    }
)
_SOFT: Final = re.compile("[aeiouyhw']|al ")
_NO_LETTER: Final = re.compile(r"[^\w]+|_+")
# Words that stand in many names and tell none of them apart, and short forms of others.
_SHORT: Final = {
    "assoc": "association",
    "asso": "association",
    "asoc": "association",
    "ass": "association",
    "fdn": "foundation",
    "fond": "foundation",
    "fondation": "foundation",
    "fundacion": "foundation",
    "fundacao": "foundation",
    "asociacion": "association",
    "associacao": "association",
    "centre": "center",
    "centro": "center",
    "ctr": "center",
    "st": "saint",
    "ste": "saint",
    "san": "saint",
    "santa": "saint",
    "intl": "international",
    "internacional": "international",
    "hosp": "hospital",
    "hopital": "hospital",
    "dr": "doctor",
    "min": "ministry",
    "govt": "government",
    "natl": "national",
    "comm": "committee",
    "comite": "committee",
}
_EMPTY: Final = frozenset(
    "a al an and da de del der des di do dos du e el en et for in la las le les los of og pou the "
    "un une und y o ong ngo inc ltd gmbh ev asbl sa".split()
)


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Small letters of one spelling, without accents and signs, single spaces."""
    parts = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(one for one in parts if not unicodedata.combining(one)).translate(_SAME)
    return _NO_LETTER.sub(" ", bare.replace("'", "")).strip()


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name that tell it apart, short forms written out."""
    words = [_SHORT.get(word, word) for word in fold(name).split()]
    return tuple(word for word in words if word not in _EMPTY) or tuple(words)


@lru_cache(maxsize=65536)
def bones(name: str) -> str:
    """The consonants of a name in Latin letters, to see it again in another script."""
    latin = " ".join(words_of(name)).translate(_ROMAN)
    hard = _SOFT.sub("", latin + " ").replace("ck", "k").replace("c", "k").replace("q", "k")
    return re.sub(r"(.)\1+", r"\1", hard.replace("v", "f").replace("z", "s").replace(" ", ""))


def is_latin(text: str) -> bool:
    """Whether its letters are Latin ones."""
    return all(ord(one) < 0x250 for one in fold(text) if one.isalpha())
