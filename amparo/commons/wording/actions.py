"""A sentence is confirmed, corrected, brought back; a language is signed, or the name taken away.

Which languages a colleague reads stands with the staff, a room above: whoever calls brings them.
"""

from collections.abc import Collection, Mapping, Sequence

from amparo.commons.wording import queries, rules
from amparo.commons.wording.models import Wording, WordingSignature
from amparo.commons.wording.rules import Sentence
from amparo.commons.wording.states import State
from amparo.kernel import audit, clock, refs
from amparo.kernel.authority import Actor, Power
from amparo.kernel.errors import DeniedError, InvalidError, WrongStateError
from amparo.kernel.rooms import room

_MEANWHILE = (
    "A colleague changed this sentence meanwhile. Nothing was overwritten: read it again, then say."
)


def confirm(
    *, language: str, sentence: Sentence, seen: str, speaks: Collection[str], by: Actor
) -> None:
    """A native reader stands for the text as it is; `seen` says which text she read."""
    by = _may(by, language, speaks)
    with room("commons", by):
        row = _row(language, sentence, by)
        said = queries.said_of(row)
        if rules.over(rules.present(sentence, said)) != seen:
            raise WrongStateError(_MEANWHILE)
        if row.state == State.CORRECTED and rules.present(sentence, said) == said.texts:
            return  # whoever corrected it stands for it already
        _put(row, State.CONFIRMED, (), rules.over(sentence.shipped), by)
        audit.write(by=by, verb="wording.confirm", about=row.id)


def correct(
    *,
    language: str,
    sentence: Sentence,
    texts: Sequence[str],
    names: Mapping[str, str],
    speaks: Collection[str],
    by: Actor,
    seen: str | None = None,
) -> None:
    """The pages say it so, within a minute. `names`: what each button is called."""
    by = _may(by, language, speaks)
    written = tuple(one.strip() for one in texts)
    rules.check(sentence, written, names)
    with room("commons", by):
        row = _row(language, sentence, by)
        if seen is not None and rules.over(rules.present(sentence, queries.said_of(row))) != seen:
            raise WrongStateError(_MEANWHILE)
        if written == sentence.shipped:
            _put(row, State.CONFIRMED, (), rules.over(written), by)
        else:
            _put(row, State.CORRECTED, written, "", by)
        audit.write(by=by, verb="wording.correct", about=row.id)


def undo(*, language: str, sentence: Sentence, speaks: Collection[str], by: Actor) -> None:
    """What was said before holds again; undoing once more brings it back."""
    by = _may(by, language, speaks)
    with room("commons", by):
        row = Wording.objects.select_for_update().filter(language=language, key=sentence.key)
        known = row.first()
        if known is None:
            raise WrongStateError("Nothing was said of this sentence: there is nothing to undo.")
        old = known.before or {"state": State.DRAFTED.value, "texts": [], "over": ""}
        _put(known, State(old["state"]), tuple(old["texts"]), old["over"], by)
        audit.write(by=by, verb="wording.undo", about=known.id)


def sign(
    *,
    language: str,
    sentences: Sequence[Sentence],
    name: str,
    speaks: Collection[str],
    by: Actor,
) -> None:
    """She answers for the whole language, under the name that she wants to be shown."""
    by = _may(by, language, speaks)
    shown = " ".join(name.split())
    if len(shown) > rules.NAME:
        raise InvalidError("name", "At most %(most)s letters.", most=rules.NAME)
    with room("commons", by):
        rows = Wording.objects.select_for_update().filter(language=language)
        said = {one.key: queries.said_of(one) for one in rows}
        open_ones = queries.open_ones(sentences, queries.Laid(said))
        if open_ones or not sentences:
            raise WrongStateError(
                "%(n)s sentences have not been read yet. Confirm or correct each, then sign.",
                n=len(open_ones),
            )
        row = WordingSignature(
            id=refs.new_ref(),
            language=language,
            shown_name=shown,
            version=rules.version(sentences, said),
            sentences=len(sentences),
            signed_at=clock.now(),
            signed_by_id=by.id,
        )
        row.save(force_insert=True)
        audit.write(by=by, verb="wording.sign", about=row.id, detail={"language": language})


def unsign(*, language: str, speaks: Collection[str], by: Actor) -> None:
    """Nobody answers for this language; what was said of its sentences stays."""
    by = _may(by, language, speaks)
    with room("commons", by):
        live = WordingSignature.objects.select_for_update().filter(language=language)
        rows = list(live.filter(withdrawn_at=None))
        if not rows:
            raise WrongStateError("Nobody has signed this language.")
        for row in rows:
            row.withdrawn_at, row.withdrawn_by_id = clock.now(), by.id
            row.save()
            audit.write(by=by, verb="wording.unsign", about=row.id, detail={"language": language})


def _may(by: Actor, language: str, speaks: Collection[str]) -> Actor:
    by = by.within(Power.REVIEW_WORDING)
    if language not in speaks:
        raise DeniedError(
            "This language is not among yours. Who manages the staff writes down which you read."
        )
    return by


def _row(language: str, sentence: Sentence, by: Actor) -> Wording:
    """The row of this sentence, locked; a new one, not saved yet, where there was none."""
    rows = Wording.objects.select_for_update()
    key = sentence.key
    known = rows.filter(language=language, key=key).first()
    if known is not None:
        return known
    new = Wording(
        id=refs.new_ref(),
        language=language,
        key=key,
        original=sentence.original[0],
        changed_at=clock.now(),
        changed_by_id=by.id,
    )
    # Two who begin with the same sentence: the second waits here and finds the first one's row.
    Wording.objects.bulk_create([new], ignore_conflicts=True)
    return rows.get(language=language, key=key)


def _put(row: Wording, state: State, texts: tuple[str, ...], over: str, by: Actor) -> None:
    row.before = {"state": row.state, "texts": list(row.texts), "over": row.over}
    row.state, row.texts, row.over = state, list(texts), over
    row.changed_at, row.changed_by_id = clock.now(), by.id
    row.save()
