"""Who acts, and the list of all powers. A lawyer should be able to read this page.

The powers name the verbs of areas: a deliberate exception, one list is worth more than purity.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Literal, NoReturn
from uuid import UUID

from amparo.kernel.errors import DeniedError, word


class Power(StrEnum):
    """What a role may allow. Roles are put together in `guard/accounts/roles.py`."""

    READ_QUEUE = "read_queue"
    WORK_QUEUE = "work_queue"  # claim, correct, answer
    READ_CASES = "read_cases"
    WORK_CASES = "work_cases"  # open, note, refer, close
    ANSWER_REFERRALS = "answer_referrals"
    EDIT_DIRECTORY = "edit_directory"
    EDIT_CRISIS = "edit_crisis"
    REVIEW_WORDING = "review_wording"  # what the public pages say, in the languages one reads
    PLAN_SHIFTS = "plan_shifts"  # who is on duty when, and who is called next
    PROTECT = "protect"  # asked-for dangers and special needs, the watch list
    EXPORT_ROWS = "export_rows"  # rows in the clear, as a file
    READ_FIGURES = "read_figures"  # counts only, never below the smallest cell
    MANAGE_STAFF = "manage_staff"
    READ_AUDIT = "read_audit"
    MACHINE = "machine"  # the worker: takes in, sends, delivers events


Kind = Literal["staff", "person", "link", "machine", "anyone"]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks. `scopes` are the organisations and lines whose rows may be seen.

    A person who comes back with a code has no scope: `subject` is her own conversation.
    """

    id: UUID
    kind: Kind
    scopes: tuple[UUID, ...] = ()
    powers: frozenset[Power] = field(default_factory=frozenset)
    subject: UUID | None = None
    name: str = ""
    # What each membership allows, in its own scope only. Empty: all powers in all scopes.
    granted: tuple[tuple[UUID, frozenset[Power]], ...] = ()

    def can(self, power: Power) -> bool:
        """Whether this actor holds the power."""
        return power in self.powers

    def check(self, power: Power) -> None:
        """Nothing, or DeniedError."""
        if power not in self.powers:
            _deny(power)

    def within(self, power: Power) -> "Actor":
        """The same actor, seeing only the scopes in which a membership gives this power.

        A receiver at one organisation who translates for a line must not work the line's cases.
        """
        self.check(power)
        if not self.granted:
            return self
        scopes = tuple(scope for scope, powers in self.granted if power in powers)
        return replace(self, scopes=tuple(dict.fromkeys(scopes)))

    def narrowed(self, powers: Iterable[Power]) -> "Actor":
        """The same actor with these powers at most, and only where a membership gives one."""
        kept = self.powers & frozenset(powers)
        granted = tuple((scope, some & kept) for scope, some in self.granted)
        there = dict.fromkeys(scope for scope, some in granted if some)
        # A place whose rows nobody sees is among what is granted, and not among the scopes.
        scopes = tuple(scope for scope in there if scope in self.scopes)
        return replace(self, scopes=scopes, powers=kept, granted=granted)


def _deny(power: Power) -> NoReturn:
    raise DeniedError("Your role does not include «%(power)s».", power=word(power.value))


MACHINE_ID = UUID(int=1)
ANYONE_ID = UUID(int=0)


def machine(scopes: Iterable[UUID] = ()) -> Actor:
    """The worker's own actor, for the scopes that it serves in this one transaction."""
    return Actor(MACHINE_ID, "machine", tuple(scopes), frozenset({Power.MACHINE}), name="Amparo")


def anyone() -> Actor:
    """Someone of whom nothing is known: sees what is public."""
    return Actor(ANYONE_ID, "anyone")


def person(subject: UUID) -> Actor:
    """The person whose conversation this is, come back with her code."""
    return Actor(subject, "person", subject=subject)


def reading(viewer: Actor, subject: UUID) -> Actor:
    """The same colleague, seeing this one conversation and no scope: reads it, changes nothing."""
    return replace(
        viewer, scopes=(), granted=(), powers=frozenset({Power.READ_CASES}), subject=subject
    )


def bearer(link: UUID, record: UUID) -> Actor:
    """Whoever holds a link to one referral received: sees and answers that one, nothing else."""
    return Actor(link, "link", powers=frozenset({Power.ANSWER_REFERRALS}), subject=record)
