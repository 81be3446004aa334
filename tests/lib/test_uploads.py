"""What a file really is, whatever its name says."""

import io
import struct
import zipfile
import zlib
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfWriter

from lib import uploads
from lib.uploads import BadFile, kind_of, shown_name


def pdf(password: str = "") -> bytes:
    """One empty page."""
    writer, target = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    writer.write(target)
    return target.getvalue()


def packed(files: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as opened:
        for name, content in files.items():
            opened.writestr(name, content)
    return target.getvalue()


def office(more: dict[str, bytes] | None = None, part: str = "word/document.xml") -> bytes:
    files = {"[Content_Types].xml": b"<Types/>", part: b"<document/>"}
    return packed(files | (more or {}))


def picture(kind: str, size: tuple[int, int] = (20, 10)) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", size, "white").save(target, kind)
    return target.getvalue()


def hwp() -> bytes:
    """The parts of a compound file that tell Hangul's: its sign, a directory entry, the header."""
    header = b"HWP Document File".ljust(256, b"\0")
    directory = "FileHeader".encode("utf-16-le").ljust(128, b"\0")
    return uploads._OLE.ljust(512, b"\0") + header.ljust(512, b"\0") + directory


def png_of(width: int, height: int) -> bytes:
    """A picture that says how large it is, and holds nothing."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = b""
    for name, content in ((b"IHDR", head), (b"IDAT", zlib.compress(b"")), (b"IEND", b"")):
        checked = name + content
        parts += struct.pack(">I", len(content)) + checked
        parts += struct.pack(">I", zlib.crc32(checked))
    return b"\x89PNG\r\n\x1a\n" + parts


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (pdf(), "pdf"),
        (office(), "docx"),
        (office(part="xl/workbook.xml"), "xlsx"),
        (office(part="ppt/presentation.xml"), "pptx"),
        (packed({"mimetype": b"application/hwp+zip", "Contents/section0.xml": b""}), "hwpx"),
        (packed({"mimetype": b"application/vnd.oasis.opendocument.text"}), "odt"),
        (hwp(), "hwp"),
        (picture("JPEG"), "jpeg"),
        (picture("PNG"), "png"),
        (picture("WEBP"), "webp"),
    ],
)
def test_it_is_told_by_its_content(content: bytes, kind: str) -> None:
    file = io.BytesIO(content)
    assert kind_of(file) == kind
    assert file.tell() == 0


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", uploads.EMPTY),
        (b"<!DOCTYPE html><script>alert(1)</script>", uploads.UNKNOWN),
        (b"\n%PDF-1.7 something before it", uploads.UNKNOWN),
        (b"#!/bin/sh\n", uploads.UNKNOWN),
        (b"MZ\x90\x00", uploads.UNKNOWN),
        (b"GIF89a", uploads.UNKNOWN),
        (packed({"a.txt": b"a"}), uploads.UNKNOWN),
        (pdf()[:-20], uploads.DAMAGED),
        (b"%PDF-1.7\n<html>", uploads.DAMAGED),
        (office()[:-30], uploads.DAMAGED),
        (picture("PNG")[:-30], uploads.DAMAGED),
        (b"RIFF\x00\x00\x00\x00AVI ", uploads.DAMAGED),
        (office({"../evil.xml": b""}), uploads.DAMAGED),
        (pdf("1234"), uploads.LOCKED),
        (uploads._OLE.ljust(2048, b"\0"), uploads.OLD_OFFICE),
        (png_of(20_000, 20_000), uploads.TOO_MUCH_INSIDE),
    ],
)
def test_what_it_is_not_is_not_taken(content: bytes, reason: str) -> None:
    with pytest.raises(BadFile) as caught:
        kind_of(io.BytesIO(content))
    assert caught.value.reason == reason


@pytest.mark.parametrize("name", ["word/vbaProject.bin", "a/b.exe", "word/page.html", "x.zip"])
def test_programs_in_an_office_file_are_not_taken(name: str) -> None:
    with pytest.raises(BadFile) as caught:
        kind_of(io.BytesIO(office({name: b""})))
    assert caught.value.reason == uploads.MACROS


def test_a_bomb_is_refused_by_what_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = office({"word/media/a.bin": b"\0" * 3_000_000})
    assert len(bomb) < 10_000
    monkeypatch.setattr(uploads, "LARGEST_INSIDE", 1_000_000)
    with pytest.raises(BadFile) as caught:
        kind_of(io.BytesIO(bomb))
    assert caught.value.reason == uploads.TOO_MUCH_INSIDE


def test_a_bomb_that_lies_about_its_size_is_refused_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """The list of contents says ten bytes; what is inflated is counted."""
    bomb = office({"word/media/a.bin": b"\0" * 3_000_000})
    lying = bomb.replace(struct.pack("<I", 3_000_000), struct.pack("<I", 10))
    assert lying != bomb
    monkeypatch.setattr(uploads, "LARGEST_INSIDE", 1_000_000)
    with pytest.raises(BadFile) as caught:
        kind_of(io.BytesIO(lying))
    assert caught.value.reason in {uploads.TOO_MUCH_INSIDE, uploads.DAMAGED}


def test_too_many_files_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_INSIDE", 5)
    with pytest.raises(BadFile) as caught:
        kind_of(io.BytesIO(office({f"word/{number}.xml": b"" for number in range(9)})))
    assert caught.value.reason == uploads.TOO_MUCH_INSIDE


@given(st.binary(max_size=2000), st.sampled_from([b"", b"%PDF-", b"PK\x03\x04", b"\xff\xd8\xff"]))
def test_whatever_comes_there_is_an_answer(content: bytes, head: bytes) -> None:
    with suppress(BadFile):
        assert kind_of(io.BytesIO(head + content)) in uploads.KINDS


@pytest.mark.parametrize(
    ("name", "kind", "shown"),
    [
        ("행사계획서.pdf", "pdf", "행사계획서.pdf"),
        ("사진.JPG", "jpeg", "사진.JPG"),
        ("계획.pdf", "hwpx", "계획.hwpx"),
        ("C:\\Users\\me\\계획.hwpx", "hwpx", "계획.hwpx"),
        ("../../etc/passwd", "pdf", "passwd.pdf"),
        ("a\u202efdp.exe", "pdf", "afdp.exe.pdf"),
        ("줄\r\n바꿈.pdf", "pdf", "줄바꿈.pdf"),
        ("", "png", "paper.png"),
        ("가" * 300 + ".pdf", "pdf", "가" * 120 + ".pdf"),
        (
            "\u1112\u1162\u11bc\u1109\u1161.pdf",
            "pdf",
            "행사.pdf",
        ),
    ],
)
def test_the_name_is_shown_as_its_person_knows_it(name: str, kind: str, shown: str) -> None:
    assert shown_name(name, kind) == shown
