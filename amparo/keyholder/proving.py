"""Whether a keyholder's folder out of a backup is whole: every key opens, the log holds."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from amparo.kernel import clock
from amparo.keyholder.store import Store, Unusable
from amparo.keyholder.wire import MAX_BATCH
from amparo.keyholder.witness import LOG, Head, Line, Witness, faults


@dataclass(frozen=True, slots=True)
class Proof:
    """What was found."""

    keys: int
    without: int  # references that were asked for and have no key


def prove(folder: Path, refs: Iterable[bytes], head: Head) -> Proof:
    """Each key opens under the master key and the log is the one that was copied; or Unusable."""
    if wrong := faults(folder / LOG, [head]):
        raise Unusable(f"The keyholder's log is not whole: {wrong[0]}")
    store, wanted, without = Store(folder), list(refs), 0
    try:
        held = [row[0] for row in store.db.execute("SELECT ref FROM keys")]
        for start in range(0, len(held), MAX_BATCH):
            store.roots(held[start : start + MAX_BATCH])
        known = set(held)
        without = sum(ref not in known for ref in wanted)
    finally:
        store.close()
    return Proof(len(held), without)


def note_restore(folder: Path) -> None:
    """The log says that from here on it is that of a restored house."""
    witness = Witness(folder)
    witness.write(Line(at=clock.now().timestamp(), role="cli", op="restore"))
    witness.close()
