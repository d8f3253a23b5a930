"""A case's protection sheet, for trained staff: what they may ask, and what they were told."""

from uuid import UUID

from django.http import HttpResponse

from amparo.aid.cases import queries as cases
from amparo.aid.protection import actions, queries
from amparo.doors.console import protection_words as words
from amparo.doors.console.access import StaffRequest, needs
from amparo.doors.console.show import go, show
from amparo.kernel.authority import Power
from amparo.kernel.errors import InvalidError, WrongStateError

# Which part of the page says what is wrong with a field; all others belong to the special needs.
_PART = {
    "answer": "asked",
    "words": "asked",
    "signs": "signs",
    "signs_note": "signs",
    "contact": "signs",
    "contact_note": "signs",
}


@needs(Power.PROTECT, "GET", "POST")
def protection(request: StaffRequest, case: UUID) -> HttpResponse:
    """The sheet: asylum and return, signs of exploitation, special needs; kept as a whole."""
    found = cases.standing(request.actor, case)
    if request.method == "GET":
        return _page(request, found)
    told = _told(request)
    try:
        actions.set_sheet(
            case=case,
            scope=found.scope_id,
            told=told,
            seen=request.POST.get("seen", ""),
            by=request.actor,
        )
    except InvalidError as error:
        wrong = {"wrong": str(error), "wrong_in": _PART.get(error.field, "special")}
        return _page(request, found, told, wrong, status=422)
    except WrongStateError as error:
        return _page(request, found, told, {"overtaken": str(error)}, status=409)
    return go("protection", case, then="protected")


def _told(request: StaffRequest) -> actions.Told:
    """Everything as it was filled in. Words at a need tick it, unless it was just unticked."""
    post = request.POST
    ticked, had, back = (post.getlist(name) for name in ("needs", "had", "back"))
    noted = {key: post.get(f"note-{key}", "") for key, _label in words.NEEDS}
    kept = [*ticked, *(key for key, note in noted.items() if note.strip() and key not in had)]
    return actions.Told(
        answer=post.get("answer", ""),
        words=post.get("words", ""),
        signs=tuple(post.getlist("signs")),
        signs_note=post.get("note", ""),
        contact=post.get("contact", ""),
        contact_note=post.get("contact_note", ""),
        needs={key: actions.Noted(noted.get(key, ""), key in back) for key in dict.fromkeys(kept)},
    )


def _page(
    request: StaffRequest,
    found: cases.Standing,
    typed: actions.Told | None = None,
    again: dict[str, str] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    sheet = queries.sheet(request.actor, found.id)
    content = typed or sheet.content
    none = actions.Noted()
    noted = [(key, label, content.needs.get(key)) for key, label in words.NEEDS]
    context = {
        "part": "cases",
        "found": found,
        "sheet": sheet,
        "content": content,
        "stops": queries.stops(request.actor, found.id),
        "answers": words.ANSWERS,
        "signs": words.SIGNS,
        "contacts": words.CONTACTS,
        "had": [key for key, _label in words.NEEDS if key in sheet.content.needs],
        "rows": [(key, label, one is not None, one or none) for key, label, one in noted],
        "source": actions.SOURCE,
        "past": [(line, words.past_words(line.what, line.keys)) for line in sheet.past],
        **(again or {}),
    }
    return show(request, "protection", context, status=status)
