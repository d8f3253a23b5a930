"""Is this request really from the partner whose secret we share, and of these minutes?"""

import hashlib
import hmac
import re
from collections.abc import Sequence
from typing import Final

from amparo.kernel.errors import DeniedError

HEADER: Final = "x-amparo-signature"
# Long enough for a clock that runs a little wrong, short enough that a stolen request goes stale.
WINDOW_SECONDS: Final = 300
# As nearly all come; others are taken apart more slowly.
_PLAIN: Final = re.compile(r"t=([0-9]{1,12}),v1=([0-9a-f]{64})", re.ASCII)
_WHAT_TO_DO = f"Sign 't.body' with HMAC-SHA256 and send '{HEADER}: t=<unix seconds>,v1=<hex>'."


def check_signature(secrets: Sequence[bytes], header: str, body: bytes, now: float) -> None:
    """Nothing, if one of the secrets signed this body within the window; else DeniedError.

    Several secrets, so that one can be changed without losing a message.
    """
    sent, signatures = _read(header)
    if abs(now - sent) > WINDOW_SECONDS:
        raise DeniedError(
            "The signature's time t=%(sent)s is more than %(minutes)s minutes away from ours, "
            "%(now)s. Check the clock and sign again.",
            sent=sent,
            minutes=WINDOW_SECONDS // 60,
            now=int(now),
        )
    if not any(_fits(secret, sent, body, signatures) for secret in secrets):
        raise DeniedError("The signature does not fit this body. %(what)s", what=_WHAT_TO_DO)


def sign(secret: bytes, body: bytes, now: float) -> str:
    """The header's value for this body: what a partner's program computes."""
    sent = int(now)
    return f"t={sent},v1={_expected(secret, sent, body)}"


def _fits(secret: bytes, sent: int, body: bytes, signatures: Sequence[bytes]) -> bool:
    expected = _expected(secret, sent, body).encode()
    # Compared as bytes: compare_digest refuses text beyond ASCII, which a stranger may well send.
    return any(hmac.compare_digest(expected, signature) for signature in signatures)


def _expected(secret: bytes, sent: int, body: bytes) -> str:
    return hmac.digest(secret, b"%d." % sent + body, hashlib.sha256).hex()


def _read(header: str) -> tuple[int, list[bytes]]:
    """Time and signatures of the header, or DeniedError saying what is missing."""
    if plain := _PLAIN.fullmatch(header):
        return int(plain[1]), [plain[2].encode()]
    if not header:
        raise DeniedError("The request carries no signature. %(what)s", what=_WHAT_TO_DO)
    pairs = [pair.strip().partition("=") for pair in header.split(",")]
    times = [value for name, _, value in pairs if name == "t"]
    signatures = [value.lower().encode("utf-8", "replace") for n, _, value in pairs if n == "v1"]
    # isdecimal alone would let other scripts' digits and endless numbers through to int().
    if len(times) != 1 or not (times[0].isascii() and times[0].isdecimal() and len(times[0]) < 13):
        raise DeniedError("The signature has no time in whole seconds. %(what)s", what=_WHAT_TO_DO)
    if not signatures:
        raise DeniedError("The signature has no part v1. %(what)s", what=_WHAT_TO_DO)
    return int(times[0]), signatures
