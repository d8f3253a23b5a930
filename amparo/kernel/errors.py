"""What may go wrong in any area. Doors turn each into an answer, once."""


class AmparoError(Exception):
    """Something was refused; the text says what happened, what was kept, what to do."""


class DeniedError(AmparoError):
    """This is not open to you."""


class NotFoundError(AmparoError):
    """There is nothing here that you may see."""


class WrongStateError(AmparoError):
    """This can't be done now: things have moved on since you looked."""


class InvalidError(AmparoError):
    """What was sent can't be used."""

    def __init__(self, field: str, reason: str) -> None:
        """Remember which field it is about, in the sender's terms."""
        super().__init__(reason)
        self.field = field
        self.reason = reason


class SealedAwayError(AmparoError):
    """The keys are sealed away: nothing can be read now. Messages are still taken in."""
