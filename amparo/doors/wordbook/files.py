"""A language as a file that Poedit, Weblate and others open, and back."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po, write_po

from amparo.commons.wording import queries
from amparo.commons.wording.queries import Laid, Sentence
from amparo.doors.wordbook.catalogue import header, sentences
from amparo.kernel.errors import InvalidError


@dataclass(frozen=True, slots=True)
class Wish:
    """A sentence of a file: what it should say, and whether somebody stands for it."""

    sentence: Sentence
    texts: tuple[str, ...]
    doubtful: bool


def written(language: str, known: Laid) -> bytes:
    """The catalogue with every correction in it, in the order of the shipped one.

    What nobody has read over is marked as fuzzy, as tools show it; the shipped file has no such
    marks, so take in the texts only.
    """
    whole = sentences(language)
    unread = {one.key for one in queries.open_ones(whole, known)}
    catalog = Catalog(locale=None, charset="utf-8", fuzzy=False)
    told = header(language)
    catalog.mime_headers = [  # babel keeps its own order of the rest
        ("Language", told.get("Language", language)),
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Plural-Forms", told.get("Plural-Forms", "nplurals=1; plural=0;")),
    ]
    for one in whole:
        texts = queries.present(one, known.said.get(one.key))
        said = known.said.get(one.key)
        catalog.add(
            one.original if len(one.original) > 1 else one.original[0],
            texts if len(one.original) > 1 else texts[0],
            flags=("fuzzy",) if one.key in unread else (),
            user_comments=(said.state,) if said else (),
        )
    out = BytesIO()
    write_po(out, catalog, width=0)
    return out.getvalue()


def read(language: str, content: bytes) -> Iterator[Wish | str]:
    """Each sentence of the file that is ours; of any other its English, to be told."""
    shipped = {one.original: one for one in sentences(language)}
    try:
        catalog = read_po(BytesIO(content), locale=None, abort_invalid=True)
    except (PoFileError, UnicodeDecodeError, ValueError, TypeError) as wrong:
        raise InvalidError("file", "This is no .po file that can be read.") from wrong
    for message in catalog:
        if not message.id:
            continue
        original = (message.id,) if isinstance(message.id, str) else tuple(message.id)
        text = message.string
        texts = (text,) if isinstance(text, str) else tuple(str(one) for one in text or ())
        one = shipped.get(original)
        if one is None:
            yield original[0]
        elif all(part.strip() for part in texts):
            yield Wish(one, texts, doubtful=message.fuzzy)
