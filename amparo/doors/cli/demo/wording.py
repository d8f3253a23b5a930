"""A beginning of reading over: a translator has confirmed the first sentences of Arabic.

Nobody signs: the demo must not say of its words what nobody in the world has said of them.
"""

from typing import Final

from amparo.commons.wording import actions, queries
from amparo.doors.cli.demo.world import World
from amparo.doors.wordbook import catalogue

LANGUAGE: Final = "ar"
READ: Final = 140
# One that she would say otherwise.
OTHERWISE: Final = {"I have a code": ("معي رمز",)}


def read_over(world: World) -> None:
    """Some sentences of one language are confirmed, one is corrected, none is signed for."""
    by = world.translator(LANGUAGE)
    if by is None:
        return
    speaks, whole = (LANGUAGE,), catalogue.sentences(LANGUAGE)
    names = queries.names_of(whole, {})
    for one in whole[:READ]:
        actions.confirm(
            language=LANGUAGE, sentence=one, seen=queries.over(one.shipped), speaks=speaks, by=by
        )
    for one in whole:
        if texts := OTHERWISE.get(one.original[0]):
            actions.correct(
                language=LANGUAGE, sentence=one, texts=texts, names=names, speaks=speaks, by=by
            )
