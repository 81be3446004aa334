"""What a file really is, whatever its name says."""

import io
import struct
import warnings
import zipfile
import zlib
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfWriter

from lib import bad_file, office_files, uploads
from lib.bad_file import BadFile
from lib.uploads import kind_of, shown_name


def pdf(password: str = "") -> bytes:
    """One empty page."""
    writer, target = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    writer.write(target)
    return target.getvalue()


def pdf_with_a_new_list(more: bytes = b"") -> bytes:
    """Its list of contents is a stream, as since PDF 1.5: longer than the end that is read."""
    before = b"%PDF-1.5\n1 0 obj\n<</Type/Catalog>>\nendobj\n"
    contents = b"2 0 obj\n<</Type/XRef/Size 3/Root 1 0 R" + more + b"/Length 9000>>\nstream\n"
    contents += b"\1" * 9000 + b"\nendstream\nendobj\n"
    return before + contents + b"startxref\n%d\n%%%%EOF\n" % len(before)


def packed(files: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as opened:
        for name, content in files.items():
            opened.writestr(name, content)
    return target.getvalue()


MAIN = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/presentation.xml": (
        "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    ),
}


def content_types(*types: str) -> bytes:
    lines = "".join(f'<Override PartName="/a" ContentType="{one}"/>' for one in types)
    return f'<?xml version="1.0"?><Types>{lines}</Types>'.encode()


def office(more: dict[str, bytes] | None = None, part: str = "word/document.xml") -> bytes:
    files = {"[Content_Types].xml": content_types(MAIN[part] + ".main+xml"), part: b"<document/>"}
    return packed(files | (more or {}))


def hwpx(more: dict[str, bytes] | None = None) -> bytes:
    files = {"mimetype": b"application/hwp+zip", "Contents/section0.xml": b"<hs:sec/>"}
    return packed(files | (more or {}))


def odt(more: dict[str, bytes] | None = None) -> bytes:
    return packed({"mimetype": b"application/vnd.oasis.opendocument.text"} | (more or {}))


def broken_inside() -> bytes:
    """The list of contents is whole; what is packed cannot be inflated."""
    content = bytearray(office({"word/media/a.bin": bytes(range(256)) * 20}))
    packed_at = content.index(b"word/media/a.bin") + len("word/media/a.bin")
    content[packed_at : packed_at + 8] = b"\xff" * 8
    return bytes(content)


def picture(kind: str, size: tuple[int, int] = (20, 10)) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", size, "white").save(target, kind)
    return target.getvalue()


def two_pictures() -> bytes:
    """As many telephones take them: a JPEG, and another one behind it."""
    target, one = io.BytesIO(), Image.new("RGB", (20, 10), "white")
    one.save(target, "MPO", save_all=True, append_images=[one])
    return target.getvalue()


def hwp(attributes: int = 1) -> bytes:
    """The parts of a compound file that tell Hangul's: its sign, a directory entry, the header."""
    version = b"\0\0\1\5"
    header = b"HWP Document File".ljust(32, b"\0") + version + struct.pack("<L", attributes)
    directory = "FileHeader".encode("utf-16-le").ljust(128, b"\0")
    return office_files.COMPOUND.ljust(512, b"\0") + header.ljust(512, b"\0") + directory


