"""What may stand in an address: for each name of a parameter, records of all scopes and kinds."""

import zlib
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Model

from amparo.commons.crises import actions as crises
from amparo.commons.crises.models import Crisis
from amparo.commons.directory.models import Double, Service, Upload
from amparo.commons.guides.models import Guide
from amparo.commons.notices.models import Advice, Number
from amparo.commons.pathways.models import Pathway, Step
from amparo.doors.wordbook import catalogue
from amparo.guard.exports.models import ExportJob, ExportPart
from amparo.guard.roster.models import Change, Shift
from amparo.guard.tokens.models import Token
from amparo.kernel import refs
from amparo.kernel.authority import machine
from amparo.kernel.rooms import room
from amparo.reach.duty.models import Situation
from tests import cast
from tests.walls.canaries import Canary, editor, plant
from tests.walls.rows import build

# Of whom records are tried. Bruno answers the line and works cases at Faro; Carla works at Ola.
TRIED = (cast.LINE, cast.FARO, cast.OLA)
SHEET = b"service_id,service_name\n"
# The names under which a record of a scope stands in an address, by the row that bears the id.
BY_ID = {
    "conversation": "conversation callback alarm hand_over",
    "case": "case",
    "received": "received",
}
REFERENCES = "reference"
TEXTS = (REFERENCES, "key", "kind", "tongue", "page", "sentence")  # names of words, not of ids
BESIDE = {
    "conversation": "message ask translation",
    "case": "attachment task person link seat referral entry warning",
}


@dataclass(frozen=True)
class Record:
    """One thing that may stand at one place of an address, and whose it is."""

    value: str
    scope: UUID | None = None  # None: common to all
    owner: UUID | None = None  # whose own it is, within the scope or without one
    there: bool = True


@dataclass
class Planted:
    """All that was planted, and how addresses name it."""

    canaries: list[Canary]
    records: dict[str, list[Record]]


def plant_all() -> Planted:
    """Rows of every scope, of single colleagues, and what is common to all."""
    canaries = plant()
    records = {**_of_scopes(canaries), **_common()}
    for part in (_shifts, _situations, _exports, _tokens):
        records |= part(canaries)
    return Planted(canaries, records)


def _of_scopes(canaries: list[Canary]) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    for one in canaries:
        for names, value in ((BY_ID, one.id), (BESIDE, one.message)):
            for name in names.get(one.kind, "").split():
                if one.scope in TRIED:
                    found.setdefault(name, []).append(Record(str(value), one.scope))
    some = [one for one in canaries if one.scope in TRIED]
    return {**found, REFERENCES: [Record(one.reference, one.scope) for one in some]}


def _save(home: str, *rows: Model) -> None:
    with room(home, machine(TRIED)):
        for row in rows:
            row.save(force_insert=True)


def plant_common() -> dict[str, UUID]:
    """What is common to all and names no person, by the name that addresses give it."""
    services = build(Service, {"organisation_id": cast.OLA, "name": "Clinic"})
    other = build(Service, {"organisation_id": cast.OLA, "name": "Clinic of Ola"})[-1]
    double = build(Double, {"kind": "organisation", "one_id": cast.FARO, "other_id": cast.OLA})[-1]
    upload = build(Upload, {"name": "ours.csv", "content": SHEET, "timezone": "UTC"})[-1]
    pathway = build(Pathway, {"need": "doctor", "most": ["needs"]})[-1]
    beside = {"pathway_id": pathway.pk, "service_id": services[-1].pk}
    rows = {
        "service": services[-1],
        "pathway": pathway,
        "step": build(Step, beside)[-1],
        "guide": build(Guide, {"titles": {"en": "A paper"}, "steps": {"en": ["Go"]}, "hours": [1]})[
            -1
        ],
        "crisis": build(Crisis, {"name": "Flood", "country": "HT", "kind": "flood"})[-1],
        "hotline": build(Number, {"labels": {"en": "Rescue"}, "number": "112", "state": "draft"})[
            -1
        ],
        "advice": build(Advice, {"titles": {"en": "Water"}, "steps": {"en": ["Boil it"]}})[-1],
        "double": double,
        "upload": upload,
    }
    _save("commons", *services[:-1], other, *rows.values())
    return {name: row.pk for name, row in rows.items()}


