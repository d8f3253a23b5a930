"""Files that someone uploads stay in memory, bounded: nothing of them ever lies on a disk here."""

import io
import re
from typing import Any, Final

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from amparo.commons.directory.actions import UPLOAD_BYTES

USUAL: Final = 1_500_000
USUAL_TOGETHER: Final = 3_000_000
# The only addresses where files may be bigger. One byte more than is kept is held, so that it
# can be said why it is not kept.
LARGEST: Final = (8 << 20) + 1
LARGEST_TOGETHER: Final = 32 << 20
_LARGER: Final = (
    (
        re.compile(r"/console/case/[0-9a-f-]{36}/attach/|/api/v1/cases/[0-9a-f-]{36}/attachments"),
        LARGEST,
        LARGEST_TOGETHER,
    ),
    (re.compile(r"/console/directory/files/"), UPLOAD_BYTES + 1, UPLOAD_BYTES + 1),
)


class InMemory(FileUploadHandler):
    """Holds files in memory up to a bound; what goes beyond is read to its end and forgotten."""

    together = 0

    def new_file(self, *given: Any, **named: Any) -> None:
        """Begin a file."""
        super().new_file(*given, **named)
        path = self.request.path if self.request else ""
        larger = ((one, all_) for at, one, all_ in _LARGER if at.fullmatch(path))
        most, together = next(larger, (USUAL, USUAL_TOGETHER))
        self.most = min(most, max(0, together - self.together))
        self.kept = io.BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """A piece of it."""
        del start
        piece = raw_data[: max(0, self.most - self.kept.tell())]
        self.together += self.kept.write(piece)
        return None

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """The file, or its beginning."""
        del file_size
        size = self.kept.tell()
        self.kept.seek(0)
        return InMemoryUploadedFile(
            self.kept,
            self.field_name,
            self.file_name or "",
            self.content_type or "",
            size,
            self.charset,
            self.content_type_extra,
        )
