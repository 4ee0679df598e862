"""What a person sends us as a file is never written to a disk in clear: not even for the blink of an upload.

Django would write what is longer than two megabytes into a temporary file. For the addresses of this door it stays in
memory, up to a limit; what is longer is dropped, and the view says so.
"""

import io
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopFutureHandlers

PATH = "/my/"
MEGABYTE = 1024 * 1024
LONGEST = 12 * MEGABYTE  # one file, and all files of a request
# A message carries several photos, each of them no longer than one file may be.
MESSAGES = ("/my/messages/", "/messages/")
LONGEST_MESSAGE = 64 * MEGABYTE
# Papers, from the person's own page and scanned by a worker. A little more than they may be: the view says it in words.
PAPERS = ("/my/documents/", "/documents/")
LONGEST_PAPERS = 26 * MEGABYTE


class KeptInMemory(FileUploadHandler):
    """Takes every file of the person's own pages, and what a worker scans or sends; others pass on to the next handler.

    A file that is dropped is noted in `request.dropped_a_file`.
    """

    def handle_raw_input(self, *given: Any, **more: Any) -> None:
        path = self.request.path if self.request is not None else ""
        papers, message = _is(path, PAPERS), _is(path, MESSAGES)
        self.ours = papers or message or path.startswith(PATH)
        self.longest = LONGEST_PAPERS if papers else LONGEST
        self.left = LONGEST_MESSAGE if message else self.longest
        if (papers or message) and path.startswith(PATH) and self.request.held is None:
            self.left = 0  # nobody is signed in: nothing of it would be kept

    def new_file(self, *given: Any, **more: Any) -> None:
        super().new_file(*given, **more)
        if self.ours:
            self.file = io.BytesIO()
            raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if not self.ours:
            return raw_data
        self.left -= len(raw_data)
        if self.left < 0 or start + len(raw_data) > self.longest:
            self.file = io.BytesIO()
            self.request.dropped_a_file = True
            raise SkipFile
        self.file.write(raw_data)
        return None

    def file_complete(self, file_size: int) -> InMemoryUploadedFile | None:
        if not self.ours:
            return None
        self.file.seek(0)
        return InMemoryUploadedFile(
            self.file, self.field_name, self.file_name or "", self.content_type or "", file_size, self.charset
        )


def _is(path: str, pages: tuple[str, str]) -> bool:
    """The person's own page, or the staff's about a person."""
    return path.startswith(pages[0]) or (path.startswith("/staff/") and path.endswith(pages[1]))
