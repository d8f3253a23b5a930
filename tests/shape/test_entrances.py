"""An area is entered by its doors only, and the intake door loads next to nothing."""

import grimp
import pytest

from tests.shape.exemptions import EDGES, ENTRANCES, INTAKE

PUBLIC = {"actions", "queries", "events", "sharing", "figures"}
TOPS = {"commons", "guard", "reach", "aid", "tracing", "passage"}


def area_of(module: str) -> str:
    """`amparo.aid.cases` for anything in it; empty for what is no area."""
    parts = module.split(".")
    return ".".join(parts[:3]) if len(parts) > 2 and parts[1] in TOPS else ""


def within(module: str, package: str) -> bool:
    """Whether the module is the package or lies in it."""
    return module == package or module.startswith(f"{package}.")


def may_enter(importer: str, imported: str) -> bool:
    """Whether this import goes through an entrance."""
    area = area_of(imported)
    if not area or area_of(importer) == area or imported == area or ".tests" in importer:
        return True
    if any(within(imported, entrance) for entrance in ENTRANCES):
        return True
    public = {"figures"} if within(importer, "amparo.indicators") else PUBLIC
    return imported.split(".")[3] in public or (importer, imported) in EDGES


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("amparo", cache_dir=None)


def edges(graph: grimp.ImportGraph) -> list[tuple[str, str]]:
    modules = sorted(graph.modules)
    return [(one, two) for one in modules for two in graph.find_modules_directly_imported_by(one)]


def test_it_enters_areas_by_their_entrances(graph: grimp.ImportGraph) -> None:
    wrong = [f"{one} -> {two}" for one, two in edges(graph) if not may_enter(one, two)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("importer", "imported"),
    [
        ("amparo.doors.console.queue", "amparo.reach.messaging.rules"),
        ("amparo.aid.cases.actions", "amparo.reach.messaging.models"),
        ("amparo.aid.cases.actions", "amparo.guard.vault.models"),
        ("amparo.indicators.week", "amparo.aid.cases.queries"),
    ],
)
def test_it_refuses_a_side_entrance(importer: str, imported: str) -> None:
    assert not may_enter(importer, imported)
    assert may_enter(importer, ".".join([*imported.split(".")[:3], "figures"]))


def intake_loads(graph: grimp.ImportGraph) -> set[str]:
    door = "amparo.doors.intake"
    loaded = {
        name
        for name in graph.find_upstream_modules(door, as_package=True)
        if not within(name, door) and ".tests" not in name
    }
    return {name for name in loaded if not any(one.startswith(f"{name}.") for one in loaded)}


def test_it_lets_the_intake_door_load_what_is_listed(graph: grimp.ImportGraph) -> None:
    loaded = {name for name in intake_loads(graph) if not is_only_a_docstring(name)}
    assert loaded == set(INTAKE)


def is_only_a_docstring(name: str) -> bool:
    """Packages whose `__init__` says what they own and does nothing."""
    return name.count(".") < 2 or name.endswith((".channels", ".json", ".kannel", ".messaging"))


def test_it_sees_what_the_intake_door_loads_through_others(graph: grimp.ImportGraph) -> None:
    graph.add_import(importer="amparo.kernel.errors", imported="amparo.guard.vault.keys")
    try:
        assert "amparo.guard.vault.keys" in intake_loads(graph)
    finally:
        graph.remove_import(importer="amparo.kernel.errors", imported="amparo.guard.vault.keys")


def test_it_needs_every_exemption(graph: grimp.ImportGraph) -> None:
    known = edges(graph)
    for edge in EDGES:
        assert edge in known, f"{edge} is no longer needed"
    for entrance in ENTRANCES:
        used = any(
            within(two, entrance) and area_of(one) != area_of(two) and ".tests" not in one
            for one, two in known
        )
        assert used, f"{entrance} is no longer entered from outside"
