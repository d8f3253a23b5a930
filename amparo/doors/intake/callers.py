"""Who is behind a request: what a proxy of ours says is believed, what anyone else says is not."""

from collections.abc import Iterable, MutableMapping
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any, Final

Scope = MutableMapping[str, Any]
Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_FOR: Final = b"x-forwarded-for"
_PROTO: Final = b"x-forwarded-proto"
_SCHEMES: Final = (b"http", b"https")
# A longer row of addresses is not read: ours adds one.
_MOST: Final = 20


@dataclass(frozen=True, slots=True)
class Caller:
    """Where a request came from, and whether it came there sealed (https)."""

    address: str
    scheme: bytes


@dataclass(frozen=True, slots=True)
class Proxies:
    """The proxies that stand before this door. None: every claim is dropped."""

    scheme: bytes = b"http"  # of requests that come straight to us
    trusted: tuple[Network, ...] = field(default=())

    def caller(self, scope: Scope) -> Caller:
        """Who asked: the last address that is none of our proxies'."""
        peer = scope["client"][0] if scope["client"] else ""
        if not self._is_ours(peer):
            return Caller(peer, self.scheme)
        claims = _lines(scope, _FOR)
        address = peer
        for claim in reversed(claims[-_MOST:]):
            if _parsed(claim) is None:
                break  # nothing before a broken entry can be believed either
            address = claim
            if not self._is_ours(claim):
                break
        said = [one.lower().encode() for one in _lines(scope, _PROTO)][-1:]
        scheme = said[0] if said and said[0] in _SCHEMES else self.scheme
        return Caller(address, scheme)

    def _is_ours(self, text: str) -> bool:
        found = _parsed(text)
        return found is not None and any(found in network for network in self.trusted)


def proxies(scheme: str, trusted: Iterable[str]) -> Proxies:
    """As they stand in the door's paper; ValueError for what is no address."""
    return Proxies(scheme.encode(), tuple(ip_network(one) for one in trusted))


def _lines(scope: Scope, name: bytes) -> list[str]:
    joined = b",".join(value for header, value in scope["headers"] if header == name)
    return [one.strip() for one in joined.decode("latin-1").split(",")] if joined else []


def _parsed(text: str) -> Address | None:
    try:
        found = ip_address(text)
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found
