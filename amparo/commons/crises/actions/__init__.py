"""Beginning a crisis, its record, the lists of needs and kinds, the gazetteer."""

from amparo.commons.crises.actions.crisis import CrisisFacts, add_crisis, save_crisis, set_phase
from amparo.commons.crises.actions.lists import (
    KindFacts,
    NeedFacts,
    save_kind,
    save_need,
    seed_kinds,
    seed_needs,
)
from amparo.commons.crises.actions.places import (
    Loaded,
    import_places,
    load_missing_places,
    load_places,
)

__all__ = [
    "CrisisFacts",
    "KindFacts",
    "Loaded",
    "NeedFacts",
    "add_crisis",
    "import_places",
    "load_missing_places",
    "load_places",
    "save_crisis",
    "save_kind",
    "save_need",
    "seed_kinds",
    "seed_needs",
    "set_phase",
]
