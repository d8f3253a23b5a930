"""Free text as it may be kept: cleaned, never refused."""

import re
import unicodedata

LONGEST = 5000

# Control characters (NUL among them), lone surrogates and noncharacters carry no words and break
# databases and gateways. Line breaks and tabs stay; direction marks and joiners stay, Arabic,
# Bengali and Nepali need them.
_UNKEPT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_BREAKS = re.compile("\r\n?|[\u2028\u2029\x0c]")


def tidy(text: str) -> str:
    """The same words in one spelling of their letters (NFC), without what no reader can see."""
    return unicodedata.normalize("NFC", _UNKEPT.sub("", _BREAKS.sub("\n", text))).strip()


def kept(text: str) -> str:
    """What is kept of a text: at most its first 5,000 characters."""
    return tidy(text)[:LONGEST].rstrip()


def last_words(text: str) -> str | None:
    """How the kept part of a too long text ends, to show where it was cut; None if all is kept."""
    if len(tidy(text)) <= LONGEST:
        return None
    return kept(text)[-60:].lstrip()
