"""Keep the translations: `update` the catalogue from the sources, `compile` it for the server.

The sources are written in English; locale/ko holds the Korean. Reads Python and Django templates
with Babel, so that no gettext programs are needed. The catalogue is sorted and holds no line
numbers and no dates: it changes when a text changes.
"""

import io
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from bin.report import Stop, main, say, step

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"
KOREAN = LOCALE / "ko" / "LC_MESSAGES" / "django.po"
SOURCES = (
    "lib",
    "accounts",
    "notices",
    "facilities",
    "bookings",
    "applications",
    "events",
    "config",
    "templates",
)
HEADER = """\
msgid ""
msgstr ""
"Project-Id-Version: Sarangbang\\n"
"Language: ko\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""

_one = None
_two = (1, 2)
_context = ((1, "c"), 2)
_context_two = ((1, "c"), 2, 3)
KEYWORDS: dict[str, Any] = {
    **dict.fromkeys(["_", "gettext", "gettext_lazy", "gettext_noop"], _one),
    **dict.fromkeys(["ngettext", "ngettext_lazy"], _two),
    **dict.fromkeys(["pgettext", "pgettext_lazy"], _context),
    **dict.fromkeys(["npgettext", "npgettext_lazy"], _context_two),
}


def messages_in(path: Path) -> Iterator[tuple[str | tuple[str, str], str | None]]:
    """Every text of one file that is to be translated, as (msgid, context)."""
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # Django blanks all but the texts; what is left must not look like wrong indentation.
        marked = templatize(source, origin=str(path))
        source = "\n".join(line.lstrip() for line in marked.splitlines())
    file = io.BytesIO(source.encode())
    for _line, function, texts, _comments in extract_python(
        file, KEYWORDS, comment_tags=[], options={"encoding": "utf-8"}
    ):
        yield from _message(KEYWORDS[str(function)], texts)


def _message(places: Any, texts: Any) -> Iterator[tuple[str | tuple[str, str], str | None]]:
    """The arguments of one call as a message; a call with something computed is none."""
    given = [texts] if isinstance(texts, str) else list(texts or ())
    wanted = places or (1,)
    numbers = [place[0] if isinstance(place, tuple) else place for place in wanted]
    if len(given) < max(numbers) or not all(given[number - 1] for number in numbers):
        return
    context = given[0] if isinstance(wanted[0], tuple) else None
    msgids = [given[place - 1] for place in wanted if not isinstance(place, tuple)]
    yield (msgids[0] if len(msgids) == 1 else (msgids[0], msgids[1])), context


def extract(folders: Iterable[str] = SOURCES) -> Catalog:
    """Every text of the house, without translations."""
    found = Catalog(locale="ko")
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in {".py", ".html", ".txt"} and "migrations" not in path.parts:
                for msgid, context in messages_in(path):
                    found.add(msgid, context=context)
    return found


def read(path: Path = KOREAN) -> Catalog:
    """The catalogue as it is kept."""
    if not path.exists():
        return Catalog(locale="ko")
    with path.open("rb") as file:
        return read_po(file, locale="ko", abort_invalid=True)


def texts(catalogue: Catalog) -> Iterator[Message]:
    """The messages of a catalogue, without its header."""
    return (message for message in catalogue if message.id)


def update(*, known: Catalog | None = None) -> Catalog:
    """The texts of the sources with the translations that are known. Nothing else stays."""
    known = known or read()
    fresh = extract()
    for message in texts(fresh):
        before = known.get(message.id, message.context)
        if before is not None:
            message.string = before.string
            message.flags |= before.flags & {"fuzzy"}
    return fresh


def write(catalogue: Catalog, path: Path = KOREAN) -> None:
    """Keep a catalogue: sorted, no places, no dates."""
    body = io.BytesIO()
    write_po(
        body, catalogue, width=100, no_location=True, omit_header=True, sort_output=True,
        ignore_obsolete=True,
    )  # fmt: skip
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(HEADER.encode() + body.getvalue().strip() + b"\n")


def missing(catalogue: Catalog) -> list[Message]:
    """Messages without a translation that somebody has vouched for."""
    return [
        message
        for message in texts(catalogue)
        if message.fuzzy
        or not (all(message.string) if isinstance(message.string, tuple) else message.string)
    ]


def compile_catalogues() -> None:
    """Write the .mo beside each .po that is newer than it."""
    for po in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
            continue
        with step(f"Compiling the translations ({po.parts[-3]})"):
            fresh = mo.with_name(f"{mo.name}.{os.getpid()}")
            with fresh.open("wb") as file:
                write_mo(file, read(po))
            fresh.replace(mo)  # nobody ever reads half of one


def command(arguments: list[str]) -> int:
    """`update` or `compile`."""
    if arguments == ["compile"]:
        compile_catalogues()
    elif arguments == ["update"]:
        updated = update()
        write(updated)
        say(f"{len(updated)} texts, {len(missing(updated))} without a Korean translation.")
    else:
        raise Stop("Use: bin/messages update | compile")
    return 0


if __name__ == "__main__":
    main(command)
