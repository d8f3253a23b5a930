"""Which needs a text names, each with the words that say so. Readable rules over word files."""

from dataclasses import dataclass

from amparo.reach.messaging.understanding.lexicon import Hit, Reading
from amparo.reach.messaging.understanding.signs import Cover, Signs

# In this order needs are shown; a need that a word file adds comes after them.
ORDER = (
    "rescue", "doctor", "medicine", "water", "food", "shelter", "child_alone", "unsafe", "gbv",
    "trafficking", "search", "held", "asylum", "papers", "consular", "wages", "stranded",
    "transit", "psychosocial", "phone", "information", "safe", "other",
)  # fmt: skip
# "Help!" names no need of its own once the text says what for.
_VAGUE = frozenset({"other"})
_SAYS_NOTHING_MORE = frozenset({"information", "safe", "other"})
# What is handed out, and so what people give thanks for. Thanks never hide a danger.
_HANDED_OUT = frozenset({"water", "food", "shelter", "medicine", "other"})
_REASONS_AT_MOST = 4


@dataclass(frozen=True, slots=True)
class Found:
    """A need, and the message's own words for it."""

    need: str
    reasons: tuple[str, ...]


def find_needs(text: str | Reading | Signs, language: str) -> tuple[Found, ...]:
    """The needs named in the text, the gravest first; none when nothing was understood."""
    signs = text if isinstance(text, Signs) else Signs(text, language)
    found: dict[str, list[str]] = {}
    for hit in _counted(signs):
        need = _meant(hit.sign.key, denied=hit.sign.table == "states" and signs.denied(hit))
        if need:
            found.setdefault(need, []).append(signs.written(hit))
    _drop_what_adds_nothing(found)
    ordered = sorted(found, key=lambda need: (_place(need), need))
    return tuple(Found(one, tuple(dict.fromkeys(found[one]))[:_REASONS_AT_MOST]) for one in ordered)


def _counted(signs: Signs) -> list[Hit]:
    """The signs that count: not part of a longer sign, shielded, refused or thanked for."""
    hits = signs.of("needs", "states")
    if not hits:
        return []
    longer, shields = Cover(hits), Cover(signs.of("shield"))
    out = signs.refused | signs.did_not_happen
    return [
        hit
        for hit in hits
        if not longer.holds(hit, wider=True)
        and not shields.holds(hit, wider=False)
        and out.isdisjoint(range(hit.first, hit.last + 1))
        and not (hit.sign.key in _HANDED_OUT and signs.thanked & {hit.first, hit.last})
    ]


def _meant(key: str, *, denied: bool) -> str:
    """What a sign says: "nobody is hurt" is no need, "we are not safe" is one."""
    if not denied:
        return key
    return "unsafe" if key == "safe" else ""


def _drop_what_adds_nothing(found: dict[str, list[str]]) -> None:
    if set(found) - _SAYS_NOTHING_MORE:
        for vague in _VAGUE & set(found):
            del found[vague]


def _place(need: str) -> int:
    return ORDER.index(need) if need in ORDER else len(ORDER)
