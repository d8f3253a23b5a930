"""How the keyholder is: all that may be asked without a token, and without its store."""

import socket
from pathlib import Path
from typing import Final

from amparo.keyholder.errors import KeyholderError
from amparo.keyholder.wire import Message, pack, receive

_SECONDS: Final = 1.0


def notice(path: Path) -> Path:
    """Where a client looks when nobody answers: the keyholder's folder is closed to it."""
    return path.with_name(path.name + ".sealed")


def is_sealed(path: Path) -> bool | None:
    """Whether the keyholder behind this socket is sealed; None when nobody can say."""
    if notice(path).exists():
        return True
    return None if _told(path) is None else False


def is_locked(path: Path | str) -> bool | None:
    """Whether its memory is locked out of swap; None when nobody can say."""
    told = _told(Path(path))
    return None if told is None else bool(told.get("memory_locked"))


def _told(path: Path) -> Message | None:
    """What it says of itself to anyone."""
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(_SECONDS)
            line.connect(str(path))
            line.sendall(pack({"op": "status", "token": ""}))
            answer = receive(line)
    except (OSError, KeyholderError):
        return None
    told: Message | None = answer.get("ok")
    return told
