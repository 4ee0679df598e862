"""What a person sends us as a file is never written to a disk in clear: not even for the blink of an upload.

Django would write what is longer than two megabytes into a temporary file. For the addresses of this door it stays in
memory, up to a limit; what is longer is dropped, and the view says so.
"""

import io
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopFutureHandlers

PATH = "/my/"
LONGEST = 12 * 1024 * 1024
# Of one request, however many files it brings.
LONGEST_ALTOGETHER = 64 * 1024 * 1024


class KeptInMemory(FileUploadHandler):
    """Takes every file of the person's own pages; other doors' files pass on to the next handler."""

    def handle_raw_input(self, *given: Any, **more: Any) -> None:
        self.taken = 0
        self.ours = self.request is not None and self.request.path.startswith(PATH)

    def new_file(self, *given: Any, **more: Any) -> None:
        super().new_file(*given, **more)
        if self.ours:
            self.file = io.BytesIO()
            raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if not self.ours:
            return raw_data
        self.taken += len(raw_data)
        if start + len(raw_data) > LONGEST or self.taken > LONGEST_ALTOGETHER:
            self.file = io.BytesIO()
            self.request.too_long = True
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
