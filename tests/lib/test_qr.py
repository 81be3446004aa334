"""QR codes as pictures in a page."""

import re
from xml.etree import ElementTree

import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st

from lib import qr

SVG = "{http://www.w3.org/2000/svg}"
ADDRESS = "https://example.kr/desk/K7QXM4PT9WRC/"


def modules(svg: str) -> list[list[int]]:
    """The code read back from the picture, without its quiet zone."""
    root = ElementTree.fromstring(svg)
    side = int(root.attrib["viewBox"].split()[2])
    rows = [[0] * side for _ in range(side)]
    path = root.findall(f"{SVG}path")[1].attrib["d"]
    for left, top, width in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", path):
        for column in range(int(left), int(left) + int(width)):
            rows[int(top)][column] = 1
    edge = qr.QUIET_ZONE
    assert not any(map(any, rows[:edge] + rows[-edge:]))
    assert not any(any(row[:edge] + row[-edge:]) for row in rows)
    return [row[edge:-edge] for row in rows[edge:-edge]]


def test_svg_is_the_code_of_the_text() -> None:
    code = segno.make_qr(ADDRESS, error="m", boost_error=False)
    assert modules(qr.svg(ADDRESS, title="x")) == [list(row) for row in code.matrix]


def test_svg_has_a_name_and_scales() -> None:
    root = ElementTree.fromstring(qr.svg(ADDRESS, title="입실 QR"))
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-label"] == "입실 QR"
    assert root.findtext(f"{SVG}title") == "입실 QR"
    assert "width" not in root.attrib


def test_svg_needs_nothing_that_a_strict_policy_forbids() -> None:
    text = qr.svg(ADDRESS, title="x")
    assert "style" not in text
    assert "script" not in text
    assert "href" not in text


@settings(max_examples=20, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=40))
def test_svg_stays_well_formed_whatever_the_title(title: str) -> None:
    root = ElementTree.fromstring(qr.svg("x", title=title))
    assert (root.findtext(f"{SVG}title") or "") == title


def test_text_too_long_for_a_code_is_refused() -> None:
    with pytest.raises(ValueError, match=r"[Dd]ata"):
        qr.svg("x" * 3000, title="x")
