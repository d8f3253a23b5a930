"""How many texts one core understands in a second. Run: `python -m bench.understanding`.

Beside it, in the same rounds, py3langid alone: what merely naming the language of the same texts
costs. Processor time of this one process, so that what else the machine does does not count.
"""

import json
import os
import platform
import random
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from amparo.reach.messaging.understanding.places import Entry, Gazetteer
from amparo.reach.messaging.understanding.understand import understand

TEXTS, PLACES, ROUNDS = 3_000, 5_000, 5
GOAL = 600
OUT = Path("build/bench")
SENTENCES = (
    "Nou nan {place}, nou bezwen dlo ak manje pou {n} moun, gen timoun piti. Tanpri ede nou",
    "pa gen dlo depi {n} jou nan zon {place} nou domi nan lari kay nou kraze",
    "Eske lekol ap louvri {place} madi? mwen ta renmen konnen",
    "gen moun anba dekonb bò legliz {place} vin sove yo prese prese",
    "Bonjour, nous sommes {n} familles à {place}, sans abri et sans eau potable depuis {n} jours",
    "je cherche ma soeur, elle habitait rue {place}, aucune nouvelle depuis",
    "We are {n} people near {place}, no food, my baby has fever, please send a doctor",
    "my employer in {place} took my passport and has not paid my wages for {n} months",
    "Estamos en {place}, somos {n} personas, necesitamos agua y medicinas por favor",
    "نحن في {place} نحتاج إلى ماء وطعام لـ {n} أشخاص",
    "እኛ {place} ነን ውሃ እና ምግብ እንፈልጋለን {n} ሰዎች",
    "আমরা {place} আছি, {n} জন মানুষ, পানি ও খাবার দরকার",
    "हामी {place} मा छौं, {n} जना, पानी र खाना चाहियो",
    "Мы в {place}, нас {n} человек, нужна вода и врач",
)
SYLLABLES = ("ba", "ko", "mi", "ra", "del", "son", "tu", "pe", "gra", "no", "vil", "cha")


def main() -> None:
    """One file in build/bench: understanding."""
    chance = random.Random(7)
    names = sorted({_name(chance) for _ in range(PLACES)})
    texts = [_text(chance, names) for _ in range(TEXTS)]
    whole, alone = _understanding(names), _language_alone()
    for work in (whole, alone):
        _per_second(work, texts[:300])
    figures: list[float] = []
    floors: list[float] = []
    for number in range(ROUNDS):
        figures.append(_per_second(whole, texts))
        floors.append(_per_second(alone, texts))
        print(f"  round {number + 1}/{ROUNDS}: {figures[-1]:.0f} texts/s", flush=True)
    _write(figures, floors, len(names))


def _name(chance: random.Random) -> str:
    return "".join(chance.choices(SYLLABLES, k=chance.choice((3, 4, 5)))).capitalize()


def _text(chance: random.Random, names: list[str]) -> str:
    """An invented text, one in three with a letter lost as in a hurried SMS."""
    text = chance.choice(SENTENCES).format(place=chance.choice(names), n=chance.randint(2, 90))
    if chance.random() < 1 / 3:
        lost = chance.randrange(len(text))
        text = text[:lost] + text[lost + 1 :]
    return text


def _understanding(names: list[str]) -> Callable[[str], object]:
    gazetteer = Gazetteer(
        Entry(str(n), (name,), 18.0, -72.0, "town", 1_000) for n, name in enumerate(names)
    )
    return lambda text: understand(
        text, gazetteer=gazetteer, hint=None, expected=("ht", "fr"), country="HT"
    )


def _language_alone() -> Callable[[str], object]:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    return lambda text: identifier.classify(text)


def _per_second(work: Callable[[str], object], texts: list[str]) -> float:
    start = time.process_time()
    for text in texts:
        work(text)
    return len(texts) / (time.process_time() - start)


def _write(figures: list[float], floors: list[float], places: int) -> None:
    figure, floor = statistics.median(figures), statistics.median(floors)
    report = {
        "name": "understanding",
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}",
        "size": {"texts": TEXTS, "places": places, "rounds": ROUNDS, "cores": 1},
        "figure": round(figure, 1),
        "unit": "texts/s",
        "higher_is_better": True,
        "goal": GOAL,
        "goal_ratio": None,
        "baseline_name": "py3langid alone (language only)",
        "baseline_figure": round(floor, 1),
        "ratio": round(figure / floor, 3),
        "spread": [round(min(figures), 1), round(max(figures), 1)],
    }
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "understanding.json").write_text(json.dumps(report, indent=1) + "\n")


if __name__ == "__main__":
    main()
