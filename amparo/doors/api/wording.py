"""What native readers say of the words on the public pages."""

from typing import Annotated

from ninja import Query, Schema
from pydantic import Field

from amparo.commons.wording import actions, queries
from amparo.commons.wording.queries import Laid, Sentence
from amparo.doors.api.fields import Sent, Text, Word, YesNo
from amparo.doors.api.operations import ApiRequest, Noun
from amparo.doors.api.paging import USUAL, Cursor, Limit, Page, sliced
from amparo.doors.wordbook import catalogue, overlay, shown
from amparo.guard.accounts import queries as accounts
from amparo.kernel.authority import Power
from amparo.kernel.errors import NotFoundError
from amparo.reach.messaging import queries as messaging

noun = Noun("wording")
ONE = "/wording/{str:tongue}"
SENTENCE = f"{ONE}/sentences/{{str:sentence}}"


class Tongue(Schema):
    """A language of the public pages: how far its readers are. Standing: unread, partly, read."""

    language: str
    sentences: int
    open: int
    standing: str
    signed_by: str
    mine: bool


class SentenceCard(Schema):
    """A sentence; one text for each form of its plural. `seen` goes back with what is said of it.

    `shipped`: as it came with Amparo. `page`: the first public page on which it stands.
    """

    id: str
    page: str
    original: list[str]
    texts: list[str]
    shipped: list[str]
    reviewed: bool
    seen: str


class Which(Schema):
    """Which sentences: of one public page; only those for which nobody stands yet."""

    page: Word = ""
    open: bool = False


class Seen(Sent):
    """Which text was read."""

    seen: Word


class Corrected(Seen):
    """How the pages shall say it: one text for each form, with all that is filled in."""

    texts: Annotated[list[Text], Field(min_length=1, max_length=6)]


class Signed(Sent):
    """Under which name; with none, the pages say that a native reader has read them."""

    name: Word = ""
    agreed: YesNo


@noun.get("/wording", Power.REVIEW_WORDING, gives=list[Tongue])
def list_wording(request: ApiRequest) -> list[Tongue]:
    """Every language of the public pages."""
    known, mine = queries.all_laid(), accounts.languages_of(request.actor)
    return [_tongue(code, known.get(code, Laid()), mine) for code in catalogue.languages()]


def _tongue(code: str, known: Laid, mine: tuple[str, ...]) -> Tongue:
    whole = catalogue.sentences(code)
    return Tongue(
        language=code,
        sentences=len(whole),
        open=len(queries.open_ones(whole, known)),
        standing=queries.standing_of(whole, known),
        signed_by=known.signature.name if known.signature else "",
        mine=code in mine,
    )


@noun.get(f"{ONE}/sentences", Power.REVIEW_WORDING, gives=Page[SentenceCard])
def list_sentences(
    request: ApiRequest,
    tongue: str,
    which: Query[Which],
    cursor: Cursor = "",
    limit: Limit = USUAL,
) -> Page[SentenceCard]:
    """The sentences of a language, in the order in which a visitor reads them."""
    whole, known = _whole(tongue), queries.laid(tongue)
    pages = shown.pages(tongue)
    first = {one: page for page in reversed(pages) for one in pages[page]}
    order = {one: nth for nth, one in enumerate(one for page in pages for one in pages[page])}
    names = queries.names_of(whole, known.said)
    cards = [
        SentenceCard(
            id=one.key,
            page=first.get(one.original[0], ""),
            original=list(one.original),
            texts=list(texts := queries.present(one, known.said.get(one.key))),
            shipped=list(one.shipped),
            reviewed=queries.reviewed(one, known.said.get(one.key), names),
            seen=queries.over(texts),
        )
        for one in sorted(whole, key=lambda one: order.get(one.original[0], len(order)))
        if not which.page or one.original[0] in pages.get(which.page, ())
    ]
    wanted = [card for card in cards if not (which.open and card.reviewed)]
    return sliced(request, wanted, cursor, limit)


@noun.post(f"{SENTENCE}/confirm", Power.REVIEW_WORDING)
def confirm_sentence(request: ApiRequest, tongue: str, sentence: str, body: Seen) -> None:
    """You stand for the sentence as it is."""
    actions.confirm(
        language=tongue,
        sentence=_one(tongue, sentence),
        seen=body.seen,
        speaks=accounts.languages_of(request.actor),
        by=request.actor,
    )
    overlay.forget(tongue)


@noun.post(f"{SENTENCE}/correct", Power.REVIEW_WORDING)
def correct_sentence(request: ApiRequest, tongue: str, sentence: str, body: Corrected) -> None:
    """The pages say it so within a minute."""
    one = _one(tongue, sentence)
    actions.correct(
        language=tongue,
        sentence=one,
        texts=body.texts,
        names=queries.names_of(_whole(tongue), queries.laid(tongue).said),
        seen=body.seen,
        speaks=accounts.languages_of(request.actor),
        by=request.actor,
    )
    overlay.forget(tongue)


@noun.post(f"{SENTENCE}/undo", Power.REVIEW_WORDING)
def undo_sentence(request: ApiRequest, tongue: str, sentence: str) -> None:
    """What was said of it before holds again."""
    one, speaks = _one(tongue, sentence), accounts.languages_of(request.actor)
    actions.undo(language=tongue, sentence=one, speaks=speaks, by=request.actor)
    overlay.forget(tongue)


@noun.post(f"{ONE}/signature", Power.REVIEW_WORDING)
def sign_wording(request: ApiRequest, tongue: str, body: Signed) -> None:
    """You answer for this language, or no longer (`agreed`: false)."""
    whole, speaks = _whole(tongue), accounts.languages_of(request.actor)
    if body.agreed:
        actions.sign(
            language=tongue, sentences=whole, name=body.name, speaks=speaks, by=request.actor
        )
    else:
        actions.unsign(language=tongue, speaks=speaks, by=request.actor)
    overlay.forget(tongue)


@noun.get(f"{ONE}/line-texts", Power.REVIEW_WORDING, gives=dict[str, str])
def read_line_texts(request: ApiRequest, tongue: str) -> dict[str, str]:  # noqa: ARG001
    """What the line says by SMS in this language, by key."""
    _whole(tongue)
    return dict(messaging.line_texts(tongue))


def _whole(tongue: str) -> tuple[Sentence, ...]:
    if tongue not in catalogue.languages():
        raise NotFoundError(NotFoundError.__doc__)
    return catalogue.sentences(tongue)


def _one(tongue: str, sentence: str) -> Sentence:
    _whole(tongue)
    one = catalogue.by_key(tongue).get(sentence)
    if one is None:
        raise NotFoundError(NotFoundError.__doc__)
    return one
