"""Programs that ask: one for each of the cast, with all that they may do or with less."""

import json
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from amparo.guard.tokens import actions as tokens
from amparo.kernel.authority import Power, machine
from tests import cast
from tests.harness import House


@dataclass(frozen=True)
class Program:
    """Something that asks with a token, or without one."""

    token: str = ""

    def ask(
        self,
        method: str,
        path: str,
        body: object = None,
        kind: str = "application/json",
        **head: str,
    ) -> HttpResponse:
        """The answer; `path` is what comes after /api/v1."""
        heads = {name.replace("_", "-"): value for name, value in head.items()}
        if self.token:
            heads = {"Authorization": f"Bearer {self.token}", **heads}
        sent = body if isinstance(body, str) else "" if body is None else json.dumps(body)
        client = Client(raise_request_exception=False)
        answer = client.generic(method, f"/api/v1{path}", sent, kind, headers=heads)
        assert isinstance(answer, HttpResponse)
        return answer

    def get(self, path: str, **head: str) -> HttpResponse:
        """What stands there."""
        return self.ask("GET", path, **head)

    def post(self, path: str, body: object = None, **head: str) -> HttpResponse:
        """It is done."""
        return self.ask("POST", path, body, **head)

    def put(self, path: str, body: object = None, **head: str) -> HttpResponse:
        """It is so from now on."""
        return self.ask("PUT", path, body, **head)

    def delete(self, path: str, **head: str) -> HttpResponse:
        """It is gone."""
        return self.ask("DELETE", path, **head)


Ask = Callable[..., Program]


def program(name: str, powers: Iterable[Power] | None = None) -> Program:
    """One of the cast's programs, with these scopes or with all there can be."""
    wanted = tuple(cast.actor(name).powers if powers is None else powers)
    made = tokens.make_token(
        wanted=tokens.Wanted("test", wanted, 1), staff=cast.staff_id(name), by=machine()
    )
    return Program(made.secret)


@pytest.fixture
def ask(web: House, caplog: pytest.LogCaptureFixture) -> Ask:
    """A program of one of the cast: `ask("bruno").get("/queue")`."""
    caplog.set_level(logging.ERROR, logger="django.request")
    return program


def told(answer: HttpResponse) -> Any:
    """The body."""
    return json.loads(answer.content)
