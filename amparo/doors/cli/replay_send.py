"""Sending at a steady rate, and sending again what the door could not promise to keep."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import httpx

from amparo.doors.cli.replay_file import Request, Row

CONNECTIONS = 64
GIVE_UP_AFTER = 60.0  # seconds of asking again for one message
_DEFAULT_PAUSE = 1.0


@dataclass(slots=True)
class Sent:
    """What the door said."""

    acknowledged: list[str] = field(default_factory=list)  # gateway ids
    refused: list[tuple[Row, str]] = field(default_factory=list)
    again: int = 0
    seconds: list[float] = field(default_factory=list)  # of each acknowledgement
    took: float = 0.0

    @property
    def rate(self) -> float:
        """Acknowledged in a second."""
        return len(self.acknowledged) / self.took if self.took else 0.0


def send(
    rows: Sequence[Row],
    request: Callable[[Row], Request],
    url: str,
    *,
    rate: float,
    done: Callable[[Row | None], None],
) -> Sent:
    """Every row was sent; `done` hears of each acknowledged row, and None for a refused one."""
    return asyncio.run(_Sender(request, url, done).send(rows, rate))


class _Sender:
    def __init__(
        self, request: Callable[[Row], Request], url: str, done: Callable[[Row | None], None]
    ) -> None:
        self._request, self._done = request, done
        limits = httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS)
        self._client = httpx.AsyncClient(base_url=url, limits=limits, timeout=30, trust_env=False)
        self._sent = Sent()

    async def send(self, rows: Sequence[Row], rate: float) -> Sent:
        """What became of them. No more than CONNECTIONS are under way, however slow the door."""
        free = asyncio.Semaphore(CONNECTIONS)
        begun = time.monotonic()
        async with self._client, asyncio.TaskGroup() as group:
            for number, row in enumerate(rows):
                await asyncio.sleep(max(begun + number / rate - time.monotonic(), 0))
                await free.acquire()
                group.create_task(self._one(row)).add_done_callback(lambda _: free.release())
        self._sent.took = time.monotonic() - begun
        return self._sent

    async def _one(self, row: Row) -> None:
        deadline = time.monotonic() + GIVE_UP_AFTER
        while True:
            begun = time.monotonic()
            answer = await self._post(row)
            if answer is not None and answer.status_code == httpx.codes.ACCEPTED:
                self._sent.seconds.append(time.monotonic() - begun)
                self._sent.acknowledged.append(row.id)
                self._done(row)
                return
            known = answer is not None and answer.status_code != httpx.codes.SERVICE_UNAVAILABLE
            if known or time.monotonic() > deadline:
                self._sent.refused.append((row, _reason(answer)))
                self._done(None)
                return
            self._sent.again += 1
            await asyncio.sleep(_pause(answer))

    async def _post(self, row: Row) -> httpx.Response | None:
        """The door's answer; None when there was none, and the message may or may not be kept."""
        request = self._request(row)
        try:
            return await self._client.post(
                request.path, content=request.content, headers=request.headers
            )
        except httpx.TransportError:
            return None


def _pause(answer: httpx.Response | None) -> float:
    told = answer.headers.get("retry-after", "") if answer is not None else ""
    return float(told) if told.isdecimal() else _DEFAULT_PAUSE


def _reason(answer: httpx.Response | None) -> str:
    if answer is None:
        return f"the door did not answer for {GIVE_UP_AFTER:.0f} s"
    try:
        return f"{answer.status_code}: {answer.json()['detail']}"
    except (ValueError, KeyError, TypeError):
        return f"{answer.status_code}"
