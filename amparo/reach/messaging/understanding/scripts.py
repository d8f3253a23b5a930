"""Which script a text is written in, and which languages that leaves."""

import re
from collections import Counter

# Letters looked at: enough to know the script of any text.
_LOOKED_AT = 1_000
_LETTER = re.compile(r"[^\W\d_]")

# First code point, last code point, ISO 15924. Letters only; what is not listed is "Zzzz".
_RANGES = (
    (0x41, 0x24F, "Latn"), (0x1E00, 0x1EFF, "Latn"), (0x370, 0x3FF, "Grek"),
    (0x400, 0x52F, "Cyrl"), (0x531, 0x58F, "Armn"), (0x590, 0x5FF, "Hebr"),
    (0x600, 0x6FF, "Arab"), (0x750, 0x77F, "Arab"), (0x8A0, 0x8FF, "Arab"),
    (0xFB50, 0xFDFF, "Arab"), (0xFE70, 0xFEFF, "Arab"), (0x900, 0x97F, "Deva"),
    (0x980, 0x9FF, "Beng"), (0xA00, 0xA7F, "Guru"), (0xA80, 0xAFF, "Gujr"),
    (0xB00, 0xB7F, "Orya"), (0xB80, 0xBFF, "Taml"), (0xC00, 0xC7F, "Telu"),
    (0xC80, 0xCFF, "Knda"), (0xD00, 0xD7F, "Mlym"), (0xD80, 0xDFF, "Sinh"),
    (0xE00, 0xE7F, "Thai"), (0xE80, 0xEFF, "Laoo"), (0xF00, 0xFFF, "Tibt"),
    (0x1000, 0x109F, "Mymr"), (0x10A0, 0x10FF, "Geor"), (0x1100, 0x11FF, "Hang"),
    (0x1200, 0x139F, "Ethi"), (0x2D80, 0x2DDF, "Ethi"), (0x1780, 0x17FF, "Khmr"),
    (0x3040, 0x30FF, "Jpan"), (0x3400, 0x9FFF, "Hani"), (0xAC00, 0xD7AF, "Hang"),
)  # fmt: skip

# The languages that a script can hold, the likeliest first.
SPOKEN_IN = {
    "Arab": ("ar", "fa", "ur", "ps", "ku"),
    "Cyrl": ("ru", "uk", "sr", "kk"),
    "Deva": ("ne", "hi", "mr"),
    "Beng": ("bn", "as"),
    "Ethi": ("am", "ti"),
    "Grek": ("el",),
    "Armn": ("hy",),
    "Hebr": ("he",),
    "Guru": ("pa",),
    "Gujr": ("gu",),
    "Orya": ("or",),
    "Taml": ("ta",),
    "Telu": ("te",),
    "Knda": ("kn",),
    "Mlym": ("ml",),
    "Sinh": ("si",),
    "Thai": ("th",),
    "Laoo": ("lo",),
    "Tibt": ("bo",),
    "Mymr": ("my",),
    "Geor": ("ka",),
    "Khmr": ("km",),
    "Hang": ("ko",),
    "Jpan": ("ja",),
    "Hani": ("zh",),
}

# Letters that tell the languages of one script apart: two votes for each time one is written.
MARKS: tuple[tuple[str, str], ...] = (
    ("ar", "ةىأإكي"),
    ("fa", "پچژگکی"),
    ("ur", "پچژگکیٹڈڑںےھ"),
    ("ps", "پچژگټډړږښګۍې"),
    ("ku", "پچژگکیێۆڕڵە"),
    ("uk", "іїєґ"),
    ("sr", "јљњђћџ"),
    ("kk", "әғқңөұүһ"),
    ("ru", "ыэё"),
    ("mr", "ळ"),
    ("as", "ৰৱ"),
    ("ti", "ኣቐቕቓቑቒቔቖኸዀዂኺኻኼኽኾኹ"),
)


def script_of(text: str) -> str:
    """ISO 15924 code of the script most letters are in; "Zyyy" when there are no letters."""
    looked_at = text[:_LOOKED_AT]
    if looked_at.isascii():
        return "Latn" if _LETTER.search(looked_at) else "Zyyy"
    counted = Counter(_script(ord(letter)) for letter in _LETTER.findall(looked_at))
    if counted["Jpan"] and counted["Hani"]:
        counted["Jpan"] += counted.pop("Hani")
    return counted.most_common(1)[0][0] if counted else "Zyyy"


def _script(code: int) -> str:
    return next((name for first, last, name in _RANGES if first <= code <= last), "Zzzz")
