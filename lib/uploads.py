"""What a file really is: by its content, never by its name or by what its sender says.

Pure: takes an open file, gives its kind or raises `BadFile` with a reason. Nothing is inflated
without a bound, and no picture is drawn.
"""

import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import BinaryIO

from PIL import Image, UnidentifiedImageError

MEGABYTE = 1024 * 1024
LARGEST = 20 * MEGABYTE  # bytes of one file
LARGEST_INSIDE = 200 * MEGABYTE  # bytes that an office file may inflate to
MOST_INSIDE = 3000  # files in an office file
LARGEST_PICTURE = 60_000_000  # pixels
LONGEST_NAME = 120

_CHUNK = 64 * 1024
_MACROS = ("vbaproject.bin", "/scripts/", "basic/")
_NESTED = (".zip", ".rar", ".7z", ".jar", ".exe", ".js", ".vbs", ".bat", ".cmd", ".lnk", ".html")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HWP = b"HWP Document File"
_PICTURES = {"JPEG": "jpeg", "PNG": "png", "WEBP": "webp"}
# What a zip is, by a file that only it has.
_BY_MIMETYPE = {
    b"application/hwp+zip": "hwpx",
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
}
_BY_PART = {
    "word/document.xml": "docx",
    "xl/workbook.xml": "xlsx",
    "ppt/presentation.xml": "pptx",
}
KINDS = ("pdf", "hwpx", "hwp", "docx", "xlsx", "pptx", "odt", "ods", "odp", *_PICTURES.values())

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


class BadFile(Exception):
    """A file that is not taken. `reason` is one word of EMPTY, UNKNOWN and so on."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


EMPTY, UNKNOWN, DAMAGED = "empty", "unknown", "damaged"
LOCKED, MACROS, TOO_MUCH_INSIDE = "locked", "macros", "too_much_inside"
OLD_OFFICE = "old_office"


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
        (b"PK\x03\x04", _office),
        (_OLE, _hwp),
        (b"\xff\xd8\xff", _picture),
        (b"\x89PNG\r\n\x1a\n", _picture),
        (b"RIFF", _picture),
    )
    for sign, reader in known:
        if head.startswith(sign):
            return reader(file)
    raise BadFile(UNKNOWN)


def _pdf(file: BinaryIO) -> str:
    """From its first byte to its last: nothing else is hidden around it."""
    file.seek(0, 2)
    size = file.tell()
    file.seek(max(0, size - 4096))
    tail = file.read()
    if b"%%EOF" not in tail[-1024:]:
        raise BadFile(DAMAGED)
    if b"/Encrypt" in tail:
        raise BadFile(LOCKED)
    return "pdf"


def _office(file: BinaryIO) -> str:
    try:
        with zipfile.ZipFile(file) as opened:
            entries = opened.infolist()
            _refuse_what_is_inside(entries)
            kind = _office_kind(opened, {entry.filename for entry in entries})
            _inflate_within_bounds(opened, entries)
            return kind
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, OSError, EOFError):
        raise BadFile(DAMAGED) from None
    except RuntimeError:  # zipfile's word for a password
        raise BadFile(LOCKED) from None


def _refuse_what_is_inside(entries: list[zipfile.ZipInfo]) -> None:
    """By the list of contents alone: before anything is inflated."""
    if len(entries) > MOST_INSIDE or sum(one.file_size for one in entries) > LARGEST_INSIDE:
        raise BadFile(TOO_MUCH_INSIDE)
    for entry in entries:
        name = entry.filename.lower()
        if entry.flag_bits & 1:
            raise BadFile(LOCKED)
        if any(sign in name for sign in _MACROS) or name.endswith(_NESTED):
            raise BadFile(MACROS)
        if name.startswith("/") or ".." in PurePosixPath(name).parts:
            raise BadFile(DAMAGED)


def _office_kind(opened: zipfile.ZipFile, names: set[str]) -> str:
    if "mimetype" in names:
        with opened.open("mimetype") as entry:
            kind = _BY_MIMETYPE.get(entry.read(200).strip())
        if kind:
            return kind
    if "[Content_Types].xml" in names:
        for part, kind in _BY_PART.items():
            if part in names:
                return kind
    raise BadFile(UNKNOWN)


def _inflate_within_bounds(opened: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    """Read everything once, keep nothing: the list of contents may lie about sizes."""
    total = 0
    for entry in entries:
        with opened.open(entry) as inside:
            while chunk := inside.read(_CHUNK):
                total += len(chunk)
                if total > LARGEST_INSIDE:
                    raise BadFile(TOO_MUCH_INSIDE)


def _hwp(file: BinaryIO) -> str:
    """Hangul 5: a compound file whose FileHeader stream begins with its name.

    The other compound files are old office files: their macros cannot be told apart from text.
    """
    file.seek(0)
    content = file.read(LARGEST)
    at = content.find(_HWP)
    has_header = "FileHeader".encode("utf-16-le") in content
    if at < 0 or at % 64 or not has_header:
        raise BadFile(OLD_OFFICE)
    return "hwp"


def _picture(file: BinaryIO) -> str:
    try:
        with Image.open(file, formats=list(_PICTURES)) as picture:
            width, height = picture.size
            kind = _PICTURES[str(picture.format)]
            if width * height > LARGEST_PICTURE:
                raise BadFile(TOO_MUCH_INSIDE)
            picture.verify()
    except BadFile:
        raise
    except Image.DecompressionBombError:
        raise BadFile(TOO_MUCH_INSIDE) from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise BadFile(DAMAGED) from None
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
