"""The words of the public pages: read over, corrected and signed, with the page beside them."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from amparo.commons.crises import queries as crises
from amparo.commons.wording import actions, queries
from amparo.commons.wording.queries import Laid, Sentence
from amparo.doors.console import wording_rows
from amparo.doors.console.access import StaffRequest, needs
from amparo.doors.console.show import go, guarded, show
from amparo.doors.console.wording_rows import Wanted
from amparo.doors.console.wording_words import PAGES
from amparo.doors.console.work import stopped
from amparo.doors.sentences import in_words
from amparo.doors.wordbook import catalogue, overlay
from amparo.guard.accounts import queries as accounts
from amparo.kernel.authority import Power
from amparo.kernel.errors import InvalidError, NotFoundError, WrongStateError
from amparo.kernel.language import own_name
from amparo.reach.messaging import queries as messaging


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language in the list: how far it is, and who answers for it."""

    code: str
    total: int
    open: int
    standing: str
    signature: queries.Signature | None
    signer: str
    mine: bool

    @property
    def own_name(self) -> str:
        """Its name for itself."""
        return own_name(self.code)

    @property
    def read(self) -> int:
        """How many sentences somebody stands for."""
        return self.total - self.open

    @property
    def percent(self) -> int:
        """The same of a hundred; never whole before it is."""
        return self.read * 100 // self.total if self.total else 0


@needs(Power.REVIEW_WORDING)
def wording(request: StaffRequest) -> HttpResponse:
    """All languages; one's own first."""
    known, mine = queries.all_laid(), accounts.languages_of(request.actor)
    names = accounts.colleague_names()
    tongues = [_tongue(code, known.get(code, Laid()), mine, names) for code in _codes()]
    tongues.sort(key=lambda one: (not one.mine, one.own_name.casefold()))
    context = {
        "tongues": tongues,
        "signed": sum(one.standing == "read" for one in tongues),
        "mine": mine,
        "part": "more",
    }
    return show(request, "wording", context)


def _codes() -> tuple[str, ...]:
    return catalogue.languages()


def _tongue(code: str, known: Laid, mine: tuple[str, ...], names: dict[UUID, str]) -> Tongue:
    whole = catalogue.sentences(code)
    signature = known.signature
    return Tongue(
        code,
        len(whole),
        len(queries.open_ones(whole, known)),
        queries.standing_of(whole, known),
        signature,
        names.get(signature.by, "") if signature else "",
        code in mine,
    )


@needs(Power.REVIEW_WORDING)
def tongue(request: StaffRequest, tongue: str) -> HttpResponseBase:
    """The sentences of one language, with the public page beside them."""
    return _page(request, tongue, wording_rows.wanted(request.GET))


