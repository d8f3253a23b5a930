"""A house with every process, and browsers in it: one for each colleague."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from amparo.aid.cases import actions as cases
from amparo.aid.cases import handover
from amparo.aid.cases import queries as cases_queries
from amparo.doors.cli.services import answers
from amparo.doors.console.session import COOKIE, LANGUAGE_COOKIE
from amparo.guard.accounts import actions as accounts
from amparo.guard.accounts.models import Membership
from amparo.guard.accounts.roles import Role
from amparo.kernel import refs
from amparo.kernel.authority import machine
from amparo.kernel.rooms import room
from amparo.reach.messaging import queries as messaging
from amparo.reach.messaging.actions import answer
from tests import cast, seed
from tests.browser.chrome import CHROMIUM, DESKTOP, PHONE
from tests.door.house import free_port, until
from tests.harness import House

needs_chromium = pytest.mark.skipif(not CHROMIUM, reason="needs Chromium: apt install chromium")
PATIENCE = 15_000.0  # milliseconds
WORDS = (
    "Bonjou, nou bezwen dlo ak manje nan Delmas",
    "Tanpri, gen moun blese, nou bezwen doktè prese prese",
    "نحتاج ماء وطعام للأطفال",
    "We are safe but have no place to sleep in Jacmel",
)


@dataclass
class Place:
    """A house that answers at `url`, and the browser that goes there."""

    url: str
    house: House
    browser: Browser
    _contexts: list[BrowserContext] = field(default_factory=list)

    def context(
        self, name: str = "", *, phone: bool = False, language: str = "en", dark: bool = False
    ) -> BrowserContext:
        """A browser of somebody; with a name that colleague is signed in."""
        context = self.browser.new_context(
            viewport=PHONE if phone else DESKTOP,  # type: ignore[arg-type]
            color_scheme="dark" if dark else "light",
            locale=language,
            accept_downloads=True,
        )
        context.set_default_timeout(PATIENCE)
        cookies = {LANGUAGE_COOKIE: language}
        if name:
            cookies[COOKIE] = accounts.open_session(staff=cast.staff_id(name))
        context.add_cookies(
            [{"name": key, "value": value, "url": self.url} for key, value in cookies.items()]
        )
        self._contexts.append(context)
        return context

    def page(self, name: str = "", **look: object) -> Page:
        """One page of such a browser, not yet anywhere."""
        return self.context(name, **look).new_page()  # type: ignore[arg-type]

    def visitor(self, language: str, *, scripts: bool = True, phone: bool = True) -> Page:
        """A page of a browser that was never here before, with no cookie of anybody's."""
        context = self.browser.new_context(
            viewport=PHONE if phone else DESKTOP,  # type: ignore[arg-type]
            locale=language,
            java_script_enabled=scripts,
        )
        context.set_default_timeout(PATIENCE)
        self._contexts.append(context)
        return context.new_page()

    def close_pages(self) -> None:
        """Every browser is closed; the house stays."""
        while self._contexts:
            self._contexts.pop().close()


@contextmanager
def running(house: House, *, worker: bool = True) -> Iterator[str]:
    """Pages, door and worker of this house, as `amparo up` starts them; the address comes back."""
    port = free_port()
    token = {"socket": house.config["keyholder"]["socket"], "token": house.tokens["web"]}
    web = house.write("web", {**house.config, "process": "web", "keyholder": token})
    door = house.write("door", {**house.config, "process": "door", "bind": f"127.0.0.1:{port}"})
    work = house.write("worker", {**house.config, "process": "worker"})
    with pages(house, web), house.running("amparo.doors.intake", door):
        if worker:
            with house.running("amparo.doors.worker", work):
                yield f"http://127.0.0.1:{port}"
        else:
            yield f"http://127.0.0.1:{port}"


@contextmanager
def pages(house: House, config: Path) -> Iterator[None]:
    """The web process answers on its socket."""
    socket = Path(house.config["web_socket"])
    command = [sys.executable, "-m", "gunicorn", "amparo.wsgi:application"]
    process = subprocess.Popen(
        [*command, f"--bind=unix:{socket}", "--config=python:amparo.doors.cli.pages", "-w", "2"],
        env={**os.environ, "AMPARO_CONFIG": str(config)},
    )
    try:
        until(lambda: process.poll() is not None or answers(socket, "/healthz"), "the pages")
        assert process.poll() is None, "the pages ended before they were ready"
        yield
    finally:
        process.terminate()
        process.wait(30)


def everything(name: str) -> None:
    """This colleague has every role there is, on the line and at Faro."""
    given = [(scope, role) for scope in (cast.LINE, cast.FARO) for role in Role]
    staff = cast.staff_id(name)
    with room("guard", machine()):
        there = set(Membership.objects.filter(staff_id=staff).values_list("scope_id", "role"))
        Membership.objects.bulk_create(
            Membership(id=refs.new_ref(), staff_id=staff, scope_id=scope, role=role)
            for scope, role in given
            if (scope, role.value) not in there
        )


def settle(house: House) -> dict[str, UUID]:
    """A crisis with people who wait, one who was answered, a case and a referral; its records."""
    setting = seed.crisis()
    seed.services()
    for number, words in enumerate(WORDS):
        seed.message(words, sender=f"+5093701020{number}")
    seed.read_all(setting, house)
    bruno = cast.actor("bruno")
    rows = messaging.queue(bruno, messaging.QueueFilter()).rows
    answer.answer(conversation=rows[0].id, text="N ap vini.", language="ht", by=bruno)
    facts = messaging.case_facts(bruno, rows[0].id)
    case = cases.open_case(facts=facts, wish="Yon kote pou m dòmi", by=bruno)
    handover.refer(
        case=case,
        service=seed.SHELTER,
        fields=["needs", "language"],
        agreed=True,
        language="ht",
        how="call",
        by=bruno,
    )
    return {
        "conversation": rows[0].id,
        "waiting": rows[1].id,
        "case": case,
        "received": cases_queries.received(cast.actor("carla"))[0].id,
        "service": seed.SHELTER,
        "organisation": cast.FARO,
    }
