"""Is this request from our own gateway?"""

import hmac


def is_ours(token: str, given: str) -> bool:
    """True if the path carries the token that only our Kannel's configuration knows.

    Kannel can sign nothing; the token in the path, on the loopback, is what it can do.
    Compared in constant time. An unset token lets nobody in.
    """
    same = hmac.compare_digest(token.encode(), given.encode("utf-8", "replace"))
    return same and bool(token)
