"""Files of the directory through the page: large ones whole, what is wrong in words, by two."""

import json
import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from amparo.commons.crises import actions as crises
from amparo.commons.directory import queries
from amparo.doors.console.tests.world import sign_in, text
from amparo.guard.accounts.models import Membership
from amparo.guard.accounts.roles import Role
from amparo.kernel.authority import machine
from amparo.kernel.refs import new_ref
from amparo.kernel.rooms import room
from tests.cast import FARO, OLA, staff_id
from tests.harness import House


def editor(client: Client) -> Client:
    """Gita, who keeps the directory in this story."""
    crises.seed_needs(by=machine())
    with room("guard", machine()):
        Membership(id=new_ref(), staff_id=staff_id("gita"), scope_id=FARO, role=Role.EDITOR).save(
            force_insert=True
        )
    return sign_in(client, "gita")


def looked_through(client: Client, content: bytes) -> str:
    """What the page says of this file."""
    sent = SimpleUploadedFile("d.json", content)
    answer = client.post("/console/directory/files/", {"file": sent, "source": "hub"}, follow=True)
    return text(answer)


def service(number: int) -> dict[str, object]:
    return {
        "id": f"s{number}",
        "name": f"Food house {number}",
        "status": "active",
        "description": "x" * 6000,
        "organization": {"id": "o", "name": "Help"},
    }


def test_a_file_of_two_megabytes_is_read_whole(client: Client, stage: House) -> None:
    content = json.dumps([service(n) for n in range(350)]).encode()
    assert len(content) > 2_000_000
    assert "350 new, 0 changed, 0 the same" in looked_through(editor(client), content)


def test_a_larger_one_than_is_read_is_refused_and_never_cut(client: Client, stage: House) -> None:
    said = looked_through(editor(client), b"[" + b" " * 10_000_001)
    assert "At most 10 MB here" in said


def test_what_is_wrong_is_said_in_arabic_too(client: Client, stage: House) -> None:
    signed = editor(client)
    signed.get("/console/?lang=ar")
    said = looked_through(signed, b'[{"name": "Food house"}]')
    assert "ليس فيه «id, status»" in said


def test_an_editor_makes_no_state_body_of_a_place_where_people_work(
    client: Client, stage: House
) -> None:
    page = f"/console/directory/organisation/{OLA}/edit/"
    signed = editor(client)
    html = signed.get(page).content.decode()
    seen = re.search(r'name="seen" value="([^"]+)"', html)
    told = {"name": "Ola", "firewall": "unknown", "kind": "ministry", "seen": seen and seen[1]}
    answer = signed.post(page, {key: value or "" for key, value in told.items()})
    assert answer.status_code == 422 and "People work for it here" in text(answer)
    assert queries.organisation(OLA).kind == "shelter"
