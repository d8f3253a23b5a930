"""A sender as a number that can be answered, or the reason why a person should look at it."""

import unicodedata
from dataclasses import dataclass

import phonenumbers

# Longer than any number, with room for spaces and brackets: the rest is not read.
_READ_AT_MOST = 64
_SHORT_CODE_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Number:
    """E.164 (ITU-T), or None; `reason` says in plain words why a person should look, or nothing."""

    e164: str | None
    doubtful: bool
    reason: str


def to_e164(raw: str, country: str) -> Number:
    """The number, read as one of this country (ISO 3166, or "") when it names no other."""
    written = _plain_digits(raw)
    digits = "".join(c for c in written if c.isdigit())
    if not digits:
        return Number(None, True, "There is no number here, so no answer can be sent.")
    if any(c.isalpha() for c in written):
        return Number(None, True, "This sender is a name, not a number: it cannot be answered.")
    if not written.startswith("+") and len(digits) <= _SHORT_CODE_DIGITS:
        return Number(None, True, "This is a short code, not a person's number.")
    return _parsed(written, digits, country.upper())


def _plain_digits(raw: str) -> str:
    """The sender in ASCII digits, "00" at the front as "+"."""
    plain = unicodedata.normalize("NFKC", raw[:_READ_AT_MOST])
    ascii_digits = (str(unicodedata.decimal(c)) if c.isdecimal() else c for c in plain)
    written = "".join(c for c in ascii_digits if c.isalnum() or c == "+")
    return f"+{written[2:]}" if written.startswith("00") else written


def _parsed(written: str, digits: str, country: str) -> Number:
    local = _valid(written, country)
    if local:
        return Number(local, False, "")
    # Many gateways hand over the full number without its "+".
    full = None if written.startswith("+") else _valid(f"+{digits}", "")
    if full:
        return Number(full, False, "")
    if not written.startswith("+") and not country:
        return Number(None, True, "The number does not say its country, and no country is set.")
    if not written.startswith("+") and not phonenumbers.country_code_for_region(country):
        return Number(None, True, f"The number does not say its country, and «{country}» is none.")
    return Number(None, True, "No telephone network uses a number like this.")


def _valid(number: str, country: str) -> str | None:
    try:
        parsed = phonenumbers.parse(number, country or None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
