"""Every event has a line in the one table that says who hears it."""

import importlib
import inspect
from collections.abc import Iterable
from types import ModuleType

from amparo import wiring
from amparo.kernel.events import Event
from tests.shape import tree


def events(modules: Iterable[ModuleType]) -> dict[str, type[Event]]:
    """The kinds of events that these modules define."""
    return {
        name: one
        for module in modules
        for name, one in vars(module).items()
        if inspect.isclass(one) and issubclass(one, Event) and one.__module__ == module.__name__
    }


def defined() -> dict[str, type[Event]]:
    """All kinds of events there are."""
    paths = [one.module for one in tree.product() if one.path.endswith("/events.py")]
    return events(importlib.import_module(path) for path in paths if ".kernel." not in path)


def unheard(known: Iterable[str], wired: Iterable[str]) -> list[str]:
    """Events that nobody hears, and lines for events that do not exist."""
    known, wired = set(known), set(wired)
    return sorted([f"{name} is not in wiring" for name in known - wired]) + sorted(
        [f"wiring hears {name}, which nobody says" for name in wired - known]
    )


def test_it_wires_every_event() -> None:
    assert not unheard(defined(), wiring.HANDLERS)


def test_it_has_someone_who_hears() -> None:
    assert all(handlers and all(map(callable, handlers)) for handlers in wiring.HANDLERS.values())


def test_it_sees_an_event_that_nobody_hears() -> None:
    module = ModuleType("amparo.aid.cases.events")

    class CaseFrozen(Event):
        """Planted."""

    CaseFrozen.__module__ = module.__name__
    vars(module)["CaseFrozen"] = CaseFrozen
    assert unheard(events([module]), [])
    assert unheard([], events([module]))
    assert not unheard(events([module]), ["CaseFrozen"])
