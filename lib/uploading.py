"""What arrives is read, but not kept beyond the limit: so that even then there is an answer."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from lib.uploads import LARGEST, MEGABYTE

READ_ON = 1024 * MEGABYTE  # who sends more gets no answer


class BoundedUploadHandler(FileUploadHandler):
    """Lets go of a file as soon as it is too large, and reads on without keeping anything.

    The browser shows an answer only to a request that was read to its end. What was typed beside
    the file arrives as usual; `request.upload_too_large` says what happened.
    """

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, str],  # noqa: N803  Django's name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Refuse at once what no person sends: a bare 400, and nothing of it is read."""
        if content_length > READ_ON:
            raise RequestDataTooBig(f"More than {READ_ON} bytes were sent.")

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Count anew."""
        super().new_file(*args, **kwargs)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Hand the bytes on to who keeps them, up to the limit."""
        self.received += len(raw_data)
        if self.received > LARGEST:
            if self.request is not None:
                self.request.upload_too_large = True  # type: ignore[attr-defined]
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Somebody else keeps the file."""
