"""Files that someone uploads stay in memory, bounded: nothing of them ever lies on a disk here."""

import io
import re
from typing import Any, Final

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

USUAL: Final = 1_500_000
USUAL_TOGETHER: Final = 3_000_000
# The one address where files may be bigger. One byte more than is kept is held, so that the page
# can say why it is not kept.
_LARGER: Final = re.compile(r"/console/case/[0-9a-f-]{36}/attach/")
LARGEST: Final = (8 << 20) + 1
LARGEST_TOGETHER: Final = 32 << 20


class InMemory(FileUploadHandler):
    """Holds files in memory up to a bound; what goes beyond is read to its end and forgotten."""

    together = 0

    def new_file(self, *given: Any, **named: Any) -> None:
        """Begin a file."""
        super().new_file(*given, **named)
        larger = bool(_LARGER.fullmatch(self.request.path if self.request else ""))
        bound = LARGEST_TOGETHER if larger else USUAL_TOGETHER
        self.most = min(LARGEST if larger else USUAL, max(0, bound - self.together))
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
