"""Which needs a text names, each with the words that say so. Readable rules over word files."""

from dataclasses import dataclass

from amparo.reach.messaging.understanding.lexicon import Hit, Reading, read

# In this order needs are shown; a need that a word file adds comes after them.
ORDER = (
    "rescue", "doctor", "medicine", "water", "food", "shelter", "child_alone", "unsafe", "gbv",
    "trafficking", "search", "held", "asylum", "papers", "consular", "wages", "stranded",
    "transit", "psychosocial", "phone", "information", "safe", "other",
)  # fmt: skip
# "Help!" names no need of its own once the text says what for.
_VAGUE = frozenset({"other"})
_SAYS_NOTHING_MORE = frozenset({"information", "safe", "other"})
_FILLERS_AT_MOST = 4
# "we do not need food or clothes": how far a refusal reaches beyond its words.
_DECLINE_REACHES = 3
_REASONS_AT_MOST = 4


@dataclass(frozen=True, slots=True)
class Found:
    """A need, and the message's own words for it."""

    need: str
    reasons: tuple[str, ...]


def find_needs(text: str | Reading, language: str) -> tuple[Found, ...]:
    """The needs named in the text, the gravest first; none when nothing was understood."""
    reading = read(text)
    found: dict[str, list[str]] = {}
    for hit in _counted(reading, language):
        denied = hit.sign.table == "states" and denied_before(reading, hit.first, language)
        need = _meant(hit.sign.key, denied=denied)
        if need:
            found.setdefault(need, []).append(reading.words.written(hit.first, hit.last))
    _drop_what_adds_nothing(found)
    ordered = sorted(found, key=lambda need: (_place(need), need))
    return tuple(Found(one, tuple(dict.fromkeys(found[one]))[:_REASONS_AT_MOST]) for one in ordered)


def _place(need: str) -> int:
    return ORDER.index(need) if need in ORDER else len(ORDER)


def _meant(key: str, *, denied: bool) -> str:
    """What a sign says: "nobody is hurt" is no need, "we are not safe" is one."""
    if not denied:
        return key
    return "unsafe" if key == "safe" else ""


def _drop_what_adds_nothing(found: dict[str, list[str]]) -> None:
    if set(found) - _SAYS_NOTHING_MORE:
        for vague in _VAGUE & set(found):
            del found[vague]


def _counted(reading: Reading, language: str) -> list[Hit]:
    """The signs that count: not part of a longer sign, not shielded, not refused."""
    signs = reading.of(language, "needs", "states")
    if not signs:
        return []
    shields = reading.of(language, "shield")
    refused = _refused(reading, language) | _denied_events(reading, language)
    return [
        hit
        for hit in signs
        if not shielded(hit, shields)
        and not any(hit.inside(other) for other in signs)
        and not refused.intersection(range(hit.first, hit.last + 1))
    ]


def _denied_events(reading: Reading, language: str) -> set[int]:
    """Words of what did not happen: "nobody is trapped". ("No rescue came" is a need.)"""
    return {
        index
        for hit in reading.of(language, "now")
        if denied_before(reading, hit.first, language)
        for index in range(hit.first, hit.last + 1)
    }


def shielded(hit: Hit, shields: list[Hit]) -> bool:
    """Whether a phrase that means something else covers the sign: "asylum seeker", "Red Cross"."""
    return any(one.first <= hit.first and hit.last <= one.last for one in shields)


def denied_before(reading: Reading, index: int, language: str) -> bool:
    """Whether a "no" stands before this word, with only small words between: "no one is hurt"."""
    words, no = reading.words, no_words(reading, language)
    for step in range(1, _FILLERS_AT_MOST + 1):
        before = index - step
        if before < 0 or words.clause_ends_after(before):
            return False
        if before in no["words"]:
            return True
        if before not in no["fillers"]:
            return False
    return False


def no_words(reading: Reading, language: str) -> dict[str, set[int]]:
    """Where the words of denial stand, and the small words that may follow them."""
    positions: dict[str, set[int]] = {"words": set(), "fillers": set()}
    for hit in reading.of(language, "no"):
        if hit.sign.key in positions:
            positions[hit.sign.key].update(range(hit.first, hit.last + 1))
    return positions


def _refused(reading: Reading, language: str) -> set[int]:
    """The words that a refusal reaches: "we do not need food", but not "not enough food"."""
    reached: set[int] = set()
    for hit in reading.of(language, "no"):
        if hit.sign.key != "declined" or _is_lack(reading, hit, language):
            continue
        end = hit.last
        while end < hit.last + _DECLINE_REACHES and not reading.words.clause_ends_after(end):
            end += 1
        reached.update(range(hit.last + 1, end + 1))
    return reached


def _is_lack(reading: Reading, declined: Hit, language: str) -> bool:
    """Whether "enough" itself is denied: "we do not have enough water" is a need."""
    no = no_words(reading, language)["words"]
    return any(declined.first - step in no for step in (1, 2, 3))
