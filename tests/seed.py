"""Small worlds for tests: a crisis with places and needs, a service, a message that came in."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from amparo.commons.crises.models import Crisis, Need, Place
from amparo.commons.directory.models import Service
from amparo.kernel.authority import machine
from amparo.kernel.rooms import room
from amparo.reach.messaging import envelopes
from amparo.reach.messaging.actions.take_in import Taken, take_in
from amparo.reach.messaging.channels.inbound import Inbound, Part
from amparo.reach.messaging.setting import Setting, Surroundings
from tests.cast import CRISIS, FARO, OLA, THEN
from tests.harness import House

SHELTER, CLINIC = UUID(int=0xD0), UUID(int=0xD1)


def crisis() -> Setting:
    """An earthquake in Haiti, with two places and a few needs; the setting that a worker sees."""
    with room("commons", machine()):
        Crisis(
            id=CRISIS,
            name="Test crisis",
            kind="sudden",
            phase="emergency",
            country="HT",
            timezone="America/Port-au-Prince",
            started_on=date(2026, 1, 1),
            languages=["ht", "fr", "en"],
            updated_at=THEN,
        ).save(force_insert=True)
        Need.objects.bulk_create(
            Need(key=key, order=n, labels={"en": key.capitalize()})
            for n, key in enumerate(("water", "food", "doctor", "shelter", "rescue", "other"))
        )
        Place.objects.bulk_create(
            Place(
                id=uuid4(),
                country="HT",
                source="test",
                ref=name,
                name=name,
                names=[],
                kind="town",
                lat=lat,
                lon=lon,
            )
            for name, lat, lon in (("Delmas", 18.55, -72.30), ("Jacmel", 18.23, -72.53))
        )
    return Surroundings().now()


def services() -> None:
    """A shelter of Ola's and a clinic of Faro's."""
    with room("commons", machine()):
        for ref, organisation, need in ((SHELTER, OLA, "shelter"), (CLINIC, FARO, "doctor")):
            Service(
                id=ref,
                organisation_id=organisation,
                ref=str(ref),
                name=f"Casa {need}",
                folded=f"casa {need}",
                needs=[need],
                languages=["ht", "en"],
                lat=18.55,
                lon=-72.30,
                updated_at=THEN,
            ).save(force_insert=True)


def message(text: str, *, sender: str = "+50937010203", channel: str = "kannel") -> UUID:
    """A message is stored as the door stores it; its envelope's id comes back."""
    return put(Inbound(channel, uuid4().hex, sender, text, sent_at=datetime.now(UTC)))


def part(text: str, number: int, total: int, ref: str = "a1") -> UUID:
    """One part of a longer message."""
    inbound = Inbound("json", uuid4().hex, "+50937010203", text, part=Part(ref, number, total))
    return put(inbound)


def put(inbound: Inbound) -> UUID:
    """The envelope's id."""
    envelope = uuid4()
    envelopes.store(envelope=envelope, inbound=inbound)
    return envelope


def read_all(setting: Setting, keys: House | None = None) -> Taken:
    """Everything that waits has been taken in; given the house, with the worker's rights."""
    if keys is not None:
        with keys.role("worker"):
            return read_all(setting)
    total = Taken()
    while (taken := take_in(setting=setting)).any:
        total += taken
    return total
