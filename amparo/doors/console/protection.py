"""A case's protection sheet, for trained staff: what they may ask, and what they were told."""

from collections.abc import Callable, Mapping
from uuid import UUID

from django.http import HttpResponse

from amparo.aid.cases import queries as cases
from amparo.aid.protection import actions, queries
from amparo.doors.console import protection_words as words
from amparo.doors.console.access import StaffRequest, needs
from amparo.doors.console.show import go, show
from amparo.doors.console.work import stopped
from amparo.kernel.authority import Power
from amparo.kernel.errors import InvalidError, WrongStateError


@needs(Power.PROTECT)
def protection(request: StaffRequest, case: UUID) -> HttpResponse:
    """The sheet: asylum and return, signs of exploitation, special needs, history."""
    return _page(request, cases.standing(request.actor, case))


@needs(Power.PROTECT, "POST")
def set_answer(request: StaffRequest, case: UUID) -> HttpResponse:
    """What came of asking about asylum and return."""

    def deed(found: cases.Standing) -> None:
        actions.set_answer(
            case=case,
            scope=found.scope_id,
            answer=request.POST.get("answer", ""),
            words=request.POST.get("words", ""),
            by=request.actor,
        )

    return _do(request, case, "asked", deed)


@needs(Power.PROTECT, "POST")
def set_signs(request: StaffRequest, case: UUID) -> HttpResponse:
    """Signs of exploitation, and whether it is safe to reach them."""

    def deed(found: cases.Standing) -> None:
        actions.set_signs(
            case=case,
            scope=found.scope_id,
            signs=request.POST.getlist("signs"),
            note=request.POST.get("note", ""),
            contact=request.POST.get("contact", ""),
            contact_note=request.POST.get("contact_note", ""),
            by=request.actor,
        )

    return _do(request, case, "signs", deed)


@needs(Power.PROTECT, "POST")
def set_needs(request: StaffRequest, case: UUID) -> HttpResponse:
    """Special needs: each with a few words, each kept back if they want."""
    back = request.POST.getlist("back")

    def deed(found: cases.Standing) -> None:
        actions.set_needs(
            case=case,
            scope=found.scope_id,
            needs={
                key: actions.Noted(request.POST.get(f"note-{key}", ""), key in back)
                for key in request.POST.getlist("needs")
            },
            by=request.actor,
        )

    return _do(request, case, "special", deed)


def _do(
    request: StaffRequest, case: UUID, mark: str, deed: Callable[[cases.Standing], None]
) -> HttpResponse:
    found = cases.standing(request.actor, case)
    try:
        deed(found)
    except InvalidError as error:
        return _page(request, found, {"wrong": str(error), "wrong_in": mark}, status=422)
    except WrongStateError as error:
        return stopped(request, error)
    return go("protection", case, then="protected", mark=mark)


def _page(
    request: StaffRequest,
    found: cases.Standing,
    again: Mapping[str, object] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    sheet = queries.sheet(request.actor, found.id)
    content = sheet.content
    context = {
        "part": "cases",
        "found": found,
        "sheet": sheet,
        "content": content,
        "stops": queries.stops(request.actor, found.id),
        "answers": words.ANSWERS,
        "signs": words.SIGNS,
        "contacts": words.CONTACTS,
        "rows": _rows(request, content.needs),
        "source": actions.SOURCE,
        "past": [(line, words.past_words(line.what, line.keys)) for line in sheet.past],
        "typed": request.POST,
        **(again or {}),
    }
    return show(request, "protection", context, status=status)


def _rows(
    request: StaffRequest, known: Mapping[str, actions.Noted]
) -> list[tuple[str, object, bool, str, bool]]:
    """Each special need: key, words, whether ticked, its note, whether kept back; as typed."""
    if "needs" in request.POST or "back" in request.POST:
        ticked, back = request.POST.getlist("needs"), request.POST.getlist("back")
        return [
            (key, label, key in ticked, request.POST.get(f"note-{key}", ""), key in back)
            for key, label in words.NEEDS
        ]
    none = actions.Noted()
    return [
        (key, label, key in known, known.get(key, none).note, known.get(key, none).kept_back)
        for key, label in words.NEEDS
    ]
