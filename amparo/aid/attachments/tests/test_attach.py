"""Attachments of a case: sealed, for those who may read it, gone when they are removed."""

from uuid import UUID, uuid4

import psycopg
import pytest

from amparo.aid.attachments import actions, queries
from amparo.aid.attachments.models import Attachment
from amparo.aid.attachments.tests import files
from amparo.guard.vault import actions as vault
from amparo.kernel.errors import DeniedError, InvalidError, NotFoundError
from amparo.kernel.rooms import room
from tests import cast
from tests.harness import House

BRUNO, CARLA = cast.actor("bruno"), cast.actor("carla")
NAME, SHOWN = "kanaripassport.jpg", "kanarishown"


def attach(case: UUID, data: bytes | None = None) -> UUID:
    return actions.add(
        case=case,
        scope=cast.LINE,
        name=NAME,
        data=files.picture() if data is None else data,
        described=SHOWN,
        hold=lambda: None,
        by=BRUNO,
    )


@pytest.fixture
def case(web: House) -> UUID:
    """A case's reference, with its key."""
    ref = uuid4()
    vault.make_keys(refs_=[ref], kind="case")
    return ref


def in_database(house: House) -> bytes:
    with psycopg.connect(house.owner) as connection:
        rows = connection.execute(
            "SELECT row_to_json(one)::text FROM aid_attachment one UNION ALL "
            "SELECT row_to_json(one)::text FROM aid_attachment_page one UNION ALL "
            "SELECT row_to_json(one)::text FROM kernel_audit one"
        ).fetchall()
    return str(rows).encode()


def test_it_is_listed_and_opened(case: UUID, web: House) -> None:
    ref = attach(case)
    found = queries.of_case(BRUNO, case)
    (row,) = found.rows
    assert (row.id, row.name, row.described, row.pages) == (ref, NAME, SHOWN, 1)
    assert (row.added_by, found.sealed) == ("Bruno", False)
    assert row.thumb is not None and row.thumb.startswith(b"\xff\xd8\xff")
    assert queries.page(BRUNO, ref, 1).data.startswith(b"\xff\xd8\xff")
    with pytest.raises(NotFoundError):
        queries.page(BRUNO, ref, 2)


def test_it_is_sealed(case: UUID, web: House) -> None:
    ref = attach(case)
    text = attach(case, b"kanaritext")
    shown = queries.page(BRUNO, ref, 1).data
    said = in_database(web)
    assert queries.page(BRUNO, text, 1).data == b"kanaritext"
    for word in (NAME.encode(), SHOWN.encode(), b"kanaritext", shown[100:120]):
        assert word not in said and word.hex().encode() not in said


def test_removed_means_nothing_is_left(case: UUID, web: House) -> None:
    ref = attach(case, files.pdf((100, 100), (100, 100)))
    actions.remove(attachment=ref, by=BRUNO)
    found = queries.of_case(BRUNO, case)
    assert found.rows == () and found.removed[0].removed_by == "Bruno"
    for act in (
        lambda: queries.page(BRUNO, ref, 1),
        lambda: actions.remove(attachment=ref, by=BRUNO),
        lambda: actions.describe(attachment=ref, described="x", by=BRUNO),
    ):
        with pytest.raises(NotFoundError):
            act()
    with psycopg.connect(web.owner) as connection:
        left = connection.execute(
            "SELECT sum(length(sealed_data) + length(sealed_thumb)) FROM aid_attachment_page"
        ).fetchone()
    assert left == (0,)


def test_the_database_keeps_no_name_of_what_was_removed(case: UUID, web: House) -> None:
    ref = attach(case)
    actions.remove(attachment=ref, by=BRUNO)
    with (
        psycopg.connect(web.owner, autocommit=True) as connection,
        pytest.raises(psycopg.errors.CheckViolation),
    ):
        connection.execute("UPDATE aid_attachment SET sealed_name = 'x' WHERE id = %s", [ref])


def test_it_is_described_later(case: UUID, web: House) -> None:
    ref = attach(case)
    actions.describe(attachment=ref, described="A passport, first page", by=BRUNO)
    assert queries.of_case(BRUNO, case).rows[0].described == "A passport, first page"
    actions.describe(attachment=ref, described=" ", by=BRUNO)
    assert queries.of_case(BRUNO, case).rows[0].described == ""


def test_another_organisation_finds_nothing(case: UUID, web: House) -> None:
    ref = attach(case)
    assert queries.of_case(BRUNO, case).rows
    assert queries.of_case(CARLA, case).rows == ()
    for act in (
        lambda: queries.page(CARLA, ref, 1),
        lambda: actions.remove(attachment=ref, by=CARLA),
        lambda: actions.describe(attachment=ref, described="x", by=CARLA),
        lambda: actions.add(
            case=case,
            scope=cast.LINE,
            name="x",
            data=files.picture(),
            hold=lambda: None,
            by=CARLA,
        ),
    ):
        with pytest.raises(NotFoundError):
            act()
    assert queries.page(BRUNO, ref, 1).data


@pytest.mark.parametrize("name", ["dario", "farid", "gita"])
def test_it_is_closed_to_those_without_the_role(case: UUID, web: House, name: str) -> None:
    ref, who = attach(case), cast.actor(name)
    for act in (
        lambda: queries.of_case(who, case),
        lambda: queries.page(who, ref, 1),
        lambda: actions.remove(attachment=ref, by=who),
    ):
        with pytest.raises(DeniedError):
            act()


def test_nothing_is_kept_of_what_is_refused(case: UUID, web: House) -> None:
    with pytest.raises(InvalidError):
        attach(case, b"MZ not a picture")
    with room("aid", BRUNO):
        assert not Attachment.objects.exists()


def test_a_case_holds_so_many_and_no_more(case: UUID, web: House) -> None:
    ref = attach(case, b"one")
    with room("aid", BRUNO):
        one = Attachment.objects.get(id=ref)
        for _ in range(actions.MOST_OF_A_CASE - 1):
            one.id = uuid4()
            one.save(force_insert=True)
    with pytest.raises(InvalidError, match="at most 100"):
        attach(case, b"two")
