"""Attachments for programs: put to a case, fetched, described, removed; 8 MB and no more."""

import io
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from PIL import Image

from amparo.aid.attachments.tests import files
from amparo.aid.cases.tests.stage_case import a_case as of_line
from tests.api.conftest import Ask, Program, told
from tests.harness import House


def a_case(web: House) -> UUID:
    """A case of the line."""
    with web.role("worker"):
        return of_line(web)


def put(program: Program, case: UUID, data: bytes, **head: str) -> HttpResponse:
    """The answer to a file that is put to the case."""
    heads = {name.replace("_", "-"): value for name, value in head.items()}
    heads["Authorization"] = f"Bearer {program.token}"
    sent = {"file": SimpleUploadedFile("passport.jpg", data), "described": "A passport"}
    client = Client(raise_request_exception=False)
    answer = client.post(f"/api/v1/cases/{case}/attachments", sent, headers=heads)
    assert isinstance(answer, HttpResponse)
    return answer


def test_it_is_kept_shown_described_and_removed(ask: Ask, web: House) -> None:
    case, bruno = a_case(web), ask("bruno")
    path = f"/cases/{case}/attachments"
    made = put(bruno, case, files.picture())
    assert made.status_code == 201
    ref = told(made)["id"]
    (row,) = told(bruno.get(path))["rows"]
    assert (row["id"], row["name"], row["described"]) == (ref, "passport.jpg", "A passport")
    page = bruno.get(f"/attachments/{ref}/pages/1")
    assert page.content.startswith(b"\xff\xd8\xff")
    assert page["Content-Type"] == "image/jpeg" and page["Cache-Control"] == "no-store"
    assert ask("carla").get(f"/attachments/{ref}/pages/1").status_code == 404
    assert ask("carla").get(path).status_code == 404
    assert ask("carla").delete(f"{path}/{ref}").status_code == 404
    assert bruno.put(f"{path}/{ref}", {"described": "Her passport"}).status_code == 204
    assert told(bruno.get(path))["rows"][0]["described"] == "Her passport"
    assert bruno.delete(f"{path}/{ref}").status_code == 204
    assert told(bruno.get(path))["rows"] == []
    assert bruno.get(f"/attachments/{ref}/pages/1").status_code == 404


def test_it_is_kept_once_for_each_key(ask: Ask, web: House) -> None:
    case, bruno = a_case(web), ask("bruno")
    for _ in range(2):
        answer = put(bruno, case, files.picture(), Idempotency_Key="k")
        assert answer.status_code == 201, answer.content
    assert len(told(bruno.get(f"/cases/{case}/attachments"))["rows"]) == 1


def test_what_is_larger_than_the_usual_body_comes_whole(ask: Ask, web: House) -> None:
    case, bruno = a_case(web), ask("bruno")
    whole = io.BytesIO()
    Image.effect_noise((1600, 1200), 90).save(whole, "PNG")
    assert len(whole.getvalue()) > 1_600_000
    assert put(bruno, case, whole.getvalue()).status_code == 201
    assert put(bruno, case, b"x" * (10 << 20)).status_code == 413
