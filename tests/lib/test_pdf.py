"""Documents on paper: made apart from the server, tagged, in our own fonts, never with a gap."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from pypdf import PdfReader

from lib import apart, pdf, pdf_engine, qr
from tests.printed import elements, read, words

RARE = "뷁쫣힣갃쀏 김旻 李 崔"


def page(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head><title>x</title>{head}</head><body>{body}</body></html>"


def made(body: str, head: str = "") -> PdfReader:
    return read(pdf.render(page(body, head), title="예약증", language="ko"))


def fonts(reader: PdfReader) -> set[str]:
    """The names of the fonts, all of which must be in the file."""
    found = set()
    for sheet in reader.pages:
        resources: Any = sheet["/Resources"]
        for reference in resources["/Font"].values():
            font = reference.get_object()
            descendant = font["/DescendantFonts"][0].get_object()
            descriptor = descendant["/FontDescriptor"].get_object()
            assert "/FontFile2" in descriptor or "/FontFile3" in descriptor
            assert font["/Encoding"] == "/Identity-H"  # another one maps missing signs to a box
            found.add(str(font["/BaseFont"]).partition("+")[2])
    return found


def kinds(reader: PdfReader) -> list[str]:
    return [str(element["/S"]) for element in elements(reader)]


def test_document_says_what_it_is() -> None:
    reader = made("<h1>모란관</h1><p>내용</p>")
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "ko"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == "예약증"
    assert b'pdfuaid:part="1"' in root["/Metadata"].get_data()
    assert kinds(reader)[:3] == ["/Document", "/H1", "/Span"]
    width, height = reader.pages[0].mediabox[2:]
    assert (round(width), round(height)) == (595, 842)  # A4


@pytest.mark.parametrize("sheet", ["p", "b"])
def test_rarest_syllables_and_hanja_are_printed(sheet: str) -> None:
    reader = made(f"<{sheet}>{RARE}</{sheet}>")
    assert words(reader) == RARE
    assert all(name.startswith(("Noto-Sans-KR", "Pretendard")) for name in fonts(reader))


def test_signs_of_different_parts_stay_different() -> None:
    """WeasyPrint would mix up the parts of the second font if they shared a family."""
    names = fonts(made(f"<p>{RARE}</p>"))
    assert len([name for name in names if name.startswith("Noto")]) > 2


def test_every_modern_syllable_has_a_font() -> None:
    folders = {name: Path(folder) for name, folder in pdf.folders().items()}
    syllables = set(range(0xAC00, 0xD7A4))
    for file in pdf_engine.WEIGHTS.values():
        covered = pdf_engine.signs_of(folders["pretendard"] / file)
        for part in pdf_engine.parts_with(folders["noto"], syllables - covered):
            covered |= pdf_engine.signs_of(folders["noto"] / part)
        assert syllables <= covered


def test_decomposed_name_is_printed_composed() -> None:
    assert words(made("<p>\u1112\u1175\u11c2</p>")) == "힣"


@pytest.mark.parametrize(
    ("purpose", "printed"),
    [
        ("🎉 생일 👨\u200d👩\u200d👧 파티 🏳\ufe0f\u200d🌈", "● 생일 ● 파티 ●"),
        ("1\ufe0f\u20e3 회의", "1 회의"),
        ("\ue000 \U000e0001", "●"),
        ("\x00\x08\x1b\ud800모임", "모임"),
    ],
)
def test_what_cannot_be_drawn_leaves_no_box(purpose: str, printed: str) -> None:
    reader = made(f"<p>{purpose}</p>")
    assert words(reader) == printed
    assert fonts(reader)


def test_letters_that_no_font_has_leave_no_box() -> None:
    assert fonts(made("<p>\U00014400 \U00030000 가</p>"))  # Luwian, a rare ideograph


@pytest.mark.parametrize(
    "part",
    [
        '<img alt="x" src="https://example.com/x.png">',
        '<img alt="x" src="file:///etc/hostname">',
        '<img alt="x" src="data:image/png;base64,AAAA">',
        '<img alt="x" src="/img/../manage.py">',
        '<img alt="x" src="/img/%2e%2e/manage.py">',
        '<img alt="x" src="/elsewhere/x.png">',
        '<img alt="x" src="//example.com/static/x.png">',
        '<img alt="x" src="https://paper.invalid.example.com/static/css/paper.css">',
        '<svg xmlns="http://www.w3.org/2000/svg"><title>x</title>'
        '<image href="file:///etc/hostname" width="1" height="1"/></svg>',
        '<p style="background: url(http://127.0.0.1/x)">x</p>',
        '<link rel="stylesheet" href="https://example.com/x.css">',
        '<link rel="attachment" href="file:///etc/hostname">',
        '<style>@import "file:///etc/hostname";</style>',
        "<style>@font-face { font-family: x; src: url(http://127.0.0.1/x) }</style>",
    ],
)
def test_document_reads_nothing_else(part: str) -> None:
    with pytest.raises(pdf.PaperError, match=r"may not read|no file|Failed to"):
        pdf.render(page(part), title="x", language="ko")


def test_picture_without_words_is_refused() -> None:
    with pytest.raises(pdf.PaperError, match="alt"):
        pdf.render(page('<img src="/img/favicon.svg">'), title="x", language="ko")


def test_document_that_takes_too_long_is_ended() -> None:
    with pytest.raises(pdf.PaperTimeout):
        pdf.render(page("<p>x</p>"), title="x", language="ko", time_limit=0.05)
    assert words(made("<p>다음 문서</p>")) == "다음 문서"


def test_process_that_dies_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(pdf.PaperError, match="ended with 1"):
        pdf.render(page("<p>x</p>"), title="x", language="ko")


@contextmanager
def all_places_taken() -> Iterator[None]:
    for _ in range(pdf.AT_ONCE):
        assert pdf._places.acquire(blocking=False)
    try:
        yield
    finally:
        for _ in range(pdf.AT_ONCE):
            pdf._places.release()


def test_one_more_document_than_places_is_refused_at_once() -> None:
    with all_places_taken():
        began = time.monotonic()
        with pytest.raises(pdf.PaperBusy):
            pdf.render(page("<p>x</p>"), title="x", language="ko")
        assert time.monotonic() - began < 0.3, "it has waited, and held a thread of the server"


def test_a_press_of_its_own_takes_no_place_and_needs_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One document at a time, whoever makes it: a lock of another process is one of the file."""
    folder = tmp_path / "posters"
    made_here: list[bytes] = []

    def run(job: bytes, _limit: float) -> bytes:
        with pytest.raises(pdf.PaperBusy):
            pdf.render("", title="x", language="ko", press=folder)
        if not made_here:
            made_here.append(job)
            pdf.render("", title="a pass meanwhile", language="ko")
        return b"%PDF-"

    monkeypatch.setattr(pdf, "_run", run)
    assert pdf.render("", title="x", language="ko", press=folder) == b"%PDF-"
    with all_places_taken():
        assert pdf.render("", title="x", language="ko", press=folder) == b"%PDF-"


