"""Papers as they come back: the file read, and its words."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader


def read(content: bytes) -> PdfReader:
    return PdfReader(BytesIO(content))


def words(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def elements(reader: PdfReader) -> Iterator[dict[str, Any]]:
    """The elements of the structure, in reading order."""
    root: Any = reader.trailer["/Root"]
    waiting = [root["/StructTreeRoot"]]
    while waiting:
        node = waiting.pop().get_object()
        if isinstance(node, list):
            waiting.extend(reversed(node))
        elif isinstance(node, dict):
            if "/S" in node:
                yield node
            if "/K" in node:
                waiting.append(node["/K"])
