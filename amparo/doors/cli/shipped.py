"""The lists that come with Amparo: needs, kinds of crises, guides, pathways."""

from typing import NamedTuple

from amparo.commons.crises import actions as crises
from amparo.commons.guides import actions as guides
from amparo.commons.pathways import actions as pathways
from amparo.kernel.authority import machine


class Added(NamedTuple):
    """How many entries of each list were new."""

    needs: int
    kinds: int
    guides: int
    pathways: int


def add_shipped() -> Added:
    """Whatever a list of this house lacked is in it; what it held stays as the house has it."""
    return Added(
        needs=crises.seed_needs(by=machine()),
        kinds=crises.seed_kinds(by=machine()),
        guides=guides.ship(by=machine()),
        pathways=pathways.seed_pathways(by=machine()),
    )