def first_sentence() -> str:
    """A sentence of the public pages, as addresses name it."""
    return next(iter(catalogue.by_key("ar")))


def _common() -> dict[str, list[Record]]:
    crises.seed_needs(by=editor())
    crises.seed_kinds(by=editor())
    common = {name: [Record(str(id))] for name, id in plant_common().items()}
    organisations = [Record(str(one)) for one in (cast.FARO, cast.OLA)]
    # The open lists: whoever holds the power keeps all of their entries.
    words = {"key": [Record("water"), Record("sudden"), Record("new")], "kind": [Record("xlsx")]}
    words |= {"tongue": [Record("ar")], "page": [Record("home")]}
    words["sentence"] = [Record(first_sentence())]
    houses = {"organisation": organisations, "receiver": organisations}
    return {**common, **words, **houses, "line": [Record(str(cast.LINE), cast.LINE)]}


def _shifts(canaries: list[Canary]) -> dict[str, list[Record]]:
    """Of each scope a shift of Kofi's that Bruno is asked to take: under one id both."""
    ids = {one.scope: one.message for one in canaries if one.kind == "received"}
    for scope in TRIED:
        given = {"id": ids[scope], "scope_id": scope, "timezone": "UTC"}
        shift = Shift(**{**_columns(Shift, given), "staff_id": cast.staff_id("kofi")})
        change = {**given, "shift_id": shift.pk, "of_staff_id": cast.staff_id("bruno")}
        _save("guard", shift, build(Change, {**change, "asked_by_id": cast.staff_id("kofi")})[-1])
    found = [Record(str(ids[scope]), scope) for scope in TRIED]
    return {"shift": found, "change": found}


def _columns(model: type[Model], given: dict[str, object]) -> dict[str, object]:
    row = build(model, given)[-1]
    return {one.attname: getattr(row, one.attname) for one in model._meta.local_fields}


def _situations(canaries: list[Canary]) -> dict[str, list[Record]]:
    """An early sign that each scope told of."""
    ids = {one.scope: one.id for one in canaries if one.kind == "conversation"}
    for scope in TRIED:
        given = {"id": ids[scope], "scope_id": scope, "place": str(scope)}
        _save("reach", build(Situation, given)[-1])
    return {"situation": [Record(str(ids[scope]), scope) for scope in TRIED]}


def _exports(canaries: list[Canary]) -> dict[str, list[Record]]:
    """A file that Bruno asked for and one that Carla did, each with a word of its own."""
    found = []
    for n, (name, scope) in enumerate((("bruno", cast.LINE), ("carla", cast.OLA))):
        owner, job, word = cast.staff_id(name), refs.new_ref(), f"kanariexport{name}"
        given = {"what": "services", "shape": "csv", "state": "done", "asked_by_id": owner}
        size = {"bytes": len(word), "size": len(word), "packed": zlib.compress(word.encode())}
        _save(
            "guard",
            build(ExportJob, {**given, **size, "id": job, "parts": 1, "rows_done": 1})[-1],
            build(ExportPart, {**size, "asked_by_id": owner, "job_id": job})[-1],
        )
        canaries.append(Canary("export", scope, job, word, f"ZQE{n}XK", refs.new_ref(), owner))
        found.append(Record(str(job), owner=owner))
    return {"export": found}


def _tokens(canaries: list[Canary]) -> dict[str, list[Record]]:
    """A token of Bruno's and one of Carla's."""
    del canaries
    found = []
    for name in ("bruno", "carla"):
        ref, owner = refs.new_ref(), cast.staff_id(name)
        given = {"id": ref, "staff_id": owner, "powers": [], "revoked_at": None}
        _save("guard", build(Token, {**given, "revoked_by_id": None})[-1])
        found.append(Record(str(ref), owner=owner))
    return {"token": found}
