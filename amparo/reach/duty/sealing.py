"""Where each sealed text of this area belongs."""

from uuid import UUID

from amparo.guard.vault.held import Held


def phone_place(staff: UUID) -> str:
    """The place of a colleague's own number."""
    return f"duty_phone:{staff}"


def phone(staff: UUID, blob: bytes | memoryview) -> Held:
    """A colleague's own number, sealed."""
    return Held(staff, phone_place(staff), bytes(blob))


def note_place(hand_over: UUID) -> str:
    """The place of a note."""
    return f"hand_over:{hand_over}"


def note(hand_over: UUID, blob: bytes | memoryview) -> Held:
    """A note from one shift to the next, sealed."""
    return Held(hand_over, note_place(hand_over), bytes(blob))


def report_place(report: UUID) -> str:
    """The place of an observer's words."""
    return f"report:{report}"


def report(situation: UUID, one: UUID, blob: bytes | memoryview) -> Held:
    """An observer's words, sealed under the situation's key."""
    return Held(situation, report_place(one), bytes(blob))
