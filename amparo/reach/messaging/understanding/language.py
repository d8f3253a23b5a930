"""The language of a short text: script first, then the word files, then a trained voice.

A tie goes to the sender's last language, then to the languages of the crisis.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from amparo.reach.messaging.understanding.lexicon import lexicon
from amparo.reach.messaging.understanding.scripts import MARKS, SPOKEN_IN, script_of
from amparo.reach.messaging.understanding.text import Words, words_of

# What the trained voice may say of Latin letters, beside the languages of the word files. The
# fewer, the fewer strange answers: it knows 138 and calls a misspelt text by the rarest of them.
_HEARD = ("de", "it", "nl", "pl", "tr", "vi")
# It calls any misspelt text Somali or Swahili: these it must say louder.
_HEARD_FAINTLY = ("ro", "so", "sw")
_LATIN = "Latn"
# Languages with another script of their own: in Latin letters they are romanised.
_ROMANISED = frozenset(
    ("ar", "fa", "ur", "ps", "am", "ti", "bn", "ne", "hi", "mr", "ru", "uk", "bg", "he", "my", "th")
)
# Tuned on half of the real messages (docs/understanding.md).
_VOICE = 0.45
_HINT = 0.12
_EXPECTED = 0.05
_ENOUGH = 0.16
# A language that no word speaks for, only the trained voice, must be heard clearly.
_HEARD_CLEARLY = 0.35
_HEARD_LOUDLY = 0.6
_SHOWN = 3
_HEARD_AT_MOST = 600


@dataclass(frozen=True, slots=True)
class Guess:
    """BCP 47 or "und"; confidence from 0 to 1; `script` as in ISO 15924."""

    language: str
    confidence: float
    script: str
    romanised: bool
    reasons: tuple[str, ...]


def detect(text: str | Words, hint: str | None = None, expected: Sequence[str] = ()) -> Guess:
    """The likeliest language and why. "und" goes to people: nothing is dropped."""
    words = text if isinstance(text, Words) else words_of(text)
    hint = hint.split("-")[0] if hint else None
    script = script_of(words.text)
    if script in ("Zyyy", "Zzzz"):
        return _from_sender(script, hint)
    possible = SPOKEN_IN.get(script, ())
    if len(possible) == 1:
        return Guess(possible[0], 0.95, script, False, (f"script {script}",))
    if script == _LATIN:
        possible = _latin()
    votes, spoke = _votes(words, script, possible)
    scores = _weighed(words, script, votes, possible, _prior(hint, expected))
    return _decided(scores, spoke, script, hint)


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


def _votes(
    words: Words, script: str, possible: Sequence[str]
) -> tuple[dict[str, float], dict[str, list[str]]]:
    """For each language the share of words that vote for it, and these words."""
    seen, latin = lexicon().seen, script == _LATIN
    votes: dict[str, float] = defaultdict(float)
    spoke: dict[str, list[str]] = defaultdict(list)
    for index, word in enumerate(words.folded):
        meant = [n for n, roman in seen.get(word, ()) if not latin or roman or n not in _ROMANISED]
        for name in meant:
            votes[name] += 1 / len(meant)
            spoke[name].append(words.written(index, index))
    if not latin:
        _vote_by_letters(words.text, possible, votes, spoke)
    total = max(len(words.folded), 1)
    return {name: vote / total for name, vote in votes.items() if name in possible}, spoke


def _vote_by_letters(
    text: str, possible: Sequence[str], votes: dict[str, float], spoke: dict[str, list[str]]
) -> None:
    counted = Counter(text)
    for name, letters in MARKS:
        used = [letter for letter in letters if counted[letter]]
        if used and name in possible:
            votes[name] += 2.0 * sum(counted[letter] for letter in used)
            spoke[name].append(f"letter {used[0]}")


def _prior(hint: str | None, expected: Sequence[str]) -> dict[str, float]:
    prior = dict.fromkeys((name.split("-")[0] for name in expected), _EXPECTED)
    if hint:
        prior[hint] = prior.get(hint, 0.0) + _HINT
    return prior


def _weighed(
    words: Words,
    script: str,
    votes: dict[str, float],
    possible: Sequence[str],
    prior: dict[str, float],
) -> dict[str, float]:
    """Words, the trained voice and what is known of the sender, added up."""
    heard = words.text[:_HEARD_AT_MOST].lower()
    voices = _voices(script, tuple(possible))
    scores = {name: votes.get(name, 0.0) for name in possible}
    for name, probability in _voice(voices).rank(heard) if voices else ():
        scores[name] = scores.get(name, 0.0) + _VOICE * probability
    return {name: score + prior.get(name, 0.0) for name, score in scores.items() if score > 0.02}


@cache
def _voices(script: str, possible: tuple[str, ...]) -> tuple[str, ...]:
    """Those whom the trained voice can tell apart; none when it has never heard one of them."""
    if script == _LATIN:
        return tuple(name for name in possible if name not in _ROMANISED)
    return possible if set(possible) <= set(_model().labels) else ()


@cache
def _voice(possible: tuple[str, ...]) -> Any:
    """py3langid, allowed to say only these languages; loading it takes half a second."""
    identifier = _model()
    voice = LanguageIdentifier(
        *identifier._full_model,
        identifier.tk_nextmove,
        identifier.tk_output,
        norm_probs=True,
        tk_row=identifier.tk_row,
    )
    voice.set_languages([name for name in possible if name in identifier.labels])
    return voice


@cache
def _model() -> Any:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def _decided(
    scores: dict[str, float], spoke: dict[str, list[str]], script: str, hint: str | None
) -> Guess:
    ranked = sorted(scores, key=lambda name: (-scores[name], name))
    if script != _LATIN and (not ranked or scores[ranked[0]] < _ENOUGH):
        return Guess(SPOKEN_IN[script][0], 0.2, script, False, (f"script {script}",))
    if not ranked or scores[ranked[0]] < _ENOUGH:
        return Guess("und", 0.0, script, False, ("no word of a language we know",))
    best = ranked[0]
    second = scores[ranked[1]] if len(ranked) > 1 else 0.0
    margin = (scores[best] - second) / scores[best]
    confidence = round(min(0.99, margin * min(1.0, scores[best] / 0.6)), 2)
    bar = _HEARD_LOUDLY if best in _HEARD_FAINTLY else _HEARD_CLEARLY
    if script == _LATIN and best not in spoke and confidence < bar:
        return Guess("und", confidence, script, False, (f"perhaps {best}, by its spelling",))
    romanised = script == _LATIN and best in _ROMANISED
    return Guess(best, confidence, script, romanised, tuple(_reasons(best, spoke, hint)))


def _reasons(best: str, spoke: dict[str, list[str]], hint: str | None) -> Iterable[str]:
    words = list(dict.fromkeys(spoke.get(best, ())))[:_SHOWN]
    yield "words: " + ", ".join(f"«{word}»" for word in words) if words else "how it is spelt"
    if best == hint:
        yield "the sender's last language"
