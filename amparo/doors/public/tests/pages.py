"""What a person reads and sends, for the tests of the pages."""

import html
import re
from typing import Any

from django.test import Client

EMPTY = {"at": "reach", "go": "send"}
SAID = {
    **EMPTY,
    "need": ["food", "shelter"],
    "words": "three of us",
    "place": "kafou",
    "answer": "ht",
}


def text(response: Any) -> str:
    """The page as it was sent."""
    return str(response.content.decode())


def hidden(response: Any) -> dict[str, list[str]]:
    """The hidden fields of a page, as a browser would send them back."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(
        r'<input type="hidden" name="(\w+)" value="([^"]*)"', text(response)
    ):
        found.setdefault(name, []).append(html.unescape(value))
    return found


def token(client: Client) -> str:
    """A token as every page with a form hands it out."""
    return hidden(client.get("/en/help/"))["form"][0]


def send(client: Client, said: dict[str, Any] | None = None, language: str = "en") -> Any:
    """The answer to Send, pressed on a page of ours."""
    return client.post(f"/{language}/help/", {"form": token(client), **(said or SAID)})


def code_of(response: Any) -> str:
    """The receipt code on a receipt page."""
    return hidden(response)["code"][0]
