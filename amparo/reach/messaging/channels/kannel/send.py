"""One outgoing SMS as a request to Kannel. Number, text and password stand in no address."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlencode

# The letters a GSM phone counts as one (3GPP TS 23.038, 6.2.1), and those it counts as two.
_GSM: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_DOUBLE: Final = frozenset("\f^{}\\[~]|€")
_GSM_ONE, _GSM_MANY = 160, 153
_UCS2_ONE, _UCS2_MANY = 70, 67
# Delivered, failed, buffered, taken by the network, refused by the network.
_ALL_REPORTS: Final = "31"
_NUMBER: Final = re.compile(r"\+?[0-9]{3,15}")
_SENDER: Final = re.compile(r"[A-Za-z0-9+ ]{1,15}")


@dataclass(frozen=True, slots=True)
class Outgoing:
    """An SMS that waits to be sent. `id` is ours and comes back with each delivery report."""

    id: str
    to: str
    text: str


@dataclass(frozen=True, slots=True)
class Gateway:
    """How our Kannel is reached; `report_url` is the door's address for delivery reports."""

    url: str
    username: str
    password: str = field(repr=False)
    sender: str = ""
    report_url: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class SendRequest:
    """What is to be asked of the gateway, for any HTTP client."""

    method: str
    url: str
    headers: Mapping[str, str] = field(repr=False)
    content: bytes = field(repr=False)


def build_send(outgoing: Outgoing, gateway: Gateway) -> SendRequest:
    """The request. ValueError if number or sender could not be a header of their own."""
    if not _NUMBER.fullmatch(outgoing.to):
        raise ValueError("This is no telephone number that an SMS can go to.")
    if gateway.sender and not _SENDER.fullmatch(gateway.sender):
        raise ValueError("This is no sender that an SMS can have.")
    headers = {
        "Content-Type": "text/plain; charset=UTF-8",
        "X-Kannel-Username": gateway.username,
        "X-Kannel-Password": gateway.password,
        "X-Kannel-To": outgoing.to,
        "X-Kannel-Coding": "0" if fits_gsm(outgoing.text) else "2",
    }
    if gateway.sender:
        headers["X-Kannel-From"] = gateway.sender
    if gateway.report_url:
        headers["X-Kannel-DLR-Mask"] = _ALL_REPORTS
        headers["X-Kannel-DLR-Url"] = report_address(gateway.report_url, outgoing.id)
    return SendRequest("POST", gateway.url, headers, outgoing.text.encode())


def report_address(report_url: str, message_id: str) -> str:
    """The address Kannel calls with news: our id and %d, which it turns into the status."""
    return f"{report_url}?{urlencode({'id': message_id})}&status=%d"


def fits_gsm(text: str) -> bool:
    """True if the text can go in seven-bit letters; anything else makes all of it UCS-2."""
    return all(letter in _GSM or letter in _GSM_DOUBLE for letter in text)


def parts(text: str) -> int:
    """How many SMS this text costs. No letter is cut in two between parts."""
    if fits_gsm(text):
        return _count((1 + (letter in _GSM_DOUBLE) for letter in text), _GSM_ONE, _GSM_MANY)
    return _count((1 + (ord(letter) > 0xFFFF) for letter in text), _UCS2_ONE, _UCS2_MANY)


def _count(widths: Iterable[int], one: int, many: int) -> int:
    filled, total, used = 0, 0, 1
    for width in widths:
        total += width
        if filled + width > many:
            used, filled = used + 1, 0
        filled += width
    return 1 if total <= one else used
