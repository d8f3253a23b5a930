"""Plays the conversations of the demo: people write, staff work, everything through real actions.

In rounds: first everyone says what comes next and it is taken in, as one batch; then staff do what
they did until the person's next words. Within a story the order is kept; the times are the story's.
"""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from amparo.doors.cli.demo import past, told
from amparo.doors.cli.demo.deeds import DEEDS, Deed
from amparo.doors.cli.demo.gateway import Nowhere
from amparo.doors.cli.demo.journal import DemoError, Journal
from amparo.doors.cli.demo.news import News
from amparo.doors.cli.demo.told import Conversation, Step
from amparo.doors.cli.demo.world import World
from amparo.kernel import clock, receipts
from amparo.kernel.errors import DeniedError, InvalidError, NotFoundError, WrongStateError
from amparo.reach.messaging import envelopes
from amparo.reach.messaging import queries as messaging
from amparo.reach.messaging.actions import answer
from amparo.reach.messaging.actions.reading import ABANDONED
from amparo.reach.messaging.actions.take_in import take_in
from amparo.reach.messaging.channels.inbound import Inbound, Part, reference_of
from amparo.reach.messaging.queries import QueueFilter
from amparo.reach.messaging.setting import Setting

# A volunteer needs some minutes; what came in just now is not translated yet.
_TRANSLATING = timedelta(minutes=4)
# Deeds that others hear of.
_NEWS = frozenset({"case", "refer", "accept", "decline", "done", "end"})
_ALL = 2_000


@dataclass(slots=True)
class Told:
    """One conversation on its way: which step comes next."""

    one: Conversation
    began: datetime
    next: int = 0

    @property
    def reference(self) -> str:
        """Its six characters."""
        return reference_of(self.one.envelope(0))

    def time_of(self, step: Step) -> datetime:
        """When it happened."""
        return self.began + step.after


@dataclass(slots=True)
class Player:
    """Tells all stories to their end."""

    world: World
    setting: Setting
    journal: Journal
    news: News = field(default_factory=News)
    ids: dict[str, UUID] = field(default_factory=dict)
    cases: dict[UUID, UUID] = field(default_factory=dict)
    told: list[Told] = field(default_factory=list)

    def play(self, stories: Sequence[Conversation], tell: Callable[[int, int], None]) -> None:
        """Every step has happened; `tell` hears how many of all are done."""
        with closing(self.news):
            self._play(stories, tell)

    def take_over(self) -> None:
        """What an interrupted loading was reading counts as given up, and is read now."""
        with past.at(clock.now() + ABANDONED * 2):
            self._read()

    def _play(self, stories: Sequence[Conversation], tell: Callable[[int, int], None]) -> None:
        self.told = [Told(one, self.journal.now - one.ago) for one in stories]
        gateway = Nowhere({one.phone: one.delivery for one in stories}, self.journal.now)
        total, done = sum(len(one.story) for one in stories), 0
        waiting = self.told
        while waiting:
            for story in waiting:
                done += self._write(story, gateway)
            self._take_in(gateway)
            tell(done, total)
            for story in waiting:
                done += self._work(story)
            self._send(gateway)
            tell(done, total)
            waiting = [one for one in waiting if one.next < len(one.one.story)]
        self._read()

    def _write(self, story: Told, gateway: Nowhere) -> int:
        """How many times the person wrote before we did anything."""
        count = 0
        while (step := _next(story)) and step.verb == "says":
            at = story.time_of(step)
            with past.at(at):
                for number, text in enumerate(told.parts(step)):
                    self._store(story.one, story.next, number, text[0], at)
            gateway.heard(story.one.phone, at)
            story.next += 1
            count += 1
        return count

    def _store(self, one: Conversation, step: int, part: int, text: str, at: datetime) -> None:
        envelope = one.envelope(step, part)
        total = len(told.parts(one.story[step]))
        piece = Part(f"{one.number:04x}", part + 1, total) if total > 1 else None
        if one.web is None or step:
            inbound = Inbound("kannel", envelope.hex, one.phone, text, sent_at=at, part=piece)
        else:
            inbound = Inbound("web", envelope.hex, "", text, extra=self._asked(one))
        envelopes.store(envelope=envelope, inbound=inbound)

    def _asked(self, one: Conversation) -> dict[str, str]:
        """What the page for help hands in beside the words."""
        page = one.web or {}
        return {
            "code": self.journal.code if page.get("code") else receipts.new_code(),
            "language": one.language,
            "answer_language": one.language,
            "needs": " ".join(page["needs"]),
            "place": page.get("place", ""),
            "contact": one.phone if page.get("phone") else "",
            "contact_kind": "phone" if page.get("phone") else "none",
            "cover": "yes" if page.get("cover") else "",
            "safe_hours": "",
        }

    def _take_in(self, gateway: Nowhere) -> None:
        """All that was written is understood, and the line's own first words have gone out."""
        self._read()
        self._send(gateway)

    def _send(self, gateway: Nowhere) -> None:
        # Before anyone writes again: a later STOP must not hold back an earlier answer.
        gateway.send_all(self.setting.actor)
        gateway.report_all()

    def _read(self) -> None:
        while take_in(setting=self.setting).any:
            pass

    def _work(self, story: Told) -> int:
        """How many things we did until the person's next words."""
        self._translate(story)
        count = 0
        while (step := _next(story)) and step.verb != "says":
            at = story.time_of(step)
            with past.at(at):
                self._once(f"{story.one.name} {story.next}", partial(self._do, story, step))
                if step.verb in _NEWS:
                    self.news.deliver_all()
            story.next += 1
            count += 1
        return count

    def _do(self, story: Told, step: Step) -> None:
        before, id = story.one.story[: story.next], self._id(story)
        deed = Deed(self.world, story.one, before, step, id, story.reference, self.cases)
        DEEDS[step.verb](deed)

    def _once(self, name: str, deed: Callable[[], object]) -> None:
        try:
            self.journal.once(name, deed)
        except (DeniedError, InvalidError, NotFoundError, WrongStateError) as refused:
            raise DemoError(f"{name}: {refused}") from refused

    def _id(self, story: Told) -> UUID:
        """The conversation, found by its reference as an officer would."""
        officer = self.world.staff["ines"]
        if not self.ids:
            rows = messaging.queue(officer, QueueFilter(), limit=_ALL).rows
            self.ids = {one.reference: one.id for one in rows}
        if story.reference not in self.ids:
            found = messaging.queue(officer, QueueFilter(find=story.reference)).rows
            self.ids[story.reference] = found[0].id
        return self.ids[story.reference]

    def _translate(self, story: Told) -> None:
        """What the person said until now stands in English, if there was time for it."""
        for number, step in enumerate(story.one.story[: story.next]):
            ready = story.time_of(step) + _TRANSLATING
            by = self.world.translator(story.one.language)
            if step.verb != "says" or by is None or ready > self.journal.now:
                continue
            for part, (_, english) in enumerate(told.parts(step)):
                if english:
                    message = story.one.envelope(number, part)
                    deed = partial(
                        answer.translate, message=message, language="en", text=english, by=by
                    )
                    with past.at(ready):
                        self._once(f"{story.one.name} in English {number} {part}", deed)


def _next(story: Told) -> Step | None:
    """What happens next, or nothing."""
    return story.one.story[story.next] if story.next < len(story.one.story) else None
