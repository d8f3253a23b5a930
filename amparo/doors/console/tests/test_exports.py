"""The page of exports: asked for, watched, fetched from any place, by its asker only."""

import csv
import io

import pytest
from django.test import Client

from amparo.doors.console.tests.world import NOBODY, sign_in, text, waiting
from amparo.exportable import SOURCES
from amparo.guard.exports import actions, queries
from tests import cast
from tests.harness import House

PAGE = "/console/exports/"


def write_all() -> None:
    while actions.write_part(sources=SOURCES):
        pass


@pytest.fixture
def luz(client: Client, web: House) -> Client:
    """She takes rows out; somebody waits."""
    waiting(web)
    return sign_in(client, "luz")


def asked(client: Client, **given: str) -> str:
    """The address of the one export that was asked for."""
    response = client.post(f"{PAGE}ask/", {"what": "waiting", "shape": "csv", **given})
    assert response.status_code == 302
    return f"{PAGE}{queries.mine(cast.actor('luz'))[0].id}/"


def body(response: object) -> bytes:
    return b"".join(response.streaming_content)  # type: ignore[attr-defined]


def test_it_says_what_an_empty_list_is_for(luz: Client) -> None:
    page = text(luz.get(PAGE))
    assert "You have not asked for a file yet" in page and "Services of the directory" in page


def test_it_is_asked_for_watched_and_fetched(luz: Client) -> None:
    one = asked(luz, mark="on")
    assert "Waits for the worker." in text(luz.get(PAGE)) and "every 2s" in text(luz.get(one))
    write_all()
    shown = text(luz.get(one))
    assert "1 row," in shown and "every 2s" not in shown
    response = luz.get(f"{one}file/")
    assert response["Content-Disposition"].startswith('attachment; filename="waiting-')
    content = body(response)
    assert content.startswith(b"\xef\xbb\xbf") and int(response["Content-Length"]) == len(content)
    (row,) = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert row["language"] == "ht" and "dlo" not in content.decode()


def test_it_goes_on_where_a_download_stopped(luz: Client) -> None:
    one = f"{asked(luz)}file/"
    write_all()
    first = luz.get(one)
    whole, tag = body(first), first["ETag"]
    part = luz.get(one, headers={"Range": "bytes=10-", "If-Range": tag})
    assert (part.status_code, body(part)) == (206, whole[10:])
    assert part["Content-Range"] == f"bytes 10-{len(whole) - 1}/{len(whole)}"
    end = luz.get(one, headers={"Range": "bytes=-5"})
    assert body(end) == whole[-5:]
    some = luz.get(one, headers={"Range": "bytes=3-7"})
    assert body(some) == whole[3:8]
    assert luz.get(one, headers={"Range": f"bytes={len(whole)}-"}).status_code == 416
    for odd in ("bytes=5-2", "bytes=-0"):
        assert luz.get(one, headers={"Range": odd}).status_code == 416
    for odd in ("bytes=-", "rows=1-2", "bytes=1-2,4-5"):
        assert luz.get(one, headers={"Range": odd}).status_code == 200
    other = luz.get(one, headers={"Range": "bytes=10-", "If-Range": '"other"'})
    assert (other.status_code, body(other)) == (200, whole)


def test_it_keeps_its_length_for_browsers_that_compress(luz: Client) -> None:
    one = f"{asked(luz)}file/"
    write_all()
    response = luz.get(one, headers={"Accept-Encoding": "gzip"})
    assert len(body(response)) == int(response["Content-Length"])
    assert not response["ETag"].startswith("W/")
    assert body(luz.head(one)) == b""


def test_it_filters_by_what_was_chosen(luz: Client) -> None:
    for given, rows in (
        ({"language": "ht"}, 1),
        ({"language": "en"}, 0),
        ({"to": "2020-01-01"}, 0),
    ):
        one = f"{asked(luz, **given)}file/"
        write_all()
        assert body(luz.get(one)).count(b"\r\n") == rows + 1, given


def test_it_says_what_is_wrong_with_a_filter(luz: Client) -> None:
    response = luz.post(f"{PAGE}ask/", {"what": "waiting", "shape": "csv", "since": "soon"})
    assert response.status_code == 400 and "This is no day." in text(response)


def test_it_is_cancelled(luz: Client) -> None:
    one = asked(luz)
    assert luz.post(f"{one}cancel/").status_code == 302
    assert "Cancelled. Nothing of it is kept." in text(luz.get(PAGE))
    assert luz.post(f"{one}cancel/").status_code == 409
    assert luz.get(f"{one}file/").status_code == 409


def test_it_is_nobody_elses(luz: Client) -> None:
    one = asked(luz)
    write_all()
    assert luz.get(f"{one}file/").status_code == 200
    other = sign_in(Client(raise_request_exception=False), "bruno")
    for address in (one, f"{one}file/", f"{PAGE}{NOBODY}/file/"):
        assert other.get(address).status_code == 404
    assert other.post(f"{one}cancel/").status_code == 404
    assert "Services of the directory" in text(other.get(PAGE))
    assert "what=waiting" not in text(other.get(PAGE))
    assert other.post(f"{PAGE}ask/", {"what": "waiting", "shape": "csv"}).status_code == 403
    assert other.post(f"{PAGE}ask/", {"what": "services", "shape": "jsonl"}).status_code == 302
