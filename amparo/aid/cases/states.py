"""States of cases and referrals, with the moves that are allowed."""

from django.db import models


class CaseState(models.TextChoices):
    """Where a case stands."""

    OPEN = "open", "open"
    REFERRED = "referred", "referred"
    CLOSED = "closed", "closed"


CASE_MOVES: dict[str, frozenset[str]] = {
    CaseState.OPEN: frozenset({"referred", "closed"}),
    CaseState.REFERRED: frozenset({"open", "closed"}),
    CaseState.CLOSED: frozenset({"open"}),
}


class ReferralState(models.TextChoices):
    """Where a referral stands. The sender's row and the receiver's move together."""

    PREPARED = "prepared", "not sent yet"
    SENT = "sent", "sent, no answer yet"
    ACCEPTED = "accepted", "accepted"
    DECLINED = "declined", "declined"
    DONE = "done", "help was given"
    NOT_DONE = "not_done", "could not be done"
    REFUSED = "refused", "the firewall let nothing pass"


REFERRAL_MOVES: dict[str, frozenset[str]] = {
    ReferralState.PREPARED: frozenset({"sent", "refused"}),
    ReferralState.SENT: frozenset({"accepted", "declined"}),
    ReferralState.ACCEPTED: frozenset({"done", "not_done"}),
    ReferralState.DECLINED: frozenset(),
    ReferralState.DONE: frozenset(),
    ReferralState.NOT_DONE: frozenset(),
    ReferralState.REFUSED: frozenset(),
}


class EntryKind(models.TextChoices):
    """What a line of a case's story tells."""

    WISH = "wish", "what the person wishes"
    NOTE = "note", "note"
    REFERRAL = "referral", "referral"
    ANSWER = "answer", "answer of a receiver"
    OUTCOME = "outcome", "outcome"
