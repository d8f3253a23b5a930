"""How much may be opened in an hour, by one and by all; how often a receipt code may be tried.

Kept in memory. The caps are filled again from the log at start, so that a restart wins nobody a
second allowance. The tries are not: whoever can restart this process needs no receipt code.
"""

from collections import OrderedDict, deque
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from amparo.keyholder.errors import Refused, TooManyTries
from amparo.keyholder.roles import SENDER

HOUR: Final = 3600
DAY: Final = 86400


@dataclass(frozen=True, slots=True)
class Cap:
    """At most `persons` different references within `seconds`."""

    persons: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Caps:
    """The caps of one class of key: for each actor and over all actors."""

    each: tuple[Cap, ...]
    all: tuple[Cap, ...]
    # A key made less than an hour ago is not counted: sealing a new number opens nobody's.
    spares_new: bool = False


_PERSON: Final = Caps(each=(Cap(10, HOUR), Cap(50, DAY)), all=(Cap(200, HOUR), Cap(1000, DAY)))
# The sender answers 200 new messages a second in a surge (not counted, they are new) and writes
# to people who wrote earlier: 20,000 of those an hour, so a taken sender cannot empty the house.
_SENDING: Final = Caps(each=(Cap(20_000, HOUR),), all=(Cap(20_000, HOUR),), spares_new=True)

# Numbers turned into index marks, per hour over all: 1,400 a second. Who asks for all 10^8 numbers
# of a country's plan is busy for 20 hours, and stands in the log for each.
BLIND_PER_HOUR: Final = 5_000_000

TRIES: Final = 10
TRIES_ALL: Final = 600
TRIES_SECONDS: Final = 600
TRIES_ALL_SECONDS: Final = 60
# Callers remembered at once; the one silent for longest goes first.
CALLERS: Final = 50_000
# Actors counted at once before those without a count are forgotten.
ACTORS: Final = 10_000


def caps_of(role: str, cls: str) -> Caps | None:
    """The caps for this role and class of key; None: the class is not capped."""
    if cls == "contact" and role == SENDER:
        return _SENDING
    return _PERSON if cls in ("contact", "identity") else None


@dataclass(slots=True)
class Seen:
    """References seen within a time, each once, in the order they were first seen."""

    cap: Cap
    since: OrderedDict[bytes, float] = field(default_factory=OrderedDict)

    def wait_for(self, refs: Iterable[bytes], now: float) -> float:
        """Seconds until these references fit under the cap; 0: they do now."""
        while self.since and next(iter(self.since.values())) <= now - self.cap.seconds:
            self.since.popitem(last=False)
        over = len(self.since) + sum(ref not in self.since for ref in refs) - self.cap.persons
        if over <= 0:
            return 0
        if over > len(self.since):
            return self.cap.seconds
        return list(self.since.values())[over - 1] + self.cap.seconds - now

    def add(self, refs: Iterable[bytes], now: float) -> None:
        """These references have been seen."""
        for ref in refs:
            self.since.setdefault(ref, now)


class Opened:
    """What was opened lately, by each actor and by all."""

    def __init__(self) -> None:
        """Nothing yet."""
        self._seen: dict[Hashable, Seen] = {}

    def take(self, role: str, actor: bytes, cls: str, refs: Sequence[bytes], now: float) -> None:
        """These references are counted, or Refused and none is."""
        if len(self._seen) > ACTORS:
            self._seen = {name: seen for name, seen in self._seen.items() if seen.since}
        seen = self._of(role, actor, cls)
        wait = max((s.wait_for(refs, now) for s in seen), default=0)
        if wait > 0:
            raise Refused(
                f"More people's {cls} keys were asked for than an hour or a day allows. "
                "Nothing was opened. Wait, or ask a colleague who has opened fewer.",
                retry_after=wait,
            )
        self.remember(role, actor, cls, refs, now)

    def remember(self, role: str, actor: bytes, cls: str, refs: Sequence[bytes], at: float) -> None:
        """These references were opened at that time, whatever the caps say (from the log)."""
        for seen in self._of(role, actor, cls):
            seen.add(refs, at)

    def _of(self, role: str, actor: bytes, cls: str) -> list[Seen]:
        """The counts that one request fills: the actor's, then those over all actors."""
        caps = caps_of(role, cls)
        if caps is None:
            return []
        names: list[tuple[Hashable, Cap]] = [
            ((role == SENDER, cls, actor, c), c) for c in caps.each
        ]
        names += [((role == SENDER, cls, None, c), c) for c in caps.all]
        return [self._seen.setdefault(name, Seen(cap)) for name, cap in names]


class Tries:
    """Receipt codes tried in vain, by each caller and by all; a right code costs nothing."""

    def __init__(self) -> None:
        """Nothing tried yet."""
        self._by: OrderedDict[str, deque[float]] = OrderedDict()
        self._all: deque[float] = deque()

    def check(self, caller: str, now: float) -> None:
        """TooManyTries if this caller, or all together, tried too many wrong codes lately."""
        own = self._by.get(caller, deque())
        waits = (
            _wait(own, TRIES, TRIES_SECONDS, now),
            _wait(self._all, TRIES_ALL, TRIES_ALL_SECONDS, now),
        )
        if max(waits) > 0:
            raise TooManyTries(retry_after=max(waits))

    def failed(self, caller: str, now: float) -> None:
        """One more wrong code."""
        self._by.setdefault(caller, deque()).append(now)
        self._by.move_to_end(caller)
        self._all.append(now)
        if len(self._by) > CALLERS:
            self._by.popitem(last=False)


def _wait(times: deque[float], count: int, seconds: int, now: float) -> float:
    """Seconds until one more is allowed; 0: now."""
    while times and times[0] <= now - seconds:
        times.popleft()
    return times[0] + seconds - now if len(times) >= count else 0


class Rate:
    """A sum within the last hour, in buckets of a minute: too many to remember singly."""

    def __init__(self, most: int, now: Callable[[], float]) -> None:
        """Nothing counted yet."""
        self._most, self._now = most, now
        self._buckets: deque[tuple[int, int]] = deque()
        self._sum = 0

    def take(self, count: int) -> None:
        """Counted, or Refused and not counted."""
        minute = int(self._now() // 60)
        while self._buckets and self._buckets[0][0] <= minute - 60:
            self._sum -= self._buckets.popleft()[1]
        if self._sum + count > self._most:
            wait = (self._buckets[0][0] + 61) * 60 - self._now() if self._buckets else HOUR
            raise Refused("More numbers were looked up than an hour allows.", retry_after=wait)
        if self._buckets and self._buckets[-1][0] == minute:
            count_before = self._buckets.pop()[1]
            self._buckets.append((minute, count_before + count))
        else:
            self._buckets.append((minute, count))
        self._sum += count
