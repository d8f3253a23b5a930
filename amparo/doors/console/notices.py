"""Numbers to call and advice for the day: written, translated, published, confirmed, withdrawn."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from amparo.commons.crises import queries as crises
from amparo.commons.notices import actions, queries
from amparo.doors.console import lists
from amparo.doors.console.access import StaffRequest, needs
from amparo.doors.console.case_words import Choices
from amparo.doors.console.crises import TONGUES
from amparo.doors.console.show import go, show
from amparo.doors.sentences import in_words
from amparo.guard.accounts import queries as accounts
from amparo.kernel.authority import Power
from amparo.kernel.errors import InvalidError, WrongStateError
from amparo.kernel.language import name_in

COSTS: Choices = (
    ("free", gettext_lazy("free")),
    ("paid", gettext_lazy("costs what a call costs")),
    ("unknown", gettext_lazy("not known")),
)
STATES: Choices = (
    ("draft", gettext_lazy("draft: staff only")),
    ("published", gettext_lazy("published: everyone")),
    ("withdrawn", gettext_lazy("withdrawn: staff only")),
)
PICTURES: Choices = (
    ("", gettext_lazy("none")),
    ("shelter", gettext_lazy("A place to sleep")),
    ("food", gettext_lazy("Food or water")),
    ("doctor", gettext_lazy("Doctor or medicine")),
    ("unsafe", gettext_lazy("Danger")),
    ("papers", gettext_lazy("Papers")),
    ("transit", gettext_lazy("A way out")),
    ("phone", gettext_lazy("Telephone")),
    ("search", gettext_lazy("Looking for someone")),
)
PLAIN = "number hours source source_on review_by order picture place languages cost".split()
MANY = {"number": ("label", "note"), "advice": ("title", "steps")}
MOST_TYPED = 4000


@needs(Power.EDIT_CRISIS)
def notices(request: StaffRequest) -> HttpResponse:
    """All of them; what should be asked about again stands first."""
    reader = get_language() or "en"
    context = {
        "part": "more",
        "numbers": queries.all_numbers(request.actor, reader),
        "advice": queries.all_advice(request.actor, reader),
        "states": dict(STATES),
    }
    return show(request, "notices", context)


@needs(Power.EDIT_CRISIS, "GET", "POST")
def new_number(request: StaffRequest) -> HttpResponse:
    """A new number, a draft at first."""
    return _edit(request, "number", None)


@needs(Power.EDIT_CRISIS, "GET", "POST")
def number(request: StaffRequest, hotline: UUID) -> HttpResponse:
    """A number, changed or translated."""
    return _edit(request, "number", queries.number(request.actor, hotline))


@needs(Power.EDIT_CRISIS, "GET", "POST")
def new_advice(request: StaffRequest) -> HttpResponse:
    """New advice, a draft at first."""
    return _edit(request, "advice", None)


@needs(Power.EDIT_CRISIS, "GET", "POST")
def advice(request: StaffRequest, advice: UUID) -> HttpResponse:
    """Advice, changed or translated."""
    return _edit(request, "advice", queries.advice_record(request.actor, advice))


@needs(Power.EDIT_CRISIS, "POST")
def act_number(request: StaffRequest, hotline: UUID) -> HttpResponse:
    """A number is published, confirmed or withdrawn."""
    return _act(request, "number", queries.number(request.actor, hotline).id)


@needs(Power.EDIT_CRISIS, "POST")
def act_advice(request: StaffRequest, advice: UUID) -> HttpResponse:
    """Advice is published, confirmed or withdrawn."""
    return _act(request, "advice", queries.advice_record(request.actor, advice).id)


def _act(request: StaffRequest, kind: actions.Kind, id: UUID) -> HttpResponse:
    acts: dict[str, Callable[..., None]] = {
        "publish": actions.publish,
        "withdraw": actions.withdraw,
        "confirm": actions.confirm,
    }
    done = acts.get(request.POST.get("do", ""))
    if done:
        done(kind=kind, id=id, by=request.actor)
    return go("notices", then="kept" if done else "")


def _edit(
    request: StaffRequest,
    kind: actions.Kind,
    known: queries.NumberRecord | queries.AdviceRecord | None,
) -> HttpResponse:
    wrong: dict[str, str] = {}
    overtaken = ""
    told = _typed(request) if request.method == "POST" else _known(known)
    if request.method == "POST":
        try:
            _save(request, kind, told, known.id if known else None)
            return go("notices", then="kept")
        except InvalidError as error:
            wrong = {error.field: in_words(error.reason)}
        except WrongStateError as error:
            overtaken = in_words(error.reason)
    reader = get_language() or "en"
    crisis = lists.crisis(reader)
    codes = dict.fromkeys((*(crisis.languages if crisis else ()), *TONGUES))
    context = {
        "part": "more",
        "kind": kind,
        "known": known,
        "told": told,
        "wrong": wrong,
        "overtaken": overtaken,
        "tongues": [
            (code, name_in(code, reader), *(told.get(f"{name}-{code}", "") for name in MANY[kind]))
            for code in codes
        ],
        "costs": COSTS,
        "states": dict(STATES),
        "pictures": PICTURES,
        "names": accounts.colleague_names(),
        "seen": known.seen.isoformat() if known else "",
    }
    return show(request, "notice_edit", context, status=422 if wrong or overtaken else 200)


def _typed(request: StaffRequest) -> dict[str, Any]:
    said = request.POST
    told: dict[str, Any] = {name: said.get(name, "").strip()[:MOST_TYPED] for name in PLAIN}
    told |= {name: said[name][:MOST_TYPED] for name in said if "-" in name}
    return told | {"texts": "texts" in said, "here_only": "here_only" in said}


def _known(known: queries.NumberRecord | queries.AdviceRecord | None) -> dict[str, Any]:
    if known is None:
        return {"order": "0", "cost": "unknown", "here_only": True}
    told: dict[str, Any] = {
        "source": known.source,
        "source_on": known.source_on.isoformat() if known.source_on else "",
        "review_by": known.review_by.isoformat() if known.review_by else "",
        "order": str(known.order),
        "here_only": known.crisis is not None,
    }
    if isinstance(known, queries.NumberRecord):
        told |= {name: getattr(known, name) for name in "number texts cost hours".split()}
        told |= {"languages": " ".join(known.languages)}
        texts = {"label": known.labels, "note": known.notes}
    else:
        told |= {"picture": known.picture, "place": _place_name(known.place)}
        lines = {code: "\n".join(steps) for code, steps in known.steps.items()}
        texts = {"title": known.titles, "steps": lines}
    return told | {
        f"{name}-{code}": text for name, several in texts.items() for code, text in several.items()
    }


def _save(request: StaffRequest, kind: str, told: dict[str, Any], id: UUID | None) -> None:
    crisis = lists.crisis("en") if told["here_only"] else None
    shared = {
        "source": told["source"],
        "source_on": _day("source_on", told),
        "review_by": _day("review_by", told),
        "crisis": crisis.id if crisis else None,
        "order": int(told["order"]) if told["order"].isdecimal() else 0,
    }
    seen = _seen(request) if id else None
    if kind == "number":
        number = actions.NumberFacts(
            labels=_texts(told, "label"),
            notes=_texts(told, "note"),
            number=told["number"],
            texts=told["texts"],
            cost=told["cost"],
            hours=told["hours"],
            languages=tuple(told["languages"].replace(",", " ").split()),
            **shared,
        )
        actions.save_number(facts=number, by=request.actor, id=id, seen=seen)
        return
    facts = actions.AdviceFacts(
        titles=_texts(told, "title"),
        steps=_texts(told, "steps"),
        picture=told["picture"] if told["picture"] in dict(PICTURES) else "",
        place=_place(told["place"]),
        **shared,
    )
    actions.save_advice(facts=facts, by=request.actor, id=id, seen=seen)


def _texts(told: dict[str, Any], name: str) -> dict[str, str]:
    start = f"{name}-"
    return {key[len(start) :]: told[key] for key in told if key.startswith(start)}


def _place(text: str) -> UUID | None:
    """The place of this name; none where nothing was written."""
    if not text:
        return None
    found = [one for one in lists.places(text) if one.name.casefold() == text.casefold()]
    if not found:
        raise InvalidError("place", "We do not know this place: write it as the gazetteer does.")
    return found[0].id


def _place_name(ref: UUID | None) -> str:
    place = crises.place(ref) if ref else None
    return place.name if place else ""


def _day(name: str, told: dict[str, Any]) -> date | None:
    try:
        return date.fromisoformat(told[name]) if told[name] else None
    except ValueError:
        raise InvalidError(name, _("This is no day. Write it as 2026-01-31.")) from None


def _seen(request: StaffRequest) -> datetime | None:
    try:
        return datetime.fromisoformat(request.POST.get("seen", ""))
    except ValueError:
        return None
