"""A spreadsheet that asks for all memory there is ends a process of its own, and no other."""

import io
import zipfile
from typing import Final

import pytest

from amparo.commons.directory.sheets import cells

_OFFICE: Final = "http://schemas.openxmlformats.org"
_MAIN: Final = f"{_OFFICE}/spreadsheetml/2006/main"
_RELS: Final = f"{_OFFICE}/officeDocument/2006/relationships"


def book(rows: str) -> bytes:
    """The smallest workbook with these rows."""
    link = f'<Relationships xmlns="{_OFFICE}/package/2006/relationships"><Relationship Id="r1" '
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr(
            "_rels/.rels",
            f'{link}Type="{_RELS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        parts.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELS}"><sheets>'
            '<sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
        )
        parts.writestr(
            "xl/_rels/workbook.xml.rels",
            f'{link}Type="{_RELS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        )
        parts.writestr(
            "xl/worksheets/sheet1.xml",
            f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>',
        )
    return out.getvalue()


FIRST: Final = '<row r="1"><c r="A1"><v>1</v></c></row>'


def test_a_small_sheet_is_read() -> None:
    assert cells.read("a.xlsx", book(FIRST)) == [["1"]]


@pytest.mark.parametrize("far", ["XFD1048576", "ZZ49000", "XFD1"])
def test_a_cell_far_out_takes_nobody_down(far: str) -> None:
    number = "".join(one for one in far if one.isdecimal())
    content = book(f'{FIRST}<row r="{number}"><c r="{far}"><v>1</v></c></row>')
    assert len(content) < 2_000
    with pytest.raises(cells.UnreadableError):
        cells.read("a.xlsx", content)
