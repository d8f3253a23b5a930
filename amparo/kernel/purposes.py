"""Why data about a person may move, and how delicate each kind is. Kept by the privacy officer."""

from enum import StrEnum


class Purpose(StrEnum):
    """The lawful reason given to a disclosure, a reveal or a delivery."""

    UNDERSTAND = "understand"  # the machine reads a message to sort it
    ASSIST = "assist"  # staff read to help
    REFER = "refer"  # what the person agreed to goes to who will help
    ANSWER = "answer"  # to the person herself
    PERSONS_OWN = "persons_own"  # the person reads her own conversation
    FIND_DOUBLES = "find_doubles"  # messages of one number belong together


class Basis(StrEnum):
    """The ground on which a disclosure stands. There is no override."""

    CONSENT = "consent"
    PERSONS_REQUEST = "persons_request"


class Sensitivity(StrEnum):
    """How much harm a field could do in the wrong hands."""

    OPEN = "open"  # anyone may know
    STAFF = "staff"  # about people who work here
    CASE = "case"  # about a person in need, coarse, in the clear
    SEALED = "sealed"  # only ever ciphertext in the database
    SECRET = "secret"  # noqa: S105  # opens something; hashed or keyed


class Keep(StrEnum):
    """How long a field is kept before it must be forgotten."""

    WHILE_TRUE = "while true"
    UNTIL_HANDLED = "until handled"
    CASE_CLOSED_1Y = "one year after the case closed"
    AUDIT_5Y = "five years"
    SESSION = "until the session ends"
