"""The language of a short text: script first, then the word files, then a trained voice.

A tie goes to the sender's last language, then to the languages of the crisis.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from amparo.reach.messaging.understanding import voice
from amparo.reach.messaging.understanding.lexicon import lexicon
from amparo.reach.messaging.understanding.scripts import MARKS, SPOKEN_IN, script_of
from amparo.reach.messaging.understanding.text import Words, words_of

# What the trained voice may say of Latin letters, beside the languages of the word files. The
# fewer, the fewer strange answers: it knows 138 and calls a misspelt text by the rarest of them.
_HEARD = ("de", "it", "nl", "pl", "tr", "vi")
# It calls many a text that it does not know Somali: these it must say louder.
_HEARD_FAINTLY = ("ro", "so", "sw")
_LATIN = "Latn"
# Languages with another script of their own: in Latin letters they are romanised.
_ROMANISED = frozenset(
    ("ar", "fa", "ur", "ps", "am", "ti", "bn", "ne", "hi", "mr", "ru", "uk", "bg", "he", "my", "th")
)
# In Latin letters these are one: which one it is, only the sender or the crisis can tell.
_WRITTEN_ALIKE = {"ur": "hi"}
# Tuned on half of the real messages (docs/understanding.md).
_VOICE = 0.45
_HINT = 0.12
_EXPECTED = 0.05
_ENOUGH = 0.16
# Below this share of words, a language stands on the voice alone, and that must be clear. One
# with a word file should have shown some of its words.
_SUPPORTED = 0.13
_WORDS_AGAINST_THE_VOICE = 2
_AT_HOME, _CLEAR, _LOUD = 0.2, 0.35, 0.6
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Guess:
    """BCP 47 or "und"; confidence from 0 to 1; `script` as in ISO 15924."""

    language: str
    confidence: float
    script: str
    romanised: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Votes:
    """For each language the share of words that speak for it, and these words as written."""

    share: dict[str, float]
    words: dict[str, list[str]]


def detect(text: str | Words, hint: str | None = None, expected: Sequence[str] = ()) -> Guess:
    """The likeliest language and why. "und" goes to people: nothing is dropped."""
    words = text if isinstance(text, Words) else words_of(text)
    hint = hint.split("-")[0] if hint else None
    script = script_of(words.text)
    if script in ("Zyyy", "Zzzz"):
        return _from_sender(script, hint)
    possible = _latin() if script == _LATIN else SPOKEN_IN[script]
    if len(possible) == 1:
        return Guess(possible[0], 0.95, script, False, (f"script {script}",))
    votes = _votes(words, script, possible)
    scores = {name: votes.share.get(name, 0.0) for name in possible}
    for name, likely in voice.heard(words.text, _voices(script, possible)):
        scores[name] += _VOICE * likely
    prior = _prior(script, hint, expected)
    for name in prior.keys() & scores.keys():
        scores[name] += prior[name] if scores[name] > 0 else 0.0
    return _decided(scores, votes, script, prior, hint)


def _from_sender(script: str, hint: str | None) -> Guess:
    """No letters, as in "?" or "1": the sender's last language is all there is."""
    if hint and hint != "und":
        return Guess(hint, 0.3, script, False, ("the sender's last language",))
    return Guess("und", 0.0, script, False, ("no letters",))


@cache
def _latin() -> tuple[str, ...]:
    """Languages that a text in Latin letters can be in."""
    ours = {name for name in lexicon().languages if name not in _ROMANISED}
    romanised = {n for meant in lexicon().seen.values() for n, roman in meant if roman}
    return tuple(sorted(ours | romanised | {*_HEARD, *_HEARD_FAINTLY}))


@cache
def _voices(script: str, possible: tuple[str, ...]) -> tuple[str, ...]:
    """Those whom the trained voice can tell apart; none when it has never heard one of them."""
    if script == _LATIN:
        return tuple(name for name in possible if name not in _ROMANISED)
    return possible if set(possible) <= voice.known() else ()


def _votes(words: Words, script: str, possible: Sequence[str]) -> _Votes:
    seen, latin = lexicon().seen, script == _LATIN
    share: dict[str, float] = defaultdict(float)
    spoke: dict[str, list[str]] = defaultdict(list)
    for index, word in enumerate(words.folded):
        meant = [n for n, roman in seen.get(word, ()) if not latin or roman or n not in _ROMANISED]
        for name in meant:
            share[name] += 1 / len(meant) / len(words.folded)
            spoke[name].append(words.written(index, index))
    for name, letters in () if latin else MARKS:
        counted = Counter(words.text)
        used = [letter for letter in letters if counted[letter]]
        if used:
            share[name] += 2 * sum(counted[letter] for letter in used) / max(len(words.folded), 1)
            spoke[name].append(f"letter {used[0]}")
    return _Votes({name: share[name] for name in possible if name in share}, spoke)


def _prior(script: str, hint: str | None, expected: Sequence[str]) -> dict[str, float]:
    prior = dict.fromkeys((name.split("-")[0] for name in expected), _EXPECTED)
    if hint:
        prior[hint] = prior.get(hint, 0.0) + _HINT
    for name, like in _WRITTEN_ALIKE.items() if script == _LATIN else ():
        if name in prior:
            prior[like] = max(prior.get(like, 0.0), prior[name])
    return prior


def _decided(
    scores: dict[str, float],
    votes: _Votes,
    script: str,
    prior: dict[str, float],
    hint: str | None,
) -> Guess:
    ranked = sorted(scores, key=lambda name: (-scores[name], name))
    if script != _LATIN and scores[ranked[0]] < _ENOUGH:
        return Guess(SPOKEN_IN[script][0], 0.2, script, False, (f"script {script}",))
    likely = [name for name in ranked if scores[name] >= _ENOUGH]
    if not likely:
        return Guess("und", 0.0, script, False, ("no word of a language we know",))
    best, confidence = likely[0], _confidence(scores, likely[0], ranked[1])
    supported = [name for name in likely if votes.share.get(name, 0.0) >= _SUPPORTED]
    if script == _LATIN and best not in supported and confidence < _bar(best, prior):
        if not supported or len(set(votes.words[supported[0]])) < _WORDS_AGAINST_THE_VOICE:
            return Guess("und", confidence, script, False, (f"perhaps {best}, by its spelling",))
        best, confidence = supported[0], 0.2
    romanised = script == _LATIN and best in _ROMANISED
    name = _spoken(best, prior) if romanised else best
    return Guess(name, confidence, script, romanised, tuple(_reasons(best, votes, hint)))


def _confidence(scores: dict[str, float], best: str, second: str) -> float:
    """Nearly 1 when the best is strong and far ahead, 0 at a tie."""
    margin = (scores[best] - scores[second]) / scores[best]
    return round(min(0.99, margin * min(1.0, scores[best] / 0.6)), 2)


def _spoken(written: str, prior: dict[str, float]) -> str:
    """The language that this spelling stands for here: "hi" is Urdu where Urdu is spoken."""
    alike = (name for name, like in _WRITTEN_ALIKE.items() if like == written and name in prior)
    return next(alike, written)


def _bar(language: str, prior: dict[str, float]) -> float:
    """How clearly the voice alone must speak; a language that is at home here is believed soon."""
    if language in prior:
        return _AT_HOME
    return _CLEAR if language in _HEARD else _LOUD


def _reasons(best: str, votes: _Votes, hint: str | None) -> Iterable[str]:
    words = list(dict.fromkeys(votes.words.get(best, ())))[:_SHOWN]
    yield "words: " + ", ".join(f"«{word}»" for word in words) if words else "how it is spelt"
    if best == hint:
        yield "the sender's last language"
