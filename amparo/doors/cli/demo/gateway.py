"""A gateway that leads nowhere: outgoing texts of the demo are marked as sent and delivered."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

from amparo.doors.cli.demo import past
from amparo.kernel.authority import Actor
from amparo.reach.messaging import envelopes
from amparo.reach.messaging.actions import outbox
from amparo.reach.messaging.channels.kannel import status

_ARRIVED, _FAILED = 1, 2  # as Kannel numbers them
_SECONDS = timedelta(seconds=7)


class Nowhere:
    """Takes every text, and later brings the delivery reports through the house's own way."""

    def __init__(self, fates: Mapping[str, str], now: datetime) -> None:
        """`fates`: what becomes of texts to a number: delivered, failed or unknown."""
        self._fates, self._now = fates, now
        self._reports: list[tuple[UUID, str, datetime]] = []
        self._heard: dict[str, datetime] = {}

    def heard(self, phone: str, at: datetime) -> None:
        """This number wrote then; the line's own first word went out at once."""
        self._heard[phone] = at

    def send_all(self, by: Actor) -> None:
        """Nothing waits to be sent."""
        while outbox.send_waiting(send=self._send, by=by) == outbox.BATCH:
            pass

    def _send(self, one: outbox.Outgoing) -> outbox.Sent:
        fate = self._fates.get(one.to, "delivered")
        if fate == "unknown":
            return outbox.Sent("unknown", "no answer: ReadTimeout")
        self._reports.append((one.id, fate, self._said(one) + _SECONDS))
        return outbox.Sent("accepted")

    def _said(self, one: outbox.Outgoing) -> datetime:
        """When it was written: its id tells, unless it was made while reading a whole batch."""
        at = made_at(one.id)
        return at if at < self._now else self._heard.get(one.to, self._now)

    def report_all(self) -> None:
        """A delivery report waits to be read for each text that was taken."""
        for message, fate, at in self._reports:
            code = _ARRIVED if fate == "delivered" else _FAILED
            inbound = status.as_inbound(status.Report(str(message), "delivered", code))
            with past.at(at):
                envelopes.store(envelope=uuid5(message, "report"), inbound=inbound)
        self._reports.clear()


def made_at(ref: UUID) -> datetime:
    """When a reference was made: its first 48 bits are milliseconds (RFC 9562, 5.7)."""
    return datetime.fromtimestamp((ref.int >> 80) / 1000, UTC)
