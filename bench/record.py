"""One JSON file for each benchmark, with the keys that design and CI rely on."""

import json
import os
import platform
from collections.abc import Sequence
from pathlib import Path

OUT = Path("build/bench")


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which this share of them lies (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered)) - 1))]


def write(
    *,
    name: str,
    size: dict[str, object],
    figure: float,
    unit: str,
    higher_is_better: bool,
    goal: float | None,
    spread: tuple[float, float],
    baseline_name: str,
    baseline_figure: float,
    goal_ratio: float | None = None,
    **more: object,
) -> None:
    """`build/bench/NAME.json`, and one line for whoever watches."""
    OUT.mkdir(parents=True, exist_ok=True)
    found: dict[str, object] = {
        "name": name,
        "machine": f"{os.cpu_count()} cores, {platform.machine()}, Python "
        f"{platform.python_version()}",
        "size": size,
        "figure": round(figure, 3),
        "unit": unit,
        "higher_is_better": higher_is_better,
        "goal": goal,
        "goal_ratio": goal_ratio,
        "baseline_name": baseline_name,
        "baseline_figure": round(baseline_figure, 3),
        "ratio": round(figure / baseline_figure, 3) if baseline_figure else None,
        "spread": [round(one, 3) for one in spread],
        **more,
    }
    (OUT / f"{name}.json").write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n")
    print(f"{name}: {figure:,.1f} {unit} (goal {goal}), {baseline_name} {baseline_figure:,.1f}")
