"""Protection sheets, and the watch list."""

from amparo.aid.protection.models.sheets import Sheet
from amparo.aid.protection.models.watch import WatchEntry, WatchWarning

__all__ = ["Sheet", "WatchEntry", "WatchWarning"]