def test_a_press_is_free_again_when_its_document_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    for _ in range(2):
        with pytest.raises(pdf.PaperError, match="ended with 1"):
            pdf.render("", title="x", language="ko", press=tmp_path)


@pytest.mark.django_db(transaction=True)
def test_document_is_refused_inside_a_transaction() -> None:
    with transaction.atomic(), pytest.raises(RuntimeError, match="transaction"):
        pdf.render(page("<p>x</p>"), title="x", language="ko")


@pytest.mark.django_db
def test_transaction_around_a_test_does_not_count() -> None:
    assert words(made("<p>된다</p>")) == "된다"


def test_process_does_not_get_the_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "secret")
    monkeypatch.setenv("DATABASE_URL", "secret")
    assert "secret" not in apart._environment().values()


def test_server_does_not_load_the_engine() -> None:
    loaded = Path(pdf.__file__).read_text(encoding="utf-8")
    assert "import weasyprint" not in loaded
    assert "from weasyprint" not in loaded


def a_pass(language: str, purpose: str) -> PdfReader:
    """The pass of a booking as its view makes it."""
    with translation.override(language):
        html = render_to_string(
            "bookings/pass_pdf.html",
            {
                "title": "모란관 예약증",
                "reference": "K7QXM4PT9WRC",
                "rows": [("시설", "모란관"), ("성명", "김뷁힣"), ("목적", purpose)],
                "qr_svg": qr.svg("https://example.kr/K7QXM4PT9WRC/", title="입실 QR"),
                "footer": ["성남시청", "031-000-0000"],
            },
        )
    return read(pdf.render(html, title="모란관 예약증", language=language))


@pytest.mark.parametrize("language", ["ko", "en"])
def test_pass_is_tagged_and_whole(language: str) -> None:
    reader = a_pass(language, "주민 모임")
    content = words(reader)
    for part in ("K7QX-M4PT-9WRC", "김뷁힣", "주민 모임", "031-000-0000"):
        assert part in content
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == language
    found = kinds(reader)
    assert found.count("/H1") == 1
    assert (found.count("/TH"), found.count("/TD"), found.count("/Figure")) == (3, 3, 1)
    figure = next(element for element in elements(reader) if element["/S"] == "/Figure")
    assert figure["/Alt"] == "입실 QR"
    assert all(name.startswith("Pretendard") or "Noto" in name for name in fonts(reader))


def test_pass_with_the_longest_purpose_goes_on_to_the_next_page() -> None:
    reader = a_pass("ko", "<b>&긴목적" * 800)
    assert len(reader.pages) > 1
    assert "031-000-0000" in words(reader)
