"""A text for help becomes a case, a referral and an answer: every room, real commits."""

from amparo.aid.cases import actions, handover
from amparo.aid.cases import queries as cases
from amparo.reach.messaging import queries as messaging
from amparo.reach.messaging.actions import answer, queue
from amparo.reach.messaging.queries import QueueFilter
from tests import events, seed
from tests.cast import actor
from tests.harness import House


def test_it_goes_from_a_text_to_an_answer(keys: House) -> None:
    setting = seed.crisis()
    seed.services()
    seed.message("Kay mwen kraze nan Delmas 19, nou bezwen yon kote pou domi, 2 timoun")
    assert seed.read_all(setting).conversations == 1
    bruno, carla = actor("bruno"), actor("carla")

    row = messaging.queue(bruno, QueueFilter()).rows[0]
    assert (row.language, row.text_language) == ("ht", "ht")
    assert "shelter" in row.needs and row.place.startswith("Delmas") and row.reasons

    queue.take(conversation=row.id, by=bruno)
    answer.answer(conversation=row.id, text="N ap chèche pou ou.", language="ht", by=bruno)
    facts = messaging.case_facts(bruno, row.id)
    case = actions.open_case(facts=facts, wish="A roof for tonight, together.", by=bruno)
    sheet = handover.preview(case=case, service=seed.SHELTER, by=bruno)
    assert {field.key for field in sheet.fields} >= {"needs", "language", "wish", "place"}
    handover.refer(
        case=case,
        service=seed.SHELTER,
        fields=["needs", "wish"],
        agreed=True,
        language="ht",
        how="message",
        by=bruno,
    )

    (theirs,) = cases.received(carla)
    slip = dict(cases.received_one(carla, theirs.id).slip or ())
    assert slip == {"What is needed": "Shelter", "Her own wish": "A roof for tonight, together."}
    actions.answer_referral(received=theirs.id, accept=True, reason="", by=carla)
    actions.finish_referral(received=theirs.id, done=True, reason="", by=carla)
    events.deliver_all(keys)

    page = cases.case(bruno, case)
    assert [one.state for one in page.referrals] == ["done"]
    thread = messaging.conversation(bruno, row.id)
    assert thread.question == "helped"
    assert [one.kind for one in thread.messages][-3:] == ["passed_on", "accepted", "asked_helped"]
