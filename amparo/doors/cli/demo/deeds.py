"""What staff do in the demo's stories, verb by verb, each through the action a page would call."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from amparo.aid.cases import actions as cases
from amparo.aid.cases import handover
from amparo.aid.cases import queries as case_queries
from amparo.doors.cli.demo.journal import DemoError
from amparo.doors.cli.demo.told import Conversation, Step
from amparo.doors.cli.demo.world import World
from amparo.guard.firewall.rules import NothingLeaves
from amparo.kernel import clock
from amparo.kernel.authority import Actor
from amparo.reach.messaging import queries as messaging
from amparo.reach.messaging.actions import answer, queue
from amparo.reach.messaging.queries import QueueFilter

_OFFICERS: Final = ("ines", "teo")


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that someone does in a conversation, and what was told of it before."""

    world: World
    one: Conversation
    before: Sequence[Step]
    step: Step
    id: UUID
    reference: str
    cases: dict[UUID, UUID]  # of the conversations that have become one

    @property
    def officer(self) -> Actor:
        """Who answers this conversation: the same from beginning to end."""
        return self.world.staff[_OFFICERS[self.one.number % len(_OFFICERS)]]

    @property
    def caseworker(self) -> Actor:
        """Who works the case."""
        return self.world.staff["marisol"]

    def take(self) -> None:
        """The officer has it."""
        queue.take(conversation=self.id, by=self.officer)

    def answer(self) -> None:
        """The officer has answered: in own words, or in one of the file's standing answers."""
        text = self.one.answers.get(self.step.what, self.step.what)
        language = self.one.language
        answer.answer(conversation=self.id, text=text, language=language, by=self.officer)

    def urgency(self) -> None:
        """The officer has decided how urgent it is."""
        queue.set_urgency(conversation=self.id, urgency=self.step.what, by=self.officer)

    def needs(self) -> None:
        """The officer has decided what is needed."""
        queue.set_needs(conversation=self.id, needs=self.step.what, by=self.officer)

    def close(self) -> None:
        """The conversation is over."""
        queue.close(conversation=self.id, by=self.officer)

    def case(self) -> None:
        """It has become a case, with her wish."""
        facts = messaging.case_facts(self.officer, self.id)
        case = cases.open_case(facts=facts, wish=self.step.what, by=self.officer)
        self.cases[self.id] = case
        task = cases.TaskFacts(
            "Ask what has changed since we last spoke",
            kind="call_back",
            due_at=clock.now() + timedelta(hours=3),
            assigned=self.caseworker.id,
        )
        cases.add_task(case=case, facts=task, by=self.caseworker)

    def note(self) -> None:
        """The caseworker has noted something."""
        cases.note(case=self._case(), text=self.step.what, by=self.caseworker)

    def refer(self) -> None:
        """She was referred as she agreed, or, to a State body, the house let nothing pass."""
        with suppress(NothingLeaves):
            handover.refer(
                case=self._case(),
                service=self.world.services[self.step.what],
                fields=self.step.more["fields"],
                agreed=True,
                language=self.one.language,
                how="message",
                by=self.caseworker,
            )

    def accept(self) -> None:
        """The receiver has said yes."""
        received, by = self._received()
        cases.answer_referral(received=received, accept=True, reason="", by=by)

    def decline(self) -> None:
        """The receiver has said no, and why."""
        received, by = self._received()
        cases.answer_referral(received=received, accept=False, reason=self.step.what, by=by)

    def done(self) -> None:
        """The receiver has said whether help was given."""
        received, by = self._received()
        reason = self.step.more.get("reason", "")
        cases.finish_referral(received=received, done=self.step.what, reason=reason, by=by)

    def end(self) -> None:
        """The case is closed with its outcome."""
        cases.close_case(case=self._case(), outcome=self.step.what, by=self.caseworker)

    def _case(self) -> UUID:
        """The case, looked up when an earlier, interrupted loading opened it."""
        if self.id not in self.cases:
            row = messaging.queue(self.officer, QueueFilter(find=self.reference)).rows[0]
            if row.case_id is None:
                raise DemoError(f"{self.one.name} has no case yet")
            self.cases[self.id] = row.case_id
        return self.cases[self.id]

    def _received(self) -> tuple[UUID, Actor]:
        """The last referral as its receiver has it, and who answers there."""
        asked = [step.what for step in self.before if step.verb == "refer"][-1]
        by = self.world.receiver(asked)
        found = case_queries.received(by, open_only=True)
        return next(one.id for one in found if one.reference == self.reference), by


DEEDS: Final[Mapping[str, Callable[[Deed], None]]] = {
    "take": Deed.take,
    "answer": Deed.answer,
    "urgency": Deed.urgency,
    "needs": Deed.needs,
    "close": Deed.close,
    "case": Deed.case,
    "note": Deed.note,
    "refer": Deed.refer,
    "accept": Deed.accept,
    "decline": Deed.decline,
    "done": Deed.done,
    "end": Deed.end,
}
