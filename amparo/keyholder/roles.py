"""Which process may ask for what. Read this table to know who can open a word of anyone."""

from typing import Final

# "keys:text" is the class of key that an operation hands out. `status` needs no role.
ALLOWED: Final[dict[str, frozenset[str]]] = {
    # Shows pages: reads texts that staff may see, seals new ones, tries receipt codes.
    "web": frozenset({"keys:text", "make_keys", "try_receipt"}),
    # Understands and sends: the only one that opens envelopes and ways to reach a person.
    "worker": frozenset(
        {
            "open_epochs",
            "make_keys",
            "keys:text",
            "keys:contact",
            "blind",
            "link_receipt",
            "unlink_receipts",
            "resealed",
        }
    ),
    # An administrator at the machine: can take away, cannot open. A copy is announced here and made
    # by copying.py, sealed to a key that is not on the machine.
    "cli": frozenset({"seal", "destroy", "sweep", "copy"}),
}

# The process whose work is to reach people: its cap on contact is another (limits.py).
SENDER: Final = "worker"


def may(role: str, what: str) -> bool:
    """Whether this role may do this; a role or an operation nobody listed may not."""
    return what in ALLOWED.get(role, frozenset())