def under_a_password() -> bytes:
    """How a new office program keeps a DOCX that has a password."""
    return office_files.COMPOUND.ljust(512, b"\0") + "EncryptedPackage".encode("utf-16-le")


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
        (hwpx(), "hwpx"),
        (hwpx({"Scripts/headerScripts.js": b"var Documents;"}), "hwpx"),  # as Hangul writes it
        (hwpx({"Scripts/sourceScripts": b""}), "hwpx"),
        (hwpx({"Preview/PrvText.txt": "MZ세대 장터".encode()}), "hwpx"),
        (odt(), "odt"),
        (pdf_with_a_new_list(), "pdf"),
        (hwp(), "hwp"),
        (picture("JPEG"), "jpeg"),
        (two_pictures(), "jpeg"),
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
        (b"", bad_file.EMPTY),
        (b"<!DOCTYPE html><script>alert(1)</script>", bad_file.UNKNOWN),
        (b"\n%PDF-1.7 something before it", bad_file.UNKNOWN),
        (b"#!/bin/sh\n", bad_file.UNKNOWN),
        (b"MZ\x90\x00", bad_file.UNKNOWN),
        (b"GIF89a", bad_file.UNKNOWN),
        (packed({"a.txt": b"a"}), bad_file.UNKNOWN),
        (pdf()[:-20], bad_file.DAMAGED),
        (b"%PDF-1.7\n<html>", bad_file.DAMAGED),
        (b"%PDF-1.7\n<html><script>alert(1)</script>\n%%EOF", bad_file.DAMAGED),
        (b"%PDF-1.7\n<html>\nstartxref\n9\n%%EOF", bad_file.DAMAGED),
        (pdf() + b"<html>" * 300, bad_file.DAMAGED),
        (packed({"[Content_Types].xml": b"\xff\xfe<\0"}), bad_file.DAMAGED),
        (packed({"[Content_Types].xml": b"<Types/>"}), bad_file.UNKNOWN),
        (office()[:-30], bad_file.DAMAGED),
        (picture("PNG")[:-30], bad_file.DAMAGED),
        (b"RIFF\x00\x00\x00\x00AVI ", bad_file.DAMAGED),
        (office({"../evil.xml": b""}), bad_file.DAMAGED),
        (broken_inside(), bad_file.DAMAGED),
        (pdf("1234"), bad_file.LOCKED),
        (pdf_with_a_new_list(b"/Encrypt 3 0 R"), bad_file.LOCKED),
        (odt({"META-INF/manifest.xml": b"<manifest:encryption-data/>"}), bad_file.LOCKED),
        (hwpx({"META-INF/manifest.xml": b"<odf:encryption-data/>"}), bad_file.LOCKED),
        (under_a_password(), bad_file.LOCKED),
        (hwp(0b10011), bad_file.LOCKED),
        (hwp(0b1001), bad_file.MACROS),
        (office_files.COMPOUND.ljust(2048, b"\0"), bad_file.OLD_OFFICE),
        (png_of(20_000, 20_000), bad_file.TOO_MUCH_INSIDE),
    ],
)
def test_what_it_is_not_is_not_taken(content: bytes, reason: str) -> None:
    assert reason_of(content) == reason


def reason_of(content: bytes) -> str:
    with pytest.raises(BadFile) as caught:
        kind_of(io.BytesIO(content))
    return caught.value.reason


PROGRAM = b"MZ".ljust(128, b"\0") + b"PE\0\0"


@pytest.mark.parametrize(
    "content",
    [
        office({"word/vbaProject.bin": b""}),
        office({"a/b.exe": b""}),
        office({"word/page.html": b""}),
        office({"x.zip": b""}),
        office({"word/media/image1.png": PROGRAM}),
        hwpx({"BinData/image1.png": PROGRAM}),
        hwpx({"Scripts/other.js": b""}),
        odt({"Basic/Standard/Module1.xml": b""}),
        odt({"Scripts/python/a.py": b""}),
    ],
)
def test_programs_in_an_office_file_are_not_taken(content: bytes) -> None:
    assert reason_of(content) == bad_file.MACROS


@pytest.mark.parametrize(
    "said",
    [
        "application/vnd.ms-word.document.macroEnabled.main+xml",
        "application/vnd.ms-office.vbaProject",
        "application/vnd.ms-office.vba&#80;roject",
    ],
)
def test_macros_under_another_name_are_not_taken(said: str) -> None:
    types = content_types(MAIN["word/document.xml"] + ".main+xml", said)
    files = {"[Content_Types].xml": types, "word/document.xml": b"", "word/a.bin": b"macro"}
    assert reason_of(packed(files)) == bad_file.MACROS


def test_what_unpacks_in_steps_without_a_bound_is_not_unpacked() -> None:
    """A kilobyte of bzip2 becomes a gigabyte in one step, whatever its list says."""
    files = {"[Content_Types].xml": content_types(), "word/a.bin": b"\0" * 1_000_000}
    for method in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        assert reason_of(packed(files, method)) == bad_file.DAMAGED


