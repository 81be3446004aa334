"""What a file really is: by its content, never by its name or by what its sender says.

Pure: takes an open file, gives its kind or raises `BadFile` with a reason. Nothing is inflated
without a bound, and no picture is drawn.
"""

import re
import unicodedata
from collections.abc import Callable
from typing import BinaryIO

from PIL import Image, UnidentifiedImageError

from lib.bad_file import DAMAGED, DAMAGES, EMPTY, LOCKED, TOO_MUCH_INSIDE, UNKNOWN, BadFile
from lib.office_files import COMPOUND, compound_kind, packed_kind

MEGABYTE = 1024 * 1024
LARGEST = 20 * MEGABYTE  # bytes of one file
LARGEST_PICTURE = 60_000_000  # pixels
LONGEST_NAME = 120

_PICTURES = ("JPEG", "PNG", "WEBP")
# MPO: a JPEG with a second picture behind it, as telephones take them.
_PICTURE_KINDS = {"JPEG": "jpeg", "MPO": "jpeg", "PNG": "png", "WEBP": "webp"}
_OFFICE = ("hwpx", "hwp", "docx", "xlsx", "pptx", "odt", "ods", "odp")
KINDS = ("pdf", *_OFFICE, "jpeg", "png", "webp")

MIMETYPES = {
    "pdf": "application/pdf",
    "hwpx": "application/hwp+zip",
    "hwp": "application/x-hwp",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
}


def kind_of(file: BinaryIO) -> str:
    """One of KINDS. Raises `BadFile`. The file is left at its beginning."""
    file.seek(0)
    head = file.read(1024)
    file.seek(0)
    try:
        return _kind(head, file)
    finally:
        file.seek(0)


def _kind(head: bytes, file: BinaryIO) -> str:
    if not head:
        raise BadFile(EMPTY)
    known: tuple[tuple[bytes, Callable[[BinaryIO], str]], ...] = (
        (b"%PDF-", _pdf),
        (b"PK\x03\x04", packed_kind),
        (COMPOUND, _compound),
        (b"\xff\xd8\xff", _picture),
        (b"\x89PNG\r\n\x1a\n", _picture),
        (b"RIFF", _picture),
    )
    for sign, reader in known:
        if head.startswith(sign):
            return reader(file)
    raise BadFile(UNKNOWN)


def _pdf(file: BinaryIO) -> str:
    """It begins and ends as a PDF, and its end leads to its list of contents."""
    size = file.seek(0, 2)
    file.seek(max(0, size - 4096))
    tail = file.read()
    found = re.findall(rb"startxref\s+(\d{1,10})\s", tail)
    if b"%%EOF" not in tail[-1024:] or not found:
        raise BadFile(DAMAGED)
    file.seek(int(found[-1]))
    contents = file.read(64 * 1024)
    if not re.match(rb"\s*(xref\s|\d+\s+\d+\s+obj\b)", contents):
        raise BadFile(DAMAGED)
    # An old list ends with a trailer, a new one begins with a dictionary: a password stands there.
    if b"/Encrypt" in tail or b"/Encrypt" in contents.partition(b"stream")[0]:
        raise BadFile(LOCKED)
    return "pdf"


def _compound(file: BinaryIO) -> str:
    return compound_kind(file, LARGEST)


def _picture(file: BinaryIO) -> str:
    try:
        with Image.open(file, formats=_PICTURES) as picture:
            width, height = picture.size
            kind = _PICTURE_KINDS.get(str(picture.format))
            if width * height > LARGEST_PICTURE:
                raise BadFile(TOO_MUCH_INSIDE)
            picture.verify()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise BadFile(TOO_MUCH_INSIDE) from None
    except (UnidentifiedImageError, SyntaxError, TypeError, *DAMAGES):
        raise BadFile(DAMAGED) from None
    if kind is None:
        raise BadFile(UNKNOWN)
    return kind


def shown_name(name: str, kind: str) -> str:
    """The name as its person knows it, with the ending of what it really is. No path, no signs."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    kept = "".join(
        sign for sign in name if unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Zl", "Zp"}
    )
    stem, dot, ending = kept.strip(" .").rpartition(".")
    same = {"jpg": "jpeg"}.get(ending.lower(), ending.lower())
    if not dot or (same != kind and ending.lower() not in KINDS):
        stem, ending = kept.strip(" ."), kind
    elif same != kind:
        ending = kind
    return f"{(stem or 'paper')[:LONGEST_NAME]}.{ending}"
