"""What lies on the desks in the demo: askings, a call, a concern, a household, a note, a double."""

from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from functools import partial
from typing import Final

from amparo.aid.cases import actions as cases
from amparo.aid.cases import queries as case_queries
from amparo.commons.directory import actions as directory
from amparo.doors.cli.demo import past
from amparo.doors.cli.demo.journal import Journal
from amparo.doors.cli.demo.news import News
from amparo.doors.cli.demo.world import World
from amparo.kernel import clock
from amparo.kernel.authority import machine
from amparo.reach.calls import actions as calls
from amparo.reach.duty import actions as duty
from amparo.reach.duty.actions.signals import Told
from amparo.reach.messaging import queries as messaging
from amparo.reach.messaging import web
from amparo.reach.messaging.actions import asking, spoken, templates
from amparo.reach.messaging.queries import QueueFilter

# Nobody is on the other end: numbers for stories.
_NUMBER: Final = "+1 202 555 0177"
_ASKED: Final = 4
_PEOPLE: Final = (
    cases.Person("Ti Jo", "her son", "child"),
    cases.Person("", "her mother", "older"),
    cases.Person("the little one", "her daughter", "baby"),
)
_READY: Final = {
    "water": (
        "Where there is water",
        {
            "en": "There is drinking water at the old market, every day from 8 to 18. Your "
            "reference is {reference}.",
            "es": "Hay agua potable en el Mercado Viejo, todos los días de 8 a 18. Su referencia "
            "es {reference}.",
            "ht": "Gen dlo pwòp nan Mercado Viejo, chak jou 8è–18è. Referans ou se {reference}.",
        },
    ),
    "tonight": (
        "Where to sleep tonight",
        {
            "en": "The sports hall of Salinas is open tonight. Nobody asks for papers there.",
            "fr": "La salle de sport de Salinas est ouverte cette nuit. On n'y demande pas de "
            "papiers.",
        },
    ),
}


def lay_out(world: World, journal: Journal) -> None:
    """The pages of the desk have something to show."""
    steps: tuple[tuple[str, int, Callable[[World], None]], ...] = (
        ("ready answers", 3000, _templates),
        ("household", 45, _household),
        ("talk", 40, _talk),
        ("signal", 35, _signal),
        ("stale", 30, _stale),
        ("double", 30, _double),
        ("hand-over note", 25, _note),
        ("asked translations", 6, _asks),
        ("call", 5, _call),
        ("concern", 4, _concern),
    )
    for name, minutes, step in steps:
        with past.at(journal.now - timedelta(minutes=minutes)):
            journal.once(name, partial(step, world))


def _templates(world: World) -> None:
    for number, (key, (title, texts)) in enumerate(_READY.items()):
        templates.save_template(
            scope=world.line,
            key=key,
            title=title,
            texts=texts,
            order=number,
            active=True,
            by=world.staff["paloma"],
        )


def _household(world: World) -> None:
    """Two cases of one family; the first has people and a team."""
    marisol = world.staff["marisol"]
    rows = [row for row in case_queries.cases(marisol).rows if "shelter" in row.needs]
    if len(rows) < 2:
        return
    one, other = rows[:2]
    for person in _PEOPLE:
        cases.add_person(case=one.id, person=person, by=marisol)
    cases.link_cases(
        case=one.id, reference=other.reference, relation="sibling", together=True, by=marisol
    )
    for service in ("casa-marina-family", "clinica-salinas-emergency"):
        cases.join_team(case=one.id, organisation=world.owners[service], by=marisol)


def _talk(world: World) -> None:
    """The receivers ask, and say how it goes; the senders have heard."""
    for login in ("marta", "joao"):
        by = world.staff[login]
        for one in case_queries.received(by)[:2]:
            words = "How many of them are children? We keep the family room."
            cases.ask_sender(received=one.id, words=words, by=by, name=by.name)
            if one.state == "accepted":
                words = "They have been here since noon. The doctor comes at five."
                cases.report_progress(received=one.id, words=words, by=by, name=by.name)
    with closing(News()) as news:
        news.deliver_all()


def _signal(world: World) -> None:
    marta = world.staff["marta"]
    told = Told(
        scope=world.owners["casa-marina-family"],
        what="weather",
        place="Road to the lagoon",
        sure=2,
        words="The river stands a hand below the road. Two families have left already.",
    )
    duty.tell(told=told, by=marta)


def _stale(world: World) -> None:
    """Two services were asked about long ago; one could not be reached since."""
    lucia, today = world.staff["lucia"], clock.now().date()
    for ref, days in (("faro-rooms", 41), ("casa-marina-family", 36)):
        directory.confirm_service(
            service=world.services[ref], by=lucia, on=today - timedelta(days=days), how="visit"
        )
    directory.unreached(service=world.services["faro-rooms"], by=lucia)


def _double(world: World) -> None:
    told = directory.OrganisationFacts(
        name="La Casa Marina",
        website="https://casamarina.example",
        kind="shelter",
        country="XA",
        phone="+1 202 555 0102",
        description="Beds for the night at the old harbour.",
    )
    directory.save_organisation(facts=told, by=world.staff["lucia"])
    directory.look_for_doubles(by=machine())


def _note(world: World) -> None:
    """Bruna went home and left a note; she holds nothing, so nothing of the stories moves."""
    note = (
        "The gateway was slow between two and three; nothing is lost. The bus to Monte Claro does "
        "not run today. Whoever writes from the north stadium: the water truck comes at nine."
    )
    duty.give(scope=world.line, note=note, to=None, by=world.staff["bruna"])


def _asks(world: World) -> None:
    """What came in just now waits for its translators."""
    teo = world.staff["teo"]
    rows = messaging.queue(teo, QueueFilter(), limit=60).rows
    asked = 0
    for row in [one for one in rows if one.language not in ("en", "und")]:
        message = messaging.conversation(teo, row.id).messages[0]
        if not message.translations and asked < _ASKED:
            asked += 1
            asking.ask_translation(message=message.id, language="en", by=teo)


def _call(world: World) -> None:
    ines = world.staff["ines"]
    call = spoken.Call(
        language="es",
        words="Llama desde un teléfono prestado. Su madre necesita insulina y no puede caminar.",
        needs=("medicine",),
        place="Barrio Cobre, detrás de la iglesia",
        people=2,
        told={"safe_to_talk": "yes"},
    )
    made = spoken.write_down(call=call, by=ines)
    back = calls.Promise(
        conversation=made.conversation,
        scope=made.scope,
        reference=made.reference,
        due=clock.now() + timedelta(minutes=50),
        number=_NUMBER,
        language="es",
    )
    calls.promise(call=back, by=ines)


def _concern(_: World) -> None:
    words = "Eight men sleep in the shed behind the packing house. A guard stands at the door."
    request = web.HelpRequest(
        language="en",
        words=words,
        place="Zona Franca, packing house 3",
        concern=True,
        told={"signs": "cannot_leave unpaid", "when": "today", "ask_back": "yes"},
    )
    web.ask(request=request)
