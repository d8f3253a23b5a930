"""What trained staff do in the demo: a sheet, papers put to a case, a watch list, a warning."""

import io
from datetime import timedelta
from uuid import UUID

from PIL import Image, ImageDraw

from amparo.aid.cases import actions as case_actions
from amparo.aid.cases import queries as cases
from amparo.aid.protection import actions as protection
from amparo.doors.cli.demo import past
from amparo.doors.cli.demo.journal import Journal
from amparo.doors.cli.demo.world import World

ONE, OTHER = "amina", "mateo"
_AGENCY = protection.Reported(
    name="Horizonte Empleos (invented)",
    role="recruiter",
    where="Kiosk at the bus station of Salinas",
    words="Keeps the passports “for the permit”, then asks for money to give them back. "
    "Told of by three people who do not know each other.",
)
_FARM = protection.Reported(
    name="Finca Tres Pozos (invented)",
    role="employer",
    where="Road to the lagoon",
    words="Pays nothing for months; workers may not leave the place in the evening.",
)
_WARNING = (
    "Some who offer work at bus stations keep people's passports and ask for money to give them "
    "back. A copy is enough for any job. You can ask us, free and in confidence."
)


def protect(world: World, journal: Journal) -> None:
    """The pages of protection and of attachments have something to show."""
    one, other = world.staff.get(ONE), world.staff.get(OTHER)
    if one is None or other is None:
        return
    first = [row.id for row in cases.cases(one, limit=2).rows]
    with past.at(journal.now - timedelta(minutes=50)):
        journal.once("watch list", lambda: _watch(world))
        if first:
            journal.once("protection sheet", lambda: _sheet(world, first[0]))
            journal.once("attachments", lambda: _papers(world, first[0]))


def _watch(world: World) -> None:
    one, other = world.staff[ONE], world.staff[OTHER]
    agency = protection.propose(reported=_AGENCY, scope=world.line, by=one)
    protection.propose(reported=_FARM, scope=world.line, by=other)
    protection.confirm(entry=agency, by=other)
    protection.draft_warning(entry=agency, text=_WARNING, language="en", by=one)


def _sheet(world: World, case: UUID) -> None:
    one = world.staff[ONE]
    scope = cases.standing(one, case).scope_id
    protection.set_signs(
        case=case,
        scope=scope,
        signs=["papers_held", "unpaid"],
        note="Said in passing, while asking for a place to sleep.",
        contact="unsafe",
        contact_note="Only by SMS, before noon; the foreman lends the phone",
        by=one,
    )
    protection.set_needs(
        case=case,
        scope=scope,
        needs={"family": protection.Noted("two sisters and a grandmother")},
        by=one,
    )


def _papers(world: World, case: UUID) -> None:
    one = world.staff[ONE]
    case_actions.attach(
        case=case,
        name="IMG_0412.png",
        data=_drawn(),
        described="A handwritten slip: rent paid for one month (drawn for the demo)",
        by=one,
    )
    case_actions.attach(
        case=case,
        name="bus.txt",
        data=b"Bus 14 to the clinic leaves at 7:20 and 9:50.\n",
        described="Times of the bus to the clinic",
        by=one,
    )


def _drawn() -> bytes:
    """A slip of paper that nobody ever wrote."""
    image = Image.new("RGB", (900, 600), "#f4efe2")
    pen = ImageDraw.Draw(image)
    for number, line in enumerate(("RECEIPT", "one room, one month", "paid", "DEMO")):
        pen.text((80, 80 + number * 110), line, fill="#223", font_size=64)
    pen.line((80, 520, 820, 520), fill="#223", width=4)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
