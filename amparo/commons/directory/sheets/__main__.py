"""One spreadsheet in, its first sheet out as JSON, in a process of its own that may die.

A file of two kilobytes can name a cell so far out that all memory of the machine would not hold
the table. Here that ends this process, and not the one that answers people.
"""

import json
import resource
import sys
from typing import Final

from amparo.commons.directory.sheets import cells

MEMORY: Final = 1 << 30
SECONDS: Final = 20


def main() -> None:
    """Reads stdin, writes one line of JSON: the rows, or why there are none."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        said: dict[str, object] = {"rows": cells.opened(sys.stdin.buffer.read())}
    except cells.UnreadableError as why:
        told = why.reason
        said = {"refused": told.msgid, "values": told.values}
    sys.stdout.write(json.dumps(said))


main()
