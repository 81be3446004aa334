"""The process behind lib.pdf: one job as JSON on standard input, one PDF on standard output.

Knows neither Django nor the database. Run by lib.pdf only; nothing imports this module, because
importing WeasyPrint is what the server is to be spared.

Fonts. The face of the document is Pretendard GOV, whose subset has 2,780 of the 11,172 syllables.
(It is read as .woff, because unpacking .woff2 of that size takes a second in Python.) For every
other sign the parts of Noto Sans KR that have it are added: they come as 124 small files, and
`unicode.json` beside them says which signs are in which. Each part is a family of its own, because
WeasyPrint tells embedded fonts apart by family and would print the glyphs of one part for those of
another; so it is this module and no style sheet that sets the font family. A picture (emoji) that
neither has becomes SUBSTITUTE, so that a document prints alike everywhere. A letter is left to the
fonts of the machine, and becomes SUBSTITUTE only where none of them has it.
"""

import json
import logging
import mimetypes
import re
import resource
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont
from weasyprint import CSS, HTML
from weasyprint.logger import LOGGER
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

BASE_URL = "https://paper.invalid/"  # relative addresses of a document; never asked for
CPU_SECONDS = 60  # the last resort, when the parent died and nobody ends us
SUBSTITUTE = "●"
WEIGHTS = {400: "PretendardGOV-Regular.subset.woff", 700: "PretendardGOV-Bold.subset.woff"}

_PICTURES = {"So", "Sk", "Cn", "Co"}
# What holds the parts of one emoji together, as it stands in a regular expression.
_JOINERS = "\u200d\ufe0e\ufe0f\u20e3\U000e0001-\U000e007f"


class Folders(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Reads files of the named folders and refuses every other address, loudly."""

    def __init__(self, folders: dict[str, Path]) -> None:
        super().__init__(allowed_protocols=())
        self.folders = {name: folder.resolve() for name, folder in folders.items()}

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """The file behind an address below BASE_URL; FatalURLFetchingError for all others."""
        name, _, path = url.removeprefix(BASE_URL).partition("/")
        folder = self.folders.get(name)
        if not url.startswith(BASE_URL) or folder is None:
            raise FatalURLFetchingError(f"a document may not read {url}")
        file = (folder / path).resolve()
        if not file.is_relative_to(folder) or not file.is_file():
            raise FatalURLFetchingError(f"there is no file for {url}")
        kind = mimetypes.guess_type(file)[0] or "application/octet-stream"
        return URLFetcherResponse(url, file.read_bytes(), {"Content-Type": kind})


class Faults(logging.Handler):
    """Collects what WeasyPrint only logs: a document that lacks a part of itself is no document."""

    def __init__(self) -> None:
        super().__init__(level=logging.ERROR)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one fault."""
        self.found.append(record.getMessage())


def signs_of(font: Path) -> set[int]:
    """The code points that a font file can draw."""
    with TTFont(font, lazy=True) as opened:
        return set(opened.getBestCmap())


def parts_with(noto: Path, wanted: set[int]) -> Iterator[str]:
    """The files of those parts of the second font that cover some of the wanted code points."""
    ranges: dict[str, str] = json.loads((noto / "unicode.json").read_text(encoding="utf-8"))
    for name, text in ranges.items():
        for piece in text.split(","):
            first, _, last = piece.strip().removeprefix("U+").partition("-")
            if not wanted.isdisjoint(range(int(first, 16), int(last or first, 16) + 1)):
                yield f"files/noto-sans-kr-{name.strip('[]')}-wght-normal.woff2"
                break


def face(family: str, url: str, weight: str) -> str:
    """An @font-face rule."""
    return (
        f'@font-face {{ font-family: "{family}"; font-weight: {weight};'
        f' src: url("{BASE_URL}{url}"); }}\n'
    )


def plain(html: str) -> str:
    """The HTML with composed syllables and without signs that no document may hold."""
    kept = (
        sign
        for sign in unicodedata.normalize("NFC", html)
        if sign == "\n" or unicodedata.category(sign) not in {"Cc", "Cs"}
    )
    return "".join(kept)


def without_pictures(html: str, covered: set[int]) -> str:
    """The HTML with one SUBSTITUTE for every run of pictures that no font of ours can draw."""
    missing = {
        sign
        for sign in set(html)
        if ord(sign) not in covered and unicodedata.category(sign) in _PICTURES
    }
    if missing:
        picture = f"[{re.escape(''.join(sorted(missing)))}]"
        html = re.sub(f"{picture}(?:{picture}|[{_JOINERS}])*", SUBSTITUTE, html)
    return re.sub(f"[{_JOINERS}]", "", html)


def styled(html: str, folders: dict[str, Path]) -> tuple[str, str]:
    """The HTML as it can be printed, and the style sheet with the fonts that it needs."""
    html = plain(html)
    covered: set[int] = set()
    families = ["Pretendard GOV"]
    faces = ""
    for weight, file in WEIGHTS.items():
        covered |= signs_of(folders["pretendard"] / file)
        faces += face("Pretendard GOV", f"pretendard/{file}", str(weight))
    wanted = {ord(sign) for sign in html if not sign.isspace()} - covered
    for file in parts_with(folders["noto"], wanted):
        covered |= signs_of(folders["noto"] / file)
        families.append(f"Noto Sans KR {Path(file).stem}")
        faces += face(families[-1], f"noto/{file}", "400")
    names = ", ".join(f'"{family}"' for family in families)
    use = f"{{ font-family: {names}, sans-serif; }}"
    faces += f"html {use} @page {use}"
    return without_pictures(html, covered), faces


def make(html: str, *, title: str, language: str, folders: dict[str, Path]) -> bytes:
    """The PDF/UA-1 document; what no font at all can draw is substituted in a second attempt."""
    html, faces = styled(html, folders)
    fetcher = Folders(folders)
    fonts = FontConfiguration()
    sheet = CSS(string=faces, base_url=BASE_URL, url_fetcher=fetcher, font_config=fonts)

    def attempt(html: str) -> tuple[bytes, set[int]]:
        source = HTML(string=html, base_url=BASE_URL, url_fetcher=fetcher)
        document = source.render(font_config=fonts, stylesheets=[sheet], pdf_variant="pdf/ua-1")
        document.metadata.title = plain(title)
        document.metadata.lang = language
        document.metadata.generator = "Sarangbang"
        made = bytes(document.write_pdf(pdf_variant="pdf/ua-1"))
        return made, {sign for font in document.fonts.values() for sign in font.missing}

    made, missing = attempt(html)
    if missing:
        made, _ = attempt(html.translate(dict.fromkeys(missing - {ord("\n")}, SUBSTITUTE)))
    return made


def main() -> None:
    """Read a job, write a PDF; what goes wrong is the last line of standard error."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    job = json.load(sys.stdin.buffer)
    folders = {name: Path(folder) for name, folder in job["folders"].items()}
    faults = Faults()
    LOGGER.addHandler(faults)
    try:
        made = make(job["html"], title=job["title"], language=job["language"], folders=folders)
    except FatalURLFetchingError as error:
        sys.exit(str(error))
    if faults.found:
        sys.exit("; ".join(faults.found))
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main()
