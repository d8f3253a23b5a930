"""What the checks do inside a house, with the papers of its pages: python -m tests.protect.inside.

Reads JSON from standard input, writes JSON to standard output.
"""

import json
import os
import sys
from collections.abc import Callable
from typing import Any
from uuid import UUID

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "amparo.settings"
django.setup()

from amparo.aid.cases import actions, handover  # noqa: E402
from amparo.aid.cases import queries as cases  # noqa: E402
from amparo.kernel.rooms import room  # noqa: E402
from amparo.reach.messaging import queries as messaging  # noqa: E402
from amparo.reach.messaging import web  # noqa: E402
from amparo.reach.messaging.actions import answer, queue  # noqa: E402
from amparo.reach.messaging.models import Conversation, Message  # noqa: E402
from tests import cast, seed  # noqa: E402

Json = dict[str, Any]


def seat(given: None) -> Json:
    """A crisis, a line, services and the cast."""
    del given
    cast.seat()
    seed.crisis()
    seed.services()
    return {}


def conversations(given: Json) -> Json:
    """The conversation of each envelope and of each reference."""
    with room("reach", cast.actor("bruno")):
        by_message = Message.objects.filter(id__in=given["envelopes"])
        by_reference = Conversation.objects.filter(reference__in=given["references"])
        return {
            **{str(one): str(two) for one, two in by_message.values_list("id", "conversation_id")},
            **{one: str(two) for one, two in by_reference.values_list("reference", "id")},
        }


def work(given: list[Json]) -> Json:
    """Each of these conversations was taken, answered, made a case, noted in and passed on."""
    for one in given:
        _work(UUID(one["conversation"]), one)
    return {}


def _work(conversation: UUID, said: Json) -> None:
    bruno, carla = cast.actor("bruno"), cast.actor("carla")
    queue.take(conversation=conversation, by=bruno)
    answer.answer(conversation=conversation, text=said["answer"], language="ht", by=bruno)
    facts = messaging.case_facts(bruno, conversation)
    case = actions.open_case(facts=facts, wish=said["wish"], by=bruno)
    actions.note(case=case, text=said["note"], by=bruno)
    sheet = handover.preview(case=case, service=seed.SHELTER, by=bruno)
    handover.refer(
        case=case,
        service=seed.SHELTER,
        fields=[field.key for field in sheet.fields],
        agreed=True,
        language="ht",
        how="message",
        by=bruno,
    )
    theirs = max(cases.received(carla), key=lambda row: row.received_at)
    cases.received_one(carla, theirs.id)
    actions.answer_referral(received=theirs.id, accept=True, reason=said["reason"], by=carla)


def texts(given: list[str]) -> dict[str, str | None]:
    """What each of these envelopes said, as an officer would read it."""
    bruno = cast.actor("bruno")
    with room("reach", bruno):
        found = Message.objects.filter(id__in=given).values_list("conversation_id", flat=True)
        ids = sorted(set(found))
    threads = (messaging.conversation(bruno, one) for one in ids)
    lines = (line for thread in threads for line in thread.messages if line.direction == "in")
    return {str(line.id): line.text for line in lines}


def codes(given: list[str]) -> Json:
    """Whether each receipt code opens its request."""
    return {code: web.open_thread(code, caller=code) is not None for code in given}


WHAT: dict[str, Callable[[Any], object]] = {
    "seat": seat,
    "conversations": conversations,
    "work": work,
    "texts": texts,
    "codes": codes,
}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(WHAT[sys.argv[1]](json.load(sys.stdin))))
