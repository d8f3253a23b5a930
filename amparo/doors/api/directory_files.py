"""Files into the directory: looked through before anything of them is taken in."""

from typing import Annotated
from uuid import UUID

from ninja import File, Form, Schema
from ninja.files import UploadedFile
from pydantic import StringConstraints

from amparo.commons.directory import actions
from amparo.doors.api.fields import Sent, YesNo
from amparo.doors.api.operations import ApiRequest, Made, Noun
from amparo.doors.api.said import zone
from amparo.kernel.authority import Power

noun = Noun("directory")
ONE = "/directory/files/{uuid:upload}"
Source = Annotated[str, StringConstraints(max_length=48, pattern=r"^[^\x00]*$")]


class Row(Schema):
    """What one row of the file would do: new, changed (which fields) or the same."""

    row: str
    service: str
    organisation: str
    fate: str
    fields: list[str]
    id: UUID | None


class LookedThrough(Schema):
    """What the file would do. Nothing is written yet."""

    name: str
    source: str
    lines: list[Row]
    problems: list[actions.Problem]
    notes: list[str]


class TakeIn(Sent):
    """All of it, or with `keep_good` its good rows although others are faulty."""

    keep_good: YesNo = False


class TakenIn(Schema):
    """How many rows it made and changed; `written` is false when nothing of it was kept."""

    written: bool
    good: int
    problems: int
    counted: actions.Counted


@noun.post("/directory/files", Power.EDIT_DIRECTORY, gives=Made)
def upload_file(request: ApiRequest, file: File[UploadedFile], source: Form[Source] = "") -> Made:
    """A file waits to be looked through: .json is HSDS 3.0, anything else a sheet.

    The same source and reference change the row that is there.
    """
    made = actions.upload(
        name=file.name or "",
        content=file.read(),
        source=source,
        timezone=zone(),
        by=request.actor,
    )
    return Made(id=made)


@noun.get(ONE, Power.EDIT_DIRECTORY, gives=LookedThrough)
def preview_file(request: ApiRequest, upload: UUID) -> LookedThrough:
    """What the file would do, row by row, and what is wrong in it."""
    name, source, found = actions.preview_upload(upload=upload, by=request.actor)
    return LookedThrough(
        name=name,
        source=source,
        lines=[Row.model_validate(one) for one in found.lines],
        problems=list(found.problems),
        notes=[str(one) for one in found.notes],
    )


@noun.post(f"{ONE}/take-in", Power.EDIT_DIRECTORY, gives=TakenIn, status=200)
def take_in_file(request: ApiRequest, upload: UUID, body: TakeIn) -> TakenIn:
    """The file is in the directory as a whole, or its good rows, or nothing of it."""
    done = actions.take_in(upload=upload, keep_good=body.keep_good, by=request.actor)
    return TakenIn(
        written=done.written, good=done.good, problems=len(done.problems), counted=done.counted
    )
