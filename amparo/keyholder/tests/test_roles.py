"""Who may ask for what. Each refusal stands beside the role that is given it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest

from amparo.keyholder.client import Keyholder, Refused
from amparo.keyholder.roles import ALLOWED
from amparo.keyholder.tests.running import ACTOR, TOKENS, Running, new_keys

AUDIT = UUID(int=9)
Ask = Callable[[Keyholder, UUID], Any]

ASKING: dict[str, tuple[Ask, set[str]]] = {
    "keys:text": (lambda k, r: k.keys([r], "text", actor=ACTOR, audit=AUDIT), {"web", "worker"}),
    "keys:contact": (lambda k, r: k.keys([r], "contact", actor=ACTOR, audit=AUDIT), {"worker"}),
    "make_keys": (lambda k, r: k.make_keys([r], "conversation"), {"web", "worker"}),
    "open_epochs": (lambda k, r: k.open_epochs([b""], audit=AUDIT), {"worker"}),
    "blind": (lambda k, r: k.blind("number", ["+50912345678"]), {"worker"}),
    "link_receipt": (lambda k, r: k.link_receipt(str(r), r), {"worker"}),
    "unlink_receipts": (lambda k, r: k.unlink_receipts(r), {"worker"}),
    "try_receipt": (lambda k, r: k.try_receipt(str(r), caller=str(r)), {"web"}),
    "destroy": (lambda k, r: k.destroy([uuid4()]), {"cli"}),
    "sweep": (lambda k, r: k.sweep("nothing", []), {"cli"}),
}


@pytest.mark.parametrize("what", ASKING)
@pytest.mark.parametrize("role", TOKENS)
def test_it_gives_to_the_roles_of_the_table_only(keyholder: Running, what: str, role: str) -> None:
    """The same question: answered for the twin, refused here."""
    (ref,) = new_keys(keyholder)
    ask, allowed = ASKING[what]
    for twin in sorted(allowed):
        ask(keyholder.client(twin), ref)
    if role not in allowed:
        with pytest.raises(Refused, match="may not ask"):
            ask(keyholder.client(role), ref)


def test_it_gives_identity_to_no_process_yet(keyholder: Running) -> None:
    """The text key of the same reference is given."""
    (ref,) = new_keys(keyholder)
    worker = keyholder.client("worker")
    assert ref in worker.keys([ref], "text", actor=ACTOR, audit=AUDIT)
    for role in TOKENS:
        with pytest.raises(Refused, match="may not ask"):
            keyholder.client(role).keys([ref], "identity", actor=ACTOR, audit=AUDIT)


@pytest.mark.parametrize(
    "token", ["", "worker", "worker-token-of-this-tes", "é", "\ud800", "x" * 999]
)
def test_it_refuses_a_token_that_is_not_of_this_house(keyholder: Running, token: str) -> None:
    """The right one is taken."""
    (ref,) = new_keys(keyholder)
    ask = {"op": "make_keys", "refs": [ref.bytes], "kind": "conversation"}
    assert keyholder.ask(token=TOKENS["worker"], **ask) == {"ok": 1}
    with pytest.raises(Refused):
        Keyholder(keyholder.path, token).make_keys([ref], "conversation")


def test_it_tells_its_status_without_a_token(keyholder: Running) -> None:
    """Thirty days of intake keys are there beside today's, and the end of the log."""
    status = Keyholder(keyholder.path).status()
    assert not status.sealed
    assert status.days == 31
    assert len(status.head.hash) == 32


def test_it_gives_no_key_without_an_actor_and_an_audit_line(keyholder: Running) -> None:
    """Nobody reads in nobody's name."""
    (ref,) = new_keys(keyholder)
    worker = keyholder.client("worker")
    assert worker.keys([ref], "text", actor=ACTOR, audit=AUDIT)
    for actor, audit in [(UUID(int=0), AUDIT), (ACTOR, UUID(int=0))]:
        with pytest.raises(Refused, match="audit"):
            worker.keys([ref], "text", actor=actor, audit=audit)


def test_it_lists_no_role_that_can_both_open_and_destroy() -> None:
    """Two processes must be taken to read and to leave no trace."""
    for role, allowed in ALLOWED.items():
        opens = any(what.startswith(("keys", "open")) for what in allowed)
        assert not (opens and "destroy" in allowed), role
