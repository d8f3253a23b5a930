"""Whether a step is stopped, for all; what was told, for trained staff; what a pathway carries."""

from amparo.aid.protection.queries.sheets import (
    CLEARED,
    NOT_CLEARED,
    PastLine,
    SheetPage,
    Stops,
    for_pathway,
    sheet,
    stops,
)
from amparo.aid.protection.queries.watch import (
    WarningRow,
    WatchList,
    WatchPage,
    WatchRow,
    watch_entry,
    watch_list,
)

__all__ = [
    "CLEARED",
    "NOT_CLEARED",
    "PastLine",
    "SheetPage",
    "Stops",
    "WarningRow",
    "WatchList",
    "WatchPage",
    "WatchRow",
    "for_pathway",
    "sheet",
    "stops",
    "watch_entry",
    "watch_list",
]
