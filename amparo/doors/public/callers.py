"""Who is trying codes, known only well enough to slow them down."""

import hashlib
import hmac
from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest

from amparo.kernel import clock


def caller(request: HttpRequest) -> str:
    """A name for the network address behind a request that is good for one day.

    Keyed and dated, so that no address can be read back from it and tomorrow's name differs.
    """
    day = clock.now().date().isoformat()
    key = hashlib.sha256(b"amparo.public.caller" + settings.SECRET_KEY.encode()).digest()
    return hmac.new(key, f"{day} {_network(request)}".encode(), hashlib.sha256).hexdigest()[:32]


def _network(request: HttpRequest) -> str:
    # The last entries were written by our own door and proxies; those before them anyone can write.
    hops = getattr(settings, "PUBLIC_PROXY_HOPS", 1)
    line = [entry.strip() for entry in request.headers.get("X-Forwarded-For", "").split(",")]
    address = line[-hops] if len(line) >= hops else ""
    try:
        parsed = ip_address(address or request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return "unknown"
    # One home has a whole IPv6 network of 64 bits to try from.
    if isinstance(parsed, IPv6Address):
        return str(IPv6Address(int(parsed) >> 64 << 64))
    return str(parsed)
