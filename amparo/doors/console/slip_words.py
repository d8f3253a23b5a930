"""What a referral says, for its reader: words of our own lists in her language, the rest as
written. A slip is sealed in English, word for word as it was let through.
"""

import re
from collections.abc import Callable, Iterable

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from amparo.aid.protection.actions import KINDS
from amparo.doors.console import lists
from amparo.doors.console import protection_words as protection
from amparo.doors.sentences import in_words
from amparo.kernel.language import code_named, name_in

# The fields of `aid/cases/rules.py` whose words are ours, by the label that stands on a slip.
NEEDS, LANGUAGE, URGENCY = "What is needed", "Language", "How urgent"
PROTECTION = "What they must know to protect her"
# What the sheet says of itself (`aid/protection/sealing.py`), besides the special needs.
_ANSWERED = {"Fears a return": "fears", "Wants asylum": "asylum", "Claim pending": "pending"}
_CONTACT = "Do not contact directly"
_SIGNS = re.compile(r"(\d+) signs of exploitation noted")


def value_in_words(label: str, value: str) -> str:
    """The value as this reader reads it; free text and unknown words stay as they are."""
    reader = get_language() or "en"
    how = _HOW.get(label)
    return how(value, reader) if how and reader != "en" else value


def is_ours(label: str) -> bool:
    """Whether the words under this label come from our lists, and not from a person."""
    return label in (NEEDS, LANGUAGE, URGENCY)


def _needs(value: str, reader: str) -> str:
    keys = {label: key for key, label in lists.needs("en").items()}
    theirs = lists.needs(reader)
    parts = _parted(value.split(", "), keys)
    return _(", ").join(theirs.get(keys.get(one, ""), one) for one in parts)


def _parted(pieces: list[str], known: Iterable[str]) -> list[str]:
    """The list's own entries again, though one of them may hold a comma itself."""
    found: list[str] = []
    while pieces:
        longest = next((n for n in range(len(pieces), 0, -1) if ", ".join(pieces[:n]) in known), 1)
        found.append(", ".join(pieces[:longest]))
        pieces = pieces[longest:]
    return found


def _language(value: str, reader: str) -> str:
    code = code_named(value)
    return name_in(code, reader) if code else value


def _urgency(value: str, reader: str) -> str:
    del reader
    return in_words(value)


def _protection(value: str, reader: str) -> str:
    """Each line begins with a word of ours; what was noted stands behind it, as written."""
    del reader
    return "\n".join(_noted(line) for line in value.split("\n"))


def _noted(line: str) -> str:
    words, colon, note = line.partition(": ")
    signs = _SIGNS.fullmatch(words)
    if signs:
        words = _("%(n)s signs of exploitation noted") % {"n": signs[1]}
    elif words in _ANSWERED:
        words = str(dict(protection.ANSWERS)[_ANSWERED[words]])
    elif words in (_CONTACT, *KINDS.values()):
        words = in_words(words)
    return words + colon + note


_HOW: dict[str, Callable[[str, str], str]] = {
    NEEDS: _needs,
    LANGUAGE: _language,
    URGENCY: _urgency,
    PROTECTION: _protection,
}
