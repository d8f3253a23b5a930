"""Requests, answers, concerns and slips as they may look."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from types import SimpleNamespace as One
from typing import Any

from django.http import HttpRequest, HttpResponse

from amparo.doors.public.examples.looks import (
    CODE,
    GROUPS,
    REFERENCE,
    STEPS,
    WORDS,
    Example,
    with_,
)
from amparo.doors.public.forms import HOURS, carried, filled, seen
from amparo.doors.public.languages import ANSWER_LANGUAGES, Language
from amparo.doors.public.needs import TILES
from amparo.doors.public.show import show
from amparo.doors.public.signs import TILES as SIGNS
from amparo.doors.public.templatetags.public import SLIP
from amparo.kernel import clock
from amparo.kernel.language import own_name


def _said(**told: str) -> dict[str, Any]:
    return filled(told)


def help(page: str, question: str = "", cut: str = "") -> Example:
    said = _said(who="other" if question == "empty" else "me", reach="phone", number="+00 000 00")
    context = {
        "said": said,
        "carried": carried(said, page),
        "question": question,
        "cut": cut,
        "tiles": TILES,
        "hours": HOURS,
        "answers": [(code, own_name(code)) for code in ANSWER_LANGUAGES],
    }
    return with_(f"help_{page}", **context)


def receipt(reach: str, cover: str = "on") -> Example:
    said = _said(reach=reach, number="+00 000 00 00", words=WORDS, cover=cover)
    return lambda request, language: show(
        request,
        language,
        "receipt",
        {
            "said": said,
            "tiles": TILES[:2],
            "place": "Porto Lua",
            "code": CODE,
            "groups": GROUPS,
            "reference": REFERENCE,
            "arrived": clock.now(),
        },
    )


def _line(kind: str, author: str = "") -> One:
    return One(kind=kind, author=author, at=clock.now(), language="en", text=WORDS)


def threads() -> Iterator[Example]:
    for status in ("read", "received", "worked_on", "passed_on", "closed"):
        yield _thread(status)
    for done in ("added", "thanks_no", "thanks", "kin_ended", "kin_full", "empty", "again"):
        yield _thread("read", done)
    yield _thread("closed", answered=False)


def _thread(status: str, done: str = "", *, answered: bool = True) -> Example:
    def page(request: HttpRequest, language: Language) -> HttpResponse:
        now = clock.now()
        answer = _line("answer", "Noor")
        lines = [_line("person"), _line("auto"), _line("answer"), answer]
        context = {
            "code": CODE,
            "thread": One(
                concern=False,
                status=status,
                asks_help_question=answered,
                place="Porto Lua",
                reference=REFERENCE,
            ),
            "lines": lines,
            "answer": answer if answered else None,
            "tiles": TILES[:2],
            "done": done,
            "steps": STEPS[:2],
            "over": status == "closed",
            "kin": [One(id="x", made_at=now, ends_at=now + timedelta(days=30))],
            "most_kin": 3,
            "kin_days": 30,
            "cut": WORDS if done == "again" else "",
            "words": "",
        }
        return show(request, language, "thread", context)

    return page


def glance(steps: tuple[str, ...]) -> Example:
    return with_("glance", steps=steps, closed="closed" in steps)


def passed(done: str) -> Example:
    def page(request: HttpRequest, language: Language) -> HttpResponse:
        fields = "needs people language urgency area place wish protection reply".split()
        names = ("disclosure", "receiver", "at", "fields", "state", "can_take_back")
        rows = [
            ("x", "Casa Aurora", clock.now(), fields, "sent", True),
            ("y", "Casa Lua", clock.now(), fields[:2], "withdrawn", False),
            ("z", "Casa Sol", clock.now(), ["else"], "done", False),
        ]
        lines = [One(**dict(zip(names, row, strict=True))) for row in rows]
        context = {"code": CODE, "lines": [] if done == "none" else lines, "done": done}
        return show(request, language, "passed_on", context)

    return page


def concern(question: str) -> Example:
    said = seen({"reach": "phone", "number": "1"})
    cut = WORDS if question == "again" else None
    context = {"said": said, "question": question, "cut": cut, "tiles": SIGNS, "hours": HOURS}
    return with_("concern", **context)


def done(reach: str) -> Example:
    return lambda request, language: show(
        request,
        language,
        "concern_done",
        {
            "said": seen({"reach": reach, "number": "+00 000 00 00"}),
            "code": CODE,
            "groups": GROUPS,
            "reference": REFERENCE,
            "arrived": clock.now(),
        },
    )


def slips() -> Iterator[Example]:
    for state in ("sent", "accepted", "declined", "done", "not_done", "withdrawn"):
        yield _slip(state)
    for done in ("accepted", "declined", "done", "asked"):
        yield _slip("accepted", done=done)
    for wrong in ("state", "name", "words"):
        yield _slip("sent", wrong=wrong)
    yield _slip("sent", empty=True)


def _slip(state: str, done: str = "", wrong: str = "", *, empty: bool = False) -> Example:
    def page(request: HttpRequest, language: Language) -> HttpResponse:
        now = clock.now()
        row = One(state=state, answer_due_at=now, sender="Aurora", service="Casa Aurora")
        said = [One(kind=kind, by="Noor", at=now, text=WORDS) for kind in ("ask", "reply")]
        slip = [] if empty else [(label, WORDS) for label in SLIP]
        found = One(row=row, slip=slip, reason=WORDS, answered_by="Noor", said=said)
        context: Mapping[str, object] = {
            "token": "",
            "found": found,
            "row": row,
            "done": done,
            "wrong": wrong,
            "name": "",
            "words": "",
        }
        return show(request, language, "slip", context)

    return page
