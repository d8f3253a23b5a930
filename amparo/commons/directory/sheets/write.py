"""The directory as a spreadsheet: the columns that `read` understands, and nothing that runs."""

import io
import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from openpyxl import Workbook

from amparo.commons.directory import dates, hours
from amparo.commons.directory.facts import OrganisationFacts, ServiceFacts
from amparo.commons.directory.sheets.cells import MAX_CELL, guarded
from amparo.commons.directory.sheets.columns import COLUMNS, HERE, Column

Rows = Iterable[tuple[OrganisationFacts, ServiceFacts]]
# What XML 1.0 can't hold.
_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def workbook(rows: Rows) -> bytes:
    """A .xlsx file; each text that could be taken for a formula has an apostrophe before it."""
    kept = list(rows)
    spoken = sorted({code for _, one in kept for code in (*one.names, *one.descriptions)})
    book = Workbook(write_only=True)
    sheet = book.create_sheet("services")
    sheet.freeze_panes = "A2"
    headers = [column.header for column in COLUMNS]
    headers += [f"{what} ({code})" for code in spoken for what in ("service", "description")]
    sheet.append(headers)
    for organisation, service in kept:
        cells = [cell(column, organisation, service) for column in COLUMNS]
        for code in spoken:
            cells += [service.names.get(code, ""), service.descriptions.get(code, "")]
        sheet.append([_safe(one) if isinstance(one, str) else one for one in cells])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def cell(column: Column, organisation: OrganisationFacts, service: ServiceFacts) -> str | float:
    """The value of one column as `read` understands it."""
    owner = organisation if column.owner == "organisation" else service
    if column.field == "source":
        return owner.source or HERE
    if column.field == "hours":
        return hours.write(service.hours, always=service.always_open)
    if column.field == "exceptions":
        return dates.write(service.exceptions, "; ")
    value: object = getattr(owner, column.field)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, tuple):
        return "; ".join(map(str, value))
    return value if isinstance(value, int | float) else str(value)


def _safe(text: str) -> str:
    return guarded(_NOT_XML.sub("", text))[:MAX_CELL]
