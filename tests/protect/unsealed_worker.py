"""A sabotaged worker: it seals nothing. Only for the negative control of C01."""

from amparo.doors.worker.__main__ import main
from amparo.guard.firewall import actions


def in_the_clear(key: bytes, plaintext: bytes, aad: bytes) -> bytes:
    """What a house without encryption would store."""
    del key, aad
    return plaintext


if __name__ == "__main__":
    vars(actions)["seal_field"] = in_the_clear
    main()
