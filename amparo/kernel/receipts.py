"""Receipt codes: the 16 digits that open a request again, and nothing else does.

Fifteen digits are drawn at random (10^15 codes; the keyholder limits the tries), the last one is
a check digit by ISO/IEC 7064, MOD 11,10: it stays one decimal digit, finds every single wrong
digit and nearly every swap of neighbours, so that a slip of the pen costs no try.
"""

import secrets
import unicodedata

LENGTH = 16
_GROUP = 4
# Longer input is no code; it is not worth reading.
_LONGEST = 200


def new_code() -> str:
    """A code nobody has had before, as 16 plain digits."""
    body = str(secrets.randbelow(10 ** (LENGTH - 1))).zfill(LENGTH - 1)
    return body + check_digit(body)


def check_digit(body: str) -> str:
    """The digit that ISO/IEC 7064, MOD 11,10 puts after these ASCII digits."""
    product = 10
    for digit in body:
        total = (product + int(digit)) % 10 or 10
        product = total * 2 % 11
    return str((11 - product) % 10)


def normalise(text: str) -> str | None:
    """The 16 ASCII digits in a typed code, or None if it can be none of ours.

    Digits of any script count (Arabic-Indic, Devanagari, Bengali and the rest); whatever stands
    between or around them, spaces, dashes, words, direction marks, is passed over.
    """
    if len(text) > _LONGEST:
        return None
    digits = "".join(str(unicodedata.decimal(letter, "")) for letter in text)
    if len(digits) != LENGTH or check_digit(digits[:-1]) != digits[-1]:
        return None
    return digits


def pretty(code: str) -> str:
    """The code in groups of four, as it is shown and written down."""
    return " ".join(groups(code))


def groups(code: str) -> list[str]:
    """The groups of four of a code, in reading order."""
    return [code[start : start + _GROUP] for start in range(0, len(code), _GROUP)]
