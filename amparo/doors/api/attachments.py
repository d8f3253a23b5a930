"""Attachments of a case: put to it, looked at page by page, described, removed."""

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from ninja import File, Form, Schema
from ninja.files import UploadedFile

from amparo.aid.attachments import actions, queries
from amparo.aid.cases import actions as case_actions
from amparo.aid.cases import queries as cases
from amparo.doors.api.cases import ONE
from amparo.doors.api.fields import Sent
from amparo.doors.api.operations import ApiRequest, Made, Noun
from amparo.doors.api.plans import Words
from amparo.kernel.authority import Power

noun = Noun("attachments")
ATTACHMENT = f"{ONE}/attachments/{{uuid:attachment}}"


class AttachmentRow(Schema):
    """One attachment. What can't be opened now is null; how it looks is on its pages."""

    id: UUID
    kind: str
    name: str | None
    described: str | None
    pages: int
    size: int
    added_at: datetime
    added_by: str


class Attachments(Schema):
    """All that is put to a case, oldest first, and that something was there."""

    rows: list[AttachmentRow]
    removed: list[queries.Removed]
    sealed: bool


class Described(Sent):
    """What is to be seen, for those who do not see it."""

    described: Words


@noun.get(f"{ONE}/attachments", Power.READ_CASES, gives=Attachments)
def list_attachments(request: ApiRequest, case: UUID) -> queries.AttachedList:
    """What is put to this case."""
    return queries.of_case(request.actor, cases.standing(request.actor, case).id)


@noun.post(f"{ONE}/attachments", Power.WORK_CASES, gives=Made)
def attach(
    request: ApiRequest, case: UUID, file: File[UploadedFile], described: Form[Words] = ""
) -> Made:
    """One file more, of at most 8 MB. A picture, a PDF or a text is made new before it is kept."""
    made = case_actions.attach(
        case=cases.standing(request.actor, case).id,
        name=file.name or "",
        data=file.read(),
        described=described,
        by=request.actor,
    )
    return Made(id=made)


@noun.put(ATTACHMENT, Power.WORK_CASES)
def describe_attachment(request: ApiRequest, case: UUID, attachment: UUID, body: Described) -> None:
    """What is to be seen, in words."""
    queries.check_of(request.actor, case, attachment)
    actions.describe(attachment=attachment, described=body.described, by=request.actor)


@noun.delete(ATTACHMENT, Power.WORK_CASES)
def remove_attachment(request: ApiRequest, case: UUID, attachment: UUID) -> None:
    """Nothing of it is left; that it was there stays in the list."""
    queries.check_of(request.actor, case, attachment)
    actions.remove(attachment=attachment, by=request.actor)


@noun.get("/attachments/{uuid:attachment}/pages/{int:number}", Power.READ_CASES, media="*/*")
def read_attachment_page(request: ApiRequest, attachment: UUID, number: int) -> HttpResponse:
    """One page: a JPEG of our own making, or a text."""
    found = queries.page(request.actor, attachment, number)
    text = found.kind == "text"
    kind = "text/plain; charset=utf-8" if text else "image/jpeg"
    response = HttpResponse(found.data, content_type=kind)
    name = f"page-{number}.{'txt' if text else 'jpg'}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
