"""Whether the keyholder is sealed: all that may be asked without a token, and without its store."""

import socket
from pathlib import Path
from typing import Final

from amparo.keyholder.errors import KeyholderError
from amparo.keyholder.wire import pack, receive

_SECONDS: Final = 1.0


def notice(path: Path) -> Path:
    """Where a client looks when nobody answers: the keyholder's folder is closed to it."""
    return path.with_name(path.name + ".sealed")


def is_sealed(path: Path) -> bool | None:
    """Whether the keyholder behind this socket is sealed; None when nobody can say."""
    if notice(path).exists():
        return True
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(_SECONDS)
            line.connect(str(path))
            line.sendall(pack({"op": "status", "token": ""}))
            answer = receive(line)
    except (OSError, KeyholderError):
        return None
    return False if "ok" in answer else None
