"""Whether a whole message is one of the few command words, in any language."""

from typing import Literal, cast

from amparo.reach.messaging.understanding.lexicon import lexicon
from amparo.reach.messaging.understanding.text import words_of

Keyword = Literal["stop", "help", "status", "yes", "no"]

# The longest command has four words; a longer text is a message to be read.
_LONGEST = 60


def keyword(text: str) -> Keyword | None:
    """The command, when the message is nothing else; "stop fighting near us" is no command."""
    if len(text) > _LONGEST:
        return None
    words = " ".join(words_of(text).folded)
    return cast("Keyword | None", lexicon().commands.get(words))
