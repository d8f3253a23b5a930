"""The demo's accounts, as they are printed when it runs."""

from collections.abc import Iterator
from pathlib import Path

from amparo.doors.cli.demo.journal import read
from amparo.doors.cli.demo.told import toml
from amparo.kernel import receipts


def lines(data: Path, bind: str) -> Iterator[str]:
    """Who can sign in and with what; nothing before the demo is loaded."""
    known = read(data)
    if not known:
        return
    site = f"http://{bind.replace('127.0.0.1', 'localhost')}"
    yield "This is a demo. Everyone in it is invented. Put no real person into it."
    yield f"Staff sign in at {site}/console/ with the password {known['password']} as"
    for one in toml("staff.toml")["staff"]:
        yield f"  {one['login']:<10} {one['does']}"
    yield f"A person who asked for help comes back at {site}/ with {receipts.pretty(known['code'])}"
