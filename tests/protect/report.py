"""What a check says: `build/protect/CNN.json`."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

BUILD = Path(__file__).parents[2] / "build" / "protect"


@dataclass(frozen=True, slots=True)
class Report:
    """The figure and its bar, and beside it the sabotaged house that must fail."""

    check: str
    size: dict[str, object]
    figure: float
    unit: str
    bar: float
    holds: bool
    control_figure: dict[str, int]
    control_red: bool
    words: str  # for a person

    @property
    def good(self) -> bool:
        """The bar holds, and the check can fail."""
        return self.holds and self.control_red

    def write(self, folder: Path = BUILD) -> Path:
        """The file."""
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"{self.check}.json"
        file.write_text(json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n")
        return file
