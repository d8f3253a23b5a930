"""A trained voice on the language of a text, allowed to say only the languages we care for."""

from functools import cache
from typing import Any

from py3langid.langid import MODEL_FILE, LanguageIdentifier

# A text's first words tell its language; the rest costs time only.
_HEARD_AT_MOST = 600


def heard(text: str, languages: tuple[str, ...]) -> list[tuple[str, float]]:
    """How likely each of these languages is, from 0 to 1; nothing when there is none to tell."""
    if not languages:
        return []
    ranked: list[tuple[str, float]] = _voice(languages).rank(text[:_HEARD_AT_MOST].lower())
    return ranked


@cache
def known() -> frozenset[str]:
    """The languages that the voice has learnt."""
    return frozenset(_model().labels)


@cache
def _voice(languages: tuple[str, ...]) -> Any:
    """The same model for all, cut to these languages; loading it takes half a second."""
    model = _model()
    voice = LanguageIdentifier(
        *model._full_model,
        model.tk_nextmove,
        model.tk_output,
        norm_probs=True,
        tk_row=model.tk_row,
    )
    voice.set_languages([name for name in languages if name in known()])
    return voice


@cache
def _model() -> Any:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
