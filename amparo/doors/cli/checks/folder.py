"""The folder DIR, and the door that stands open before it."""

import os
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path

from amparo.doors.cli.checks.findings import Finding, missing, note, unsafe
from amparo.doors.cli.house import Json

OURS = ("house.json", "config/*.json", "keyholder/*", "kannel/kannel.conf", "backups.json")
OTHERS = 0o077


def folder(data: Path) -> Iterator[Finding]:
    """What others of this machine could read, and whose it is."""
    open_ = [file for pattern in OURS for file in data.glob(pattern) if _mode(file) & OTHERS]
    if _mode(data) & 0o066:
        open_.append(data)
    if open_:
        names = ", ".join(str(file.relative_to(data.parent)) for file in sorted(open_)[:5])
        yield unsafe(
            "modes",
            f"Others on this machine can read {names}.",
            "Passwords and keys lie there: with them everything can be read.",
            "chmod go= on each of them (as root DIR itself stays 711), and ask who has read it.",
        )
    if data.stat().st_uid not in (os.geteuid(), 0):
        yield unsafe(
            "owner",
            f"{data} belongs to another user than the one who asks.",
            "Whoever owns the folder can put other keys and other programs in their place.",
            f"chown -R of {data} to the account that runs amparo up.",
        )
    if (data / "kannel" / "store").is_dir():
        yield note(
            "kannel-store",
            "The SMS gateway keeps what waits in its own folder, readable.",
            "Numbers and words of people lie there until they are handed over.",
            "Keep it on the encrypted disk; it is in no backup.",
        )
    yield note(
        "keyholder-here",
        "The keys lie on the same machine as the data.",
        "Who takes the whole machine while it runs can open everything. The seal (amparo keys "
        "seal) stops the program, not someone who holds the disk.",
        "Nothing yet: a keyholder on another machine comes with a later version. Encrypt the disk, "
        "and practise the seal.",
    )


def door(config: Json, *, demo: bool, debug: bool, proxies: list[str]) -> Iterator[Finding]:
    """Who can reach it, and what it believes."""
    public = not is_loopback(str(config.get("bind", "")))
    if public:
        yield unsafe(
            "bind",
            f"The door is open to other machines at {config['bind']}, without TLS.",
            "Whoever carries the traffic reads what people write, and staff's way in.",
            "--bind 127.0.0.1:8000, with a TLS proxy in front: amparo proxy nginx --host NAME",
        )
    elif not proxies and not demo:
        yield missing(
            "proxies",
            "The door believes no proxy about who asks.",
            "Behind a TLS proxy all visitors are then one caller: one who tries wrong codes locks "
            "out everyone, pages think that they are not sealed, and forms are refused.",
            "amparo proxy add 127.0.0.1, and start anew. Without any proxy nobody outside reaches "
            "the house.",
        )
    if demo:
        tell = unsafe if public else note
        yield tell(
            "demo",
            "This is a demo: its accounts have a password that is printed for all to see.",
            "Anyone can sign in and read.",
            "Never let a real person write to it. Begin a real house in another folder.",
        )
    if debug:
        yield unsafe(
            "debug",
            "Pages show their errors in full.",
            "An error page can hold what somebody wrote.",
            "Take DEBUG out of the settings.",
        )


def is_loopback(bind: str) -> bool:
    """Whether only this machine reaches the address."""
    host = bind.rpartition(":")[0].strip("[]")
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _mode(path: Path) -> int:
    return path.stat().st_mode & 0o777
