"""What may go wrong in any area. Doors turn each into an answer, once."""

from collections.abc import Mapping


class Sentence(str):
    """A sentence in English, filled; a door may say it in another language and fill it again.

    It goes wherever a text goes. A value that is a `Sentence` itself is said in that language too.
    """

    msgid: str
    values: Mapping[str, object]

    def __new__(cls, msgid: str, /, **values: object) -> "Sentence":
        """The sentence `msgid` with each `%(name)s` filled."""
        made = super().__new__(cls, msgid % values if values else msgid)
        made.msgid, made.values = msgid, values
        return made

    def __str__(self) -> str:
        """Itself: an error's `str()` keeps what is remembered here."""
        return self


def word(key: str) -> Sentence:
    """The name of a state, a power or the like, as a value that is said in words."""
    return Sentence(key.replace("_", " "))


class AmparoError(Exception):
    """Something was refused; the text says what happened, what was kept, what to do.

    Numbers and names are given beside the text, never inside: it is said in many languages.
    """

    def __init__(self, reason: str | None = None, /, **values: object) -> None:
        """Remember why; without a reason it is what the kind of error says."""
        said = reason or type(self).__doc__ or ""
        self.reason = said if isinstance(said, Sentence) else Sentence(said, **values)
        super().__init__(self.reason)


class DeniedError(AmparoError):
    """This is not open to you."""


class NotFoundError(AmparoError):
    """There is nothing here that you may see."""


class WrongStateError(AmparoError):
    """This can't be done now: things have moved on since you looked."""


class InvalidError(AmparoError):
    """What was sent can't be used."""

    def __init__(self, field: str, reason: str, /, **values: object) -> None:
        """Remember which field it is about, in the sender's terms."""
        super().__init__(reason, **values)
        self.field = field


class SealedAwayError(AmparoError):
    """The keys are sealed away: nothing can be read now. Messages are still taken in."""
