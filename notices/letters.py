"""From a notice to its letter: each kind has one writer, which its app registers at start-up."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import translation

from notices.models import Notice


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a letter. The mimetype may carry parameters."""

    name: str
    mimetype: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """What a person gets to read. `html` may be empty; `text` never is."""

    subject: str
    text: str
    html: str = ""
    attachments: tuple[Attachment, ...] = ()


Writer = Callable[[Mapping[str, Any]], Letter]


class UnknownKind(LookupError):
    """No app has registered a writer for letters of this kind."""


_writers: dict[str, Writer] = {}


def register(kind: str, writer: Writer) -> None:
    """Name the writer of a kind, from AppConfig.ready().

    A writer makes the letter from the facts alone, asks no database, and is called with the
    language of the notice active. Raises ValueError when the kind has another writer.
    """
    if _writers.setdefault(kind, writer) is not writer:
        raise ValueError(f"two writers for letters of kind {kind!r}")


def compose(notice: Notice) -> Letter:
    """The letter of a notice, in its language. The same facts make the same letter again.

    Raises UnknownKind, or whatever the writer raises when a fact is missing.
    """
    try:
        writer = _writers[notice.kind]
    except KeyError:
        raise UnknownKind(notice.kind) from None
    with translation.override(notice.language):
        letter = writer(notice.facts)
    # A subject is one line: nothing that somebody typed can start a header of its own.
    return Letter(one_line(letter.subject), letter.text, letter.html, letter.attachments)


def one_line(text: str) -> str:
    """The text with every run of spaces, line ends and control signs made one space."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
