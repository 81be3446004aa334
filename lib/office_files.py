"""Office files: packed ones (HWPX, OOXML, ODF) and Hangul 5, told by what is in them.

Nothing is inflated without a bound, nothing is unpacked, no XML is parsed.
"""

import html
import re
import struct
import zipfile
from pathlib import PurePosixPath
from typing import BinaryIO

from lib.bad_file import (
    DAMAGED,
    DAMAGES,
    LOCKED,
    MACROS,
    OLD_OFFICE,
    TOO_MUCH_INSIDE,
    UNKNOWN,
    BadFile,
)

LARGEST_INSIDE = 200 * 1024 * 1024  # bytes that an office file may inflate to
LARGEST_LIST = 1024 * 1024  # bytes of its list of contents, and of each list inside
MOST_INSIDE = 3000  # files in an office file
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # how a compound file begins

_CHUNK = 64 * 1024
# What office programs write. Others are inflated by Python in steps without a bound.
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_BY_MIMETYPE = {
    b"application/hwp+zip": "hwpx",
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
}
_BY_CONTENT_TYPE = {
    "wordprocessingml.document.main+xml": "docx",
    "spreadsheetml.sheet.main+xml": "xlsx",
    "presentationml.presentation.main+xml": "pptx",
}
_MACROS_OF_ODF = ("basic/", "scripts/")
# Hangul puts these two into documents in which nobody wrote a macro, too.
_OF_HANGUL = re.compile(r"scripts/(header|source)scripts(\.js)?")
_PACKED = (".zip", ".rar", ".7z", ".jar", ".docm", ".xlsm", ".pptm")
_PROGRAMS = (".exe", ".dll", ".scr", ".js", ".vbs", ".ps1", ".bat", ".cmd", ".lnk", ".hta", ".html")
_HWP = b"HWP Document File"
_HWP_PASSWORD, _HWP_SCRIPT, _HWP_DRM = 1 << 1, 1 << 3, 1 << 4


def packed_kind(file: BinaryIO) -> str:
    """hwpx, docx, xlsx, pptx, odt, ods or odp. Raises `BadFile`."""
    _refuse_a_long_list(file)
    try:
        with zipfile.ZipFile(file) as opened:
            entries = opened.infolist()
            _refuse_by_the_list(entries)
            kind = _kind_of_what_is_packed(opened, {entry.filename for entry in entries})
            _refuse_programs(entries, kind)
            _inflate_within_bounds(opened, entries)
            return kind
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, *DAMAGES):
        raise BadFile(DAMAGED) from None
    except RuntimeError:  # zipfile's word for a password
        raise BadFile(LOCKED) from None


def _refuse_a_long_list(file: BinaryIO) -> None:
    """Before zipfile reads the list of contents: it keeps an object for each of its lines."""
    size = file.seek(0, 2)
    file.seek(max(0, size - (1 << 16) - 22))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < 22:
        raise BadFile(DAMAGED)
    number, length = struct.unpack_from("<HL", tail, at + 10)
    is_of_the_large_kind = tail[max(0, at - 20) :].startswith(b"PK\x06\x07")
    if is_of_the_large_kind or number > MOST_INSIDE or length > LARGEST_LIST:
        raise BadFile(TOO_MUCH_INSIDE)


def _refuse_by_the_list(entries: list[zipfile.ZipInfo]) -> None:
    """By the list of contents alone: before anything is inflated."""
    if len(entries) > MOST_INSIDE or sum(one.file_size for one in entries) > LARGEST_INSIDE:
        raise BadFile(TOO_MUCH_INSIDE)
    for entry in entries:
        name = entry.filename
        if entry.flag_bits & 1:
            raise BadFile(LOCKED)
        if entry.compress_type not in _METHODS:
            raise BadFile(DAMAGED)
        if name.startswith("/") or ".." in PurePosixPath(name.replace("\\", "/")).parts:
            raise BadFile(DAMAGED)
    # Two of a name: one program would read the one, another the other.
    if len({entry.filename for entry in entries}) < len(entries):
        raise BadFile(DAMAGED)


def _kind_of_what_is_packed(opened: zipfile.ZipFile, names: set[str]) -> str:
    if b"encryption-data" in _text(opened, names, "META-INF/manifest.xml"):
        raise BadFile(LOCKED)
    kind = _BY_MIMETYPE.get(_text(opened, names, "mimetype").strip())
    if kind:
        return kind
    types = html.unescape(_text(opened, names, "[Content_Types].xml").decode())
    if "macro" in types.lower() or "vbaproject" in types.lower():
        raise BadFile(MACROS)
    for content_type, kind in _BY_CONTENT_TYPE.items():
        if content_type in types:
            return kind
    raise BadFile(UNKNOWN)


def _text(opened: zipfile.ZipFile, names: set[str], name: str) -> bytes:
    """What is in it, without the zeros of wide letters; nothing if it is not there."""
    if name not in names:
        return b""
    with opened.open(name) as inside:
        text = inside.read(LARGEST_LIST + 1)
    if len(text) > LARGEST_LIST:
        raise BadFile(TOO_MUCH_INSIDE)
    return text.replace(b"\0", b"")


def _refuse_programs(entries: list[zipfile.ZipInfo], kind: str) -> None:
    """By name: macros, and what is packed once more."""
    for entry in entries:
        name = entry.filename.lower()
        if kind == "hwpx" and _OF_HANGUL.fullmatch(name):
            continue
        if (
            "vbaproject.bin" in name
            or name.endswith(_PACKED + _PROGRAMS)
            or name.startswith(_MACROS_OF_ODF)
        ):
            raise BadFile(MACROS)


def _inflate_within_bounds(opened: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    """Read everything once, keep nothing: the list of contents may lie about sizes."""
    total = 0
    for entry in entries:
        is_first = True
        with opened.open(entry) as inside:
            while chunk := inside.read(_CHUNK):
                total += len(chunk)
                if total > LARGEST_INSIDE:
                    raise BadFile(TOO_MUCH_INSIDE)
                if is_first and _is_a_program(chunk):
                    raise BadFile(MACROS)
                is_first = False


def _is_a_program(head: bytes) -> bool:
    """Of Windows, or of Linux, whatever it is called."""
    return head.startswith(b"\x7fELF") or (head.startswith(b"MZ") and b"PE\0\0" in head[:1024])


def compound_kind(file: BinaryIO, largest: int) -> str:
    """hwp: a compound file whose FileHeader stream begins with Hangul's name. Raises `BadFile`.

    The other compound files are old office files, whose macros cannot be told from their text; and
    new ones under a password. What a Hangul document is like stands behind its name: the format's
    published description calls it the attributes of FileHeader.
    """
    file.seek(0)
    content = file.read(largest)
    if _wide("EncryptedPackage") in content:
        raise BadFile(LOCKED)
    at = content.find(_HWP)
    if at < 0 or at % 64 or len(content) < at + 40 or _wide("FileHeader") not in content:
        raise BadFile(OLD_OFFICE)
    (attributes,) = struct.unpack_from("<L", content, at + 36)
    if attributes & (_HWP_PASSWORD | _HWP_DRM):
        raise BadFile(LOCKED)
    if attributes & _HWP_SCRIPT:
        raise BadFile(MACROS)
    return "hwp"


def _wide(name: str) -> bytes:
    """As a compound file spells the names of what is in it."""
    return name.encode("utf-16-le")
