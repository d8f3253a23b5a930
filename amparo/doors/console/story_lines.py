"""Lines of a case's story as the page shows them: their words are chosen here, once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.aid.cases.queries import Moment
from amparo.doors.console.case_words import STEPS, TASK_KINDS
from amparo.doors.console.templatetags.console import dot, kind_word, lang, state_word


@dataclass(frozen=True, slots=True)
class Shown:
    """One line: its dot, its words, and what someone said, in a box of their own.

    Its times are written here: two hundred lines would format a thousand in the template.
    """

    day: str  # as a headline; empty where the line before is of the same day
    iso: str
    clock: str
    by: str
    css: str
    title: str
    receiver: str
    service: str
    text: str
    translation: str
    box: str  # own: hers; out: ours
    tongue: str  # lang and dir of the text
    tag: str
    good: bool
    hidden: bool  # sealed away


_WORDS: dict[tuple[str, str], str | Promise] = {
    ("wish", ""): gettext_lazy("Wish written down"),
    ("reopened", "open"): gettext_lazy("Opened again"),
    ("task", "open"): gettext_lazy("A task that was thought done is to do again"),
    ("team", "joined"): gettext_lazy("Joined the team"),
    ("team", "left"): gettext_lazy("Left the team"),
    ("family", "linked"): gettext_lazy("Tied to another case of the family"),
    ("family", "unlinked"): gettext_lazy("No longer tied to another case"),
    ("transferred", "sent"): gettext_lazy(
        "The case was sent to another organisation, with consent"
    ),
    ("transferred", "received"): gettext_lazy("The case came to this organisation"),
    ("proposed", "open"): gettext_lazy("A message was proposed: it waits for an officer"),
    ("proposed", "sent"): gettext_lazy("A message was proposed, and an officer sent it"),
    ("proposed", "dropped"): gettext_lazy("A message was proposed, and not sent"),
    **{("against", step): words for step, words in STEPS},
}
_KINDS = dict(TASK_KINDS)
_AUTO = 'dir="auto"'


def lines(moments: Iterable[Moment], zone: ZoneInfo) -> list[Shown]:
    """The story, ready to be shown in this zone's time."""
    found: list[Shown] = []
    before: date | None = None
    for one in moments:
        at = one.at.astimezone(zone)
        day = "" if at.date() == before else date_format(at, "l j F")
        before = at.date()
        times = {"day": day, "iso": at.isoformat(timespec="seconds"), "clock": f"{at:%H:%M}"}
        found.append(_HOW[one.what](one, times))
    return found


def _shown(one: Moment, times: dict[str, str], css: str, title: str, **more: object) -> Shown:
    told: dict[str, object] = {
        "receiver": "",
        "service": "",
        "text": one.text or "",
        "translation": "",
        "box": "out",
        "tongue": _AUTO,
        "tag": "",
        "good": False,
        "hidden": one.text is None,
        **more,
    }
    return Shown(**times, by=one.by, css=css, title=title, **told)  # type: ignore[arg-type]


def _message(one: Moment, times: dict[str, str]) -> Shown:
    if one.automatic:
        return _shown(one, times, "", kind_word(one.kind), text="", hidden=False)
    css, box = ("in-", "own") if one.from_person else ("", "out")
    tongue = lang(one.language)
    return _shown(one, times, css, "", box=box, tongue=tongue, translation=one.translation)


def _task(one: Moment, times: dict[str, str]) -> Shown:
    done = one.state == "done"
    tag = _("done") if done else _("no longer needed")
    title = str(_KINDS.get(one.kind, ""))
    return _shown(one, times, "yes" if done else "", title, tag=tag, good=done)


def _entry(one: Moment, times: dict[str, str]) -> Shown:
    if one.kind == "note":
        return _shown(one, times, "", "")
    if one.kind == "outcome":
        return _shown(one, times, dot(one.state), f"{_('Closed:')} {state_word(one.state)}")
    if one.kind == "proposed":
        # What waits stands in its own section; what was sent, below as the message it became.
        more = {} if one.state == "dropped" else {"text": "", "hidden": False}
        return _shown(one, times, "", str(_WORDS["proposed", one.state]), **more)
    if one.kind == "wish":
        return _shown(one, times, "in-", str(_WORDS["wish", ""]), box="own")
    words = _WORDS.get((one.kind, one.state))
    if words is not None:
        return _shown(one, times, "not" if one.kind == "against" else "", str(words))
    receiver = one.referral.receiver if one.referral else ""
    service = one.referral.service if one.referral else ""
    title = state_word(one.state)
    return _shown(one, times, dot(one.state), title, receiver=receiver, service=service)


_HOW = {"message": _message, "task": _task, "entry": _entry}