def test_two_files_of_one_name_are_not_taken() -> None:
    target = io.BytesIO(office())
    with zipfile.ZipFile(target, "a") as opened, pytest.warns(UserWarning, match="Duplicate"):
        opened.writestr("word/document.xml", b"<another/>")
    assert reason_of(target.getvalue()) == bad_file.DAMAGED


def test_a_list_of_contents_without_end_is_not_read() -> None:
    """Hundreds of thousands of lines in a file that is not even large."""
    line = struct.pack("<L12xLLL10xLL", 0x02014B50, 0, 0, 0, 0, 0) + b"\0" * 8
    lines = line * (office_files.LARGEST_LIST // len(line) + 1)
    end = struct.pack("<L4xHHLLH", 0x06054B50, 1, 1, len(lines), 4, 0)
    assert reason_of(b"PK\3\4" + lines + end) == bad_file.TOO_MUCH_INSIDE
    large = b"PK\x06\x07".ljust(20, b"\0")
    end = struct.pack("<L4xHHLLH", 0x06054B50, 1, 1, 46, 4, 0)
    assert reason_of(b"PK\3\4" + line + large + end) == bad_file.TOO_MUCH_INSIDE


def test_a_bomb_of_four_gigabytes() -> None:
    """It says what it becomes; that alone is enough."""
    bomb = bytearray(office({"word/media/a.bin": b"\0" * 1000}))
    at = bytes(bomb).rfind(b"PK\x01\x02")
    struct.pack_into("<L", bomb, at + 24, 0xFFFFFFF0)
    assert reason_of(bytes(bomb)) == bad_file.TOO_MUCH_INSIDE


def test_a_bomb_is_refused_by_what_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = office({"word/media/a.bin": b"\0" * 3_000_000})
    assert len(bomb) < 10_000
    monkeypatch.setattr(office_files, "LARGEST_INSIDE", 1_000_000)
    assert reason_of(bomb) == bad_file.TOO_MUCH_INSIDE


def test_a_bomb_that_lies_about_its_size_is_refused_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """The list of contents says ten bytes; what is inflated is counted."""
    bomb = office({"word/media/a.bin": b"\0" * 3_000_000})
    lying = bomb.replace(struct.pack("<I", 3_000_000), struct.pack("<I", 10))
    assert lying != bomb
    monkeypatch.setattr(office_files, "LARGEST_INSIDE", 1_000_000)
    assert reason_of(lying) in {bad_file.TOO_MUCH_INSIDE, bad_file.DAMAGED}


def test_what_is_inflated_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """By itself, without the list of contents."""
    bomb = io.BytesIO(office({"word/media/a.bin": b"\0" * 3_000_000}))
    monkeypatch.setattr(office_files, "LARGEST_INSIDE", 1_000_000)
    with zipfile.ZipFile(bomb) as opened, pytest.raises(BadFile) as caught:
        office_files._inflate_within_bounds(opened, opened.infolist())
    assert caught.value.reason == bad_file.TOO_MUCH_INSIDE


def test_too_many_files_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office_files, "MOST_INSIDE", 5)
    many = office({f"word/{number}.xml": b"" for number in range(9)})
    assert reason_of(many) == bad_file.TOO_MUCH_INSIDE


WHOLE = (
    pdf(),
    pdf_with_a_new_list(),
    office({"word/media/a.xml": bytes(range(256)) * 8}),
    hwpx(),
    hwp(),
    picture("JPEG"),
    two_pictures(),
    picture("PNG"),
    picture("WEBP"),
)


@given(
    st.sampled_from(WHOLE),
    st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 255)), min_size=1, max_size=20),
    st.integers(0, 5000),
)
def test_however_it_is_broken_there_is_an_answer(
    whole: bytes, changes: list[tuple[int, int]], cut: int
) -> None:
    broken = bytearray(whole)
    for at, sign in changes:
        broken[at % len(broken)] = sign
    with suppress(BadFile), warnings.catch_warnings(action="ignore"):
        assert kind_of(io.BytesIO(bytes(broken[: cut or None]))) in uploads.KINDS


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
