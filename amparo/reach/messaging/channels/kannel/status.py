"""News of an SMS that went out: Kannel's answer at once, and its delivery reports later."""

import re
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import parse_qsl

from amparo.kernel.errors import InvalidError
from amparo.reach.messaging.channels.inbound import Inbound

CHANNEL: Final = "kannel-report"
State = Literal["delivered", "failed", "buffered", "accepted", "unknown"]
Answer = Literal["accepted", "again", "refused", "unknown"]
# Kannel's gw/dlr.h; 34 and 66 are its "failed" with the reason expired or not known.
_STATES: Final[dict[int, State]] = {
    1: "delivered",
    2: "failed",
    4: "buffered",
    8: "accepted",
    16: "failed",
    34: "failed",
    66: "failed",
}
_ID: Final = re.compile(r"[0-9A-Za-z_.:-]{1,100}")
_STATUS: Final = re.compile(r"[0-9]{1,4}")


@dataclass(frozen=True, slots=True)
class Report:
    """What became of one outgoing SMS, by our own id of it."""

    message_id: str
    state: State
    code: int


def answer_of(status: int) -> Answer:
    """What Kannel's answer to a send means. *again*: it took nothing, so sending anew is safe.

    *unknown* is for a person or a delivery report to settle; nothing is sent twice by machine.
    """
    if status in (200, 202):
        return "accepted"
    if status == 503:
        return "again"
    return "refused" if 400 <= status < 500 else "unknown"


def parse_report(query: str) -> Report:
    """The report in the address's query, or InvalidError."""
    fields = dict(parse_qsl(query))
    message_id, status = fields.get("id", ""), fields.get("status", "")
    if not _ID.fullmatch(message_id):
        raise InvalidError("id", "The report names no message of ours.")
    if not _STATUS.fullmatch(status):
        raise InvalidError("status", "The report's status is not a number.")
    return Report(message_id, _STATES.get(int(status), "unknown"), int(status))


def as_inbound(report: Report) -> Inbound:
    """The report in the form in which the door stores everything.

    Named by message and status, so that a report told twice is one row.
    """
    return Inbound(
        channel=CHANNEL,
        gateway_id=f"{report.message_id}/{report.code}",
        sender="",
        text="",
        extra={"id": report.message_id, "status": str(report.code)},
    )


def from_inbound(inbound: Inbound) -> Report:
    """The report that `as_inbound` put away."""
    code = int(inbound.extra["status"])
    return Report(inbound.extra["id"], _STATES.get(code, "unknown"), code)
