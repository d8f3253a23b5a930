"""Attachments on the case page: put, looked at, described, removed; refused with the reason."""

import io
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from amparo.aid.attachments import queries
from amparo.aid.attachments.tests import files
from amparo.doors.console.tests.world import Answer, keyholder_away, opened, sign_in, text
from tests import cast
from tests.harness import House

BRUNO = cast.actor("bruno")


def put(client: Client, case: UUID, *data: bytes, name: str = "kanari.jpg") -> Answer:
    given = [SimpleUploadedFile(name, one, "image/jpeg") for one in data]
    return client.post(f"/console/case/{case}/attach/", {"file": given, "described": "A passport"})


def test_it_is_put_looked_at_and_saved(client: Client, web: House) -> None:
    case = opened(web)
    put(sign_in(client, "bruno"), case, files.with_exif(), files.pdf((50, 50), (50, 50)))
    page = text(client.get(f"/console/case/{case}/"))
    assert "kanari.jpg" in page and 'alt="A passport"' in page and "data:image/jpeg" in page
    first, second = queries.of_case(BRUNO, case).rows
    shown = client.get(f"/console/attachment/{first.id}/page/1/")
    assert shown["Content-Type"] == "image/jpeg" and shown.content.startswith(b"\xff\xd8\xff")
    assert shown["Cache-Control"] == "no-store" and shown["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in shown["Content-Security-Policy"]
    saved = client.get(f"/console/attachment/{second.id}/page/2/?download")
    assert saved["Content-Disposition"] == 'attachment; filename="page-2.jpg"'
    assert client.get(f"/console/attachment/{second.id}/page/3/").status_code == 404


def test_a_text_is_shown_as_text_whatever_it_says(client: Client, web: House) -> None:
    case = opened(web)
    put(sign_in(client, "bruno"), case, b"hello <script>alert(1)</script>", name="x.html")
    (row,) = queries.of_case(BRUNO, case).rows
    shown = client.get(f"/console/attachment/{row.id}/page/1/")
    assert shown["Content-Type"] == "text/plain; charset=utf-8"
    assert shown["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"<svg onload='alert(1)'></svg>", "web page or a drawing"),
        (b"\x89PNG\r\n\x1a\n<html>", "damaged"),
        (files.png_that_claims(50_000, 50_000), "too many pixels"),
        (b"MZ" + bytes(99), "a program"),
        (bytes(9 << 20), "at most 8 MB"),
        (b"", "empty"),
    ],
)
def test_it_is_refused_with_the_reason(client: Client, web: House, data: bytes, why: str) -> None:
    case = opened(web)
    refused = put(sign_in(client, "bruno"), case, data)
    assert refused.status_code == 422 and why in text(refused)
    assert queries.of_case(BRUNO, case).rows == ()


def test_no_file_is_said(client: Client, web: House) -> None:
    case = opened(web)
    refused = sign_in(client, "bruno").post(f"/console/case/{case}/attach/", {})
    assert refused.status_code == 422 and "Choose a file first" in text(refused)


def test_ten_big_files_at_once_stay_bounded(client: Client, web: House) -> None:
    case = opened(web)
    refused = put(sign_in(client, "bruno"), case, *[b"\xff\xd8\xff" + bytes(7 << 20)] * 6)
    assert refused.status_code == 422


def test_it_is_described_and_removed(client: Client, web: House) -> None:
    case = opened(web)
    put(sign_in(client, "bruno"), case, files.picture())
    (row,) = queries.of_case(BRUNO, case).rows
    path = f"/console/case/{case}/attachment/{row.id}/"
    client.post(f"{path}describe/", {"described": "Kanari receipt"})
    assert "Kanari receipt" in text(client.get(f"/console/case/{case}/"))
    answer = client.post(f"{path}remove/")
    page = text(client.get(answer["Location"]))
    assert "Kanari receipt" not in page and "Something was removed" in page
    assert client.get(f"/console/attachment/{row.id}/page/1/").status_code == 404


def test_others_find_nothing(client: Client, web: House) -> None:
    case = opened(web)
    put(sign_in(client, "bruno"), case, files.picture())
    (row,) = queries.of_case(BRUNO, case).rows
    path = f"/console/attachment/{row.id}/page/1/"
    assert client.get(path).status_code == 200
    assert sign_in(client, "carla").get(path).status_code == 404
    assert put(client, case, files.picture()).status_code == 404
    assert sign_in(client, "farid").get(path).status_code == 403


def test_without_keys_the_case_page_still_stands(client: Client, web: House) -> None:
    case = opened(web)
    put(sign_in(client, "bruno"), case, files.picture())
    with keyholder_away(web):
        page = client.get(f"/console/case/{case}/")
        assert page.status_code == 200 and "data:image/jpeg" not in text(page)


def test_what_is_uploaded_elsewhere_stays_small_and_in_memory(client: Client, web: House) -> None:
    opened(web)
    big = io.BytesIO(bytes(5_000_000))
    big.name = "x.bin"
    answer = sign_in(client, "bruno").post("/console/queue/many/", {"file": big})
    assert answer.status_code < 500
