"""axe-core in the page, from the package that carries it unchanged."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_AXE = Axe()


def violations(page: Page) -> list[str]:
    """What axe finds wrong with the page as it stands, one line for each rule; best is nothing."""
    found: dict[str, Any] = _AXE.run(page, options={"resultTypes": ["violations"]}).response
    return [_said(one) for one in found["violations"]]


def _said(one: dict[str, Any]) -> str:
    places = [" ".join(map(str, node["target"])) for node in one["nodes"]]
    why = next((part["message"] for node in one["nodes"] for part in _checks(node)), "")
    return f"{one['id']} ({one['impact']}) x{len(places)}: {places[0]}: {why}"


def _checks(node: dict[str, Any]) -> list[dict[str, Any]]:
    return [*node["any"], *node["all"], *node["none"]]
