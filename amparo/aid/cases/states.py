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

    QUEUED = "queued", "she has agreed; its turn has not come"
    PREPARED = "prepared", "not sent yet"
    SENT = "sent", "sent, no answer yet"
    ACCEPTED = "accepted", "accepted"
    DECLINED = "declined", "declined"
    DONE = "done", "help was given"
    NOT_DONE = "not_done", "could not be done"
    REFUSED = "refused", "the firewall let nothing pass"
    WITHDRAWN = "withdrawn", "taken back"


REFERRAL_MOVES: dict[str, frozenset[str]] = {
    ReferralState.QUEUED: frozenset({"prepared", "withdrawn"}),
    ReferralState.PREPARED: frozenset({"sent", "refused", "withdrawn"}),
    ReferralState.SENT: frozenset({"accepted", "declined", "withdrawn"}),
    ReferralState.ACCEPTED: frozenset({"done", "not_done", "withdrawn"}),
    ReferralState.DECLINED: frozenset(),
    ReferralState.DONE: frozenset(),
    ReferralState.NOT_DONE: frozenset(),
    ReferralState.REFUSED: frozenset(),
    ReferralState.WITHDRAWN: frozenset(),
}


class Withdrawn(models.TextChoices):
    """Why a referral was taken back."""

    PERSON = "person", "the person wished so"
    SENDER = "sender", "the caseworker took it back"
    ELSEWHERE = "elsewhere", "another place helps"
    CHANGED = "changed", "what they would read has changed since she agreed"


class WordKind(models.TextChoices):
    """What sender and receiver say to each other on a referral."""

    QUESTION = "question", "question of the receiver"
    REPLY = "reply", "reply of the sender"
    REPORT = "report", "how it goes"


class EntryKind(models.TextChoices):
    """What a line of a case's story tells."""

    WISH = "wish", "what the person wishes"
    NOTE = "note", "note"
    REFERRAL = "referral", "referral"
    ANSWER = "answer", "answer of a receiver"
    OUTCOME = "outcome", "outcome"
    REOPENED = "reopened", "opened again"
    AGAINST = "against", "a step against the wish"
    TASK = "task", "task opened again"
    TEAM = "team", "joint team"
    FAMILY = "family", "family"
    TRANSFERRED = "transferred", "went to another organisation"
    PROPOSED = "proposed", "a message that an officer may send"


class TaskKind(models.TextChoices):
    """What kind of step it is."""

    CALL_BACK = "call_back", "call back"
    ACCOMPANY = "accompany", "go along"
    DOCUMENT = "document", "a paper"
    CHECK = "check", "look whether"
    RETURN = "return", "a step towards going back"
    ONWARD = "onward", "a step towards going elsewhere"
    OTHER = "other", "other"


class TaskState(models.TextChoices):
    """Where a step stands."""

    OPEN = "open", "to do"
    DONE = "done", "done"
    DROPPED = "dropped", "no longer needed"


TASK_MOVES: dict[str, frozenset[str]] = {
    TaskState.OPEN: frozenset({"done", "dropped"}),
    TaskState.DONE: frozenset({"open"}),
    TaskState.DROPPED: frozenset({"open"}),
}


class Relation(models.TextChoices):
    """What the people of another case are to the people of this one."""

    PARTNER = "partner", "partner"
    PARENT = "parent", "parent"
    CHILD = "child", "child"
    SIBLING = "sibling", "brother or sister"
    FAMILY = "family", "other family"
    HOUSEHOLD = "household", "lives with them"


# What the first is to the second when the second is this to the first.
BACK: dict[str, Relation] = {
    Relation.PARTNER: Relation.PARTNER,
    Relation.PARENT: Relation.CHILD,
    Relation.CHILD: Relation.PARENT,
    Relation.SIBLING: Relation.SIBLING,
    Relation.FAMILY: Relation.FAMILY,
    Relation.HOUSEHOLD: Relation.HOUSEHOLD,
}


class WishKind(models.TextChoices):
    """What a wish is about, so that wishes can be counted. Her own words stand beside it."""

    STAY = "stay", "to stay here"
    LEAVE = "leave", "to leave this country"
    HOME = "home", "to go home"
    FAMILY = "family", "to join family"
    SAFE = "safe", "to be safe"
    PAPERS = "papers", "papers"
    WAGES = "wages", "wages that are owed"
    MEDICAL = "medical", "medical care"
    OTHER = "other", "something else"