def _page(
    request: StaffRequest,
    code: str,
    want: Wanted,
    again: dict[str, object] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    _check(code)
    known, mine = queries.laid(code), accounts.languages_of(request.actor)
    found = wording_rows.listed(code, known, want)
    names = accounts.colleague_names()
    context = {
        "tongue": _tongue(code, known, mine, names),
        "found": found,
        "want": want,
        "query": want.query(),
        "earlier": want.query(part=want.part - 1) if want.part > 1 else "",
        "later": want.query(part=want.part + 1) if want.part < found.parts else "",
        "pages": PAGES,
        "names": names,
        "following": _following(found),
        "can_review": code in mine,
        "beside": _beside(code, found.current, want),
        "part": "more",
        **(again or {}),
    }
    response = show(request, "wording_tongue", context, status=status)
    # The page beside the sentence is ours and stands in a frame; nothing else may.
    response._csp_update = {"frame-src": ["'self'"]}  # type: ignore[attr-defined]
    return response


def _beside(code: str, row: wording_rows.Row | None, want: Wanted) -> str:
    page = (want.page or row.page) if row else ""
    if row is None or not page:
        return ""
    return reverse("wording_page", args=[code, page]) + f"?sentence={row.key}#sentence"


def _following(found: wording_rows.Listed) -> dict[str, str]:
    """Which sentence comes after which: whoever has dealt with one has the next in hand."""
    keys = [row.key for _, rows in found.rows for row in rows]
    return dict(zip(keys, [*keys[1:], ""], strict=False))


@needs(Power.REVIEW_WORDING)
def elsewhere(request: StaffRequest, tongue: str) -> HttpResponse:
    """What the line says by SMS and how needs are called, to read; each is changed elsewhere."""
    _check(tongue)
    english, here = crises.needs("en"), {one.key: one.label for one in crises.needs(tongue)}
    needs_ = [(one.label, here.get(one.key, "")) for one in english]
    own = messaging.line_texts(tongue)
    texts = [(text, own.get(key, "")) for key, text in messaging.line_texts("en").items()]
    groups = (
        (_("What the line says by SMS"), _("These texts come with Amparo."), texts),
        (_("Names of the needs"), _("Editors change them in the list of needs."), needs_),
    )
    return show(request, "wording_elsewhere", {"code": tongue, "groups": groups, "part": "more"})


def _check(code: str) -> None:
    if code not in _codes():
        raise NotFoundError(NotFoundError.__doc__)


@needs(Power.REVIEW_WORDING, "POST")
def confirm(request: StaffRequest, tongue: str) -> HttpResponse:
    """You stand for the sentence as it is."""

    def act(one: Sentence, speaks: tuple[str, ...]) -> None:
        actions.confirm(
            language=tongue,
            sentence=one,
            seen=request.POST.get("seen", ""),
            speaks=speaks,
            by=request.actor,
        )

    return _do(request, tongue, "wording_confirmed", act)


@needs(Power.REVIEW_WORDING, "POST")
def correct(request: StaffRequest, tongue: str) -> HttpResponse:
    """The pages say it so; one that lost something comes back as written, with the reason."""
    texts = tuple(one.replace("\r", "") for one in request.POST.getlist("text"))
    whole = catalogue.sentences(tongue)
    names = queries.names_of(whole, queries.laid(tongue).said)

    def act(one: Sentence, speaks: tuple[str, ...]) -> None:
        actions.correct(
            language=tongue,
            sentence=one,
            texts=texts,
            names=names,
            seen=request.POST.get("seen", ""),
            speaks=speaks,
            by=request.actor,
        )

    try:
        return _do(request, tongue, "wording_corrected", act)
    except InvalidError as error:
        key = request.POST.get("key", "")
        again: dict[str, object] = {"wrong": in_words(str(error)), "wrong_key": key, "typed": texts}
        want = _asked(request)
        return _page(
            request, tongue, Wanted(want.page, want.find, want.open, key), again, status=422
        )


@needs(Power.REVIEW_WORDING, "POST")
def undo(request: StaffRequest, tongue: str) -> HttpResponse:
    """What was said of it before holds again."""

    def act(one: Sentence, speaks: tuple[str, ...]) -> None:
        actions.undo(language=tongue, sentence=one, speaks=speaks, by=request.actor)

    return _do(request, tongue, "wording_undone", act, stay=True)


@needs(Power.REVIEW_WORDING, "POST")
def sign(request: StaffRequest, tongue: str) -> HttpResponse:
    """You answer for this language, or no longer."""
    _check(tongue)
    speaks = accounts.languages_of(request.actor)
    try:
        if "unsign" in request.POST:
            actions.unsign(language=tongue, speaks=speaks, by=request.actor)
        else:
            named = request.POST.get("shown") == "named"
            actions.sign(
                language=tongue,
                sentences=catalogue.sentences(tongue),
                name=request.POST.get("name", "") if named else "",
                speaks=speaks,
                by=request.actor,
            )
    except (InvalidError, WrongStateError) as error:
        return stopped(request, in_words(str(error)))
    overlay.forget(tongue)
    done = "wording_unsigned" if "unsign" in request.POST else "wording_signed"
    return go("tongue", tongue, then=done)


def _asked(request: StaffRequest) -> Wanted:
    """The list on which the button stood."""
    return wording_rows.wanted(request.POST)


def _do(
    request: StaffRequest,
    code: str,
    done: str,
    act: Callable[[Sentence, tuple[str, ...]], None],
    *,
    stay: bool = False,
) -> HttpResponse:
    """The deed, then the list with the next sentence in hand."""
    _check(code)
    key = request.POST.get("key", "")
    one = catalogue.by_key(code).get(key)
    if one is None:
        return stopped(request, _("There is no such sentence any more: the pages have changed."))
    try:
        act(one, accounts.languages_of(request.actor))
    except WrongStateError as error:
        return stopped(request, in_words(str(error)))
    overlay.forget(code)
    at = key if stay else request.POST.get("next", "")[:32] or key
    query = _asked(request).query(at=at, said=done)
    address = reverse("console:tongue", args=[code])
    return guarded(HttpResponseRedirect(f"{address}?{query}#s-{at}"))
