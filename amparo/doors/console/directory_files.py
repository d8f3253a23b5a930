"""The directory as files: looked through before it is taken in; out as anyone may have it."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from amparo.commons.directory import actions, sharing
from amparo.doors.console import field_words, lists
from amparo.doors.console.access import StaffRequest, needs
from amparo.doors.console.directory import wanted_in
from amparo.doors.console.show import go, guarded, show
from amparo.doors.sentences import in_words
from amparo.kernel import clock
from amparo.kernel.authority import Power
from amparo.kernel.errors import InvalidError

SHOWN = 200
TYPES = {
    "json": ("application/json", sharing.as_hsds_of),
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        sharing.as_sheet,
    ),
}


@needs(Power.EDIT_DIRECTORY, "GET", "POST")
def files(request: StaffRequest) -> HttpResponse:
    """A file to look through, and the whole directory as a file."""
    wrong, said = "", ""
    if request.method == "POST":
        sent, said = request.FILES.get("file"), request.POST.get("source", "")[:48]
        if sent is None:
            wrong = _("Choose a file first.")
        else:
            try:
                return go("directory_file", _uploaded(request, sent, said))
            except InvalidError as error:
                wrong = in_words(error.reason)
    context = {"wrong": wrong, "source": said, "part": "directory"}
    return show(request, "directory_files", context, status=422 if wrong else 200)


def _uploaded(request: StaffRequest, sent: object, source: str) -> UUID:
    crisis = lists.crisis("en")
    return actions.upload(
        name=str(getattr(sent, "name", "")),
        content=sent.read(),  # type: ignore[attr-defined]
        source=source,
        timezone=crisis.timezone if crisis else "UTC",
        by=request.actor,
    )


@needs(Power.EDIT_DIRECTORY, "GET", "POST")
def file(request: StaffRequest, upload: UUID) -> HttpResponse:
    """What the file would do, row by row; then all of it, or only its good rows."""
    if request.method == "POST":
        keep_good = request.POST.get("deed") == "good"
        done = actions.take_in(upload=upload, keep_good=keep_good, by=request.actor)
        if done.written:
            return go("directory", then="taken_in")
    name, source, found = actions.preview_upload(upload=upload, by=request.actor)
    lines = [
        (one, [field_words.label(field) for field in one.fields])
        for one in found.lines
        if one.fate != "same"
    ]
    context = {
        "name": name,
        "source": source,
        "found": found,
        "new": found.count("new"),
        "changed": found.count("changed"),
        "same": found.count("same"),
        "lines": lines[:SHOWN],
        "more_lines": max(0, len(lines) - SHOWN),
        "problems": found.problems[:SHOWN],
        "more_problems": max(0, len(found.problems) - SHOWN),
        "upload": upload,
        "part": "directory",
    }
    return show(request, "directory_file", context)


@needs("staff")
def download(request: StaffRequest, kind: str) -> HttpResponse:
    """The directory, or what is wanted of it, as a file; hidden addresses are never in it."""
    if kind not in TYPES:
        raise InvalidError("kind", _("There is no such kind of file."))
    type_, make = TYPES[kind]
    wanted = wanted_in(request, can_edit=request.actor.can(Power.EDIT_DIRECTORY))
    response = HttpResponse(make(wanted), content_type=type_)
    name = f"directory-{clock.now():%Y-%m-%d}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return guarded(response)
