"""Who may keep crises and their lists."""

from amparo.commons.crises.loading import known_country
from amparo.kernel.authority import Actor, Power
from amparo.kernel.errors import InvalidError


def may(by: Actor) -> Actor:
    """The actor, if it keeps crises; the machine does."""
    return by if by.kind == "machine" else by.within(Power.EDIT_CRISIS)


def country_of(country: str) -> str:
    """The code, or InvalidError."""
    if not known_country(country):
        raise InvalidError(
            "country", "«%(said)s» is no country code of two letters, such as HT.", said=country
        )
    return country
