"""What an area says, in the reader's language."""

from django.utils.translation import gettext as _

from amparo.kernel.errors import Sentence


def in_words(text: str) -> str:
    """A sentence of an area as our catalogue has it, its numbers and names filled in anew."""
    if not isinstance(text, Sentence) or not text.values:
        return _(text) if text else ""
    filled = {
        name: in_words(one) if isinstance(one, Sentence) else one
        for name, one in text.values.items()
    }
    return _(text.msgid) % filled
