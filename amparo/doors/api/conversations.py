"""One conversation: read, taken, corrected, closed; a case made of it."""

from uuid import UUID

from ninja import Schema

from amparo.aid.cases import actions as cases
from amparo.doors.api.fields import Key, Line, Sent, Text, Whole, Word, YesNo
from amparo.doors.api.operations import ApiRequest, Made, Noun
from amparo.doors.api.problems import reader
from amparo.kernel.authority import Power
from amparo.reach.messaging import queries as messaging
from amparo.reach.messaging.actions import codes, merging
from amparo.reach.messaging.actions import queue as actions

noun = Noun("conversations")
ONE = "/conversations/{uuid:conversation}"


class Urgency(Sent):
    """4 now, 3 today, 2 this week, 1 no rush."""

    urgency: Whole


class Needs(Sent):
    """What is needed, by the keys of the list of needs; all of it, or nothing."""

    needs: list[Key]


class Spot(Sent):
    """Where help is needed: a place of the gazetteer, words alone, or both."""

    place: UUID | None = None
    label: Line = ""


class Phone(Sent):
    """Whether the phone is the person's own, so that an answer may be plain."""

    own_phone: YesNo


class Other(Sent):
    """The conversation that is read inside this one from now on."""

    other: UUID


class Number(Sent):
    """The right number. It is sealed to the worker and never shown again."""

    number: Word


class Known(Sent):
    """Two things that only this person would know, and how the officer knew."""

    reference: Word
    facts: list[Key]
    how: Text


class Given(Schema):
    """A new code for the person who stands before the officer. It is shown this once."""

    code: str


class Wish(Sent):
    """What the person wishes herself; empty while that is not known."""

    wish: Text = ""


@noun.get(ONE, Power.READ_QUEUE, gives=messaging.Thread)
def read_conversation(request: ApiRequest, conversation: UUID) -> messaging.Thread:
    """The whole conversation, opened.

    The person who asks for the status is told that it was read. Of one that was merged,
    `merged_into` says where it is read now.
    """
    thread = messaging.conversation(request.actor, conversation, reader=reader(request))
    if thread.row.state == "received" and not thread.sealed:
        actions.mark_read(conversation=conversation, by=request.actor)
    return thread


@noun.get(f"{ONE}/repeats", Power.WORK_QUEUE, gives=list[messaging.Repeat])
def read_repeats(request: ApiRequest, conversation: UUID) -> list[messaging.Repeat]:
    """Other conversations that may be the same person's, the likeliest first."""
    thread = messaging.conversation(request.actor, conversation, reader=reader(request))
    return list(messaging.repeats(request.actor, thread))


@noun.post(f"{ONE}/take", Power.WORK_QUEUE)
def take_conversation(request: ApiRequest, conversation: UUID) -> None:
    """It is yours. 409 when a colleague was faster, or your shift is over."""
    actions.take(conversation=conversation, by=request.actor)


@noun.post(f"{ONE}/take-over", Power.WORK_QUEUE)
def take_over_conversation(request: ApiRequest, conversation: UUID) -> None:
    """It is yours instead of someone's whose shift has ended."""
    actions.take_over(conversation=conversation, by=request.actor)


@noun.post(f"{ONE}/give-back", Power.WORK_QUEUE)
def give_back_conversation(request: ApiRequest, conversation: UUID) -> None:
    """It is free again."""
    actions.give_back(conversation=conversation, by=request.actor)


@noun.put(f"{ONE}/urgency", Power.WORK_QUEUE)
def set_urgency(request: ApiRequest, conversation: UUID, body: Urgency) -> None:
    """How urgent it is, decided."""
    actions.set_urgency(conversation=conversation, urgency=body.urgency, by=request.actor)


@noun.put(f"{ONE}/needs", Power.WORK_QUEUE)
def set_conversation_needs(request: ApiRequest, conversation: UUID, body: Needs) -> None:
    """What is needed, decided."""
    actions.set_needs(conversation=conversation, needs=body.needs, by=request.actor)


@noun.put(f"{ONE}/place", Power.WORK_QUEUE)
def set_place(request: ApiRequest, conversation: UUID, body: Spot) -> None:
    """Where help is needed, decided. The words are sealed."""
    actions.set_place(
        conversation=conversation, place=body.place, label=body.label, by=request.actor
    )


@noun.put(f"{ONE}/phone", Power.WORK_QUEUE)
def set_own_phone(request: ApiRequest, conversation: UUID, body: Phone) -> None:
    """Whether the phone is the person's own."""
    actions.set_phone(conversation=conversation, own_phone=body.own_phone, by=request.actor)


@noun.post(f"{ONE}/close", Power.WORK_QUEUE)
def close_conversation(request: ApiRequest, conversation: UUID) -> None:
    """It is closed; a new word from the person opens a new one."""
    actions.close(conversation=conversation, by=request.actor)


@noun.post(f"{ONE}/reopen", Power.WORK_QUEUE)
def reopen_conversation(request: ApiRequest, conversation: UUID) -> None:
    """It waits in the queue again."""
    actions.reopen(conversation=conversation, by=request.actor)


@noun.post(f"{ONE}/merge", Power.WORK_QUEUE)
def merge_conversation(request: ApiRequest, conversation: UUID, body: Other) -> None:
    """The other one is read inside this one."""
    merging.merge(conversation=body.other, into=conversation, by=request.actor)


@noun.post(f"{ONE}/undo-merge", Power.WORK_QUEUE)
def undo_merge(request: ApiRequest, conversation: UUID) -> None:
    """Both stand alone again; the address is of the one that was read inside the other."""
    merging.undo_merge(conversation=conversation, by=request.actor)


@noun.put(f"{ONE}/number", Power.WORK_QUEUE)
def correct_number(request: ApiRequest, conversation: UUID, body: Number) -> None:
    """The right number is on its way to the worker; the old one is shown to nobody."""
    codes.correct_number(conversation=conversation, number=body.number, by=request.actor)


@noun.post(f"{ONE}/code-by-sms", Power.WORK_QUEUE)
def send_new_code(request: ApiRequest, conversation: UUID) -> None:
    """A new code goes by SMS to the number that is there."""
    codes.send_new_code(conversation=conversation, by=request.actor)


@noun.post(f"{ONE}/code", Power.WORK_QUEUE, gives=Given, secret=True)
def give_new_code(request: ApiRequest, conversation: UUID, body: Known) -> Given:
    """A new code, to be handed over face to face; the old one opens nothing any more."""
    code = codes.give_new_code(
        conversation=conversation,
        reference=body.reference,
        facts=body.facts,
        how=body.how,
        by=request.actor,
    )
    return Given(code=code)


@noun.post(f"{ONE}/case", Power.WORK_CASES, gives=Made)
def open_case(request: ApiRequest, conversation: UUID, body: Wish) -> Made:
    """A case with the person's own wish first."""
    facts = messaging.case_facts(request.actor, conversation)
    return Made(id=cases.open_case(facts=facts, wish=body.wish, by=request.actor))
