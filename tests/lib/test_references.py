"""References: hard to guess, hard to misread."""

import re

from hypothesis import given
from hypothesis import strategies as st

from lib import references


def test_references_differ_and_hold_no_sign_to_misread() -> None:
    made = {references.new_reference() for _ in range(1000)}
    assert len(made) == 1000
    assert all(len(reference) == references.LENGTH for reference in made)
    assert not set("".join(made)) & set("01OIL")


def test_spaced_groups_by_four() -> None:
    assert references.spaced("K7QXM4PT9WRC") == "K7QX-M4PT-9WRC"
    assert references.spaced("") == ""


@given(st.text(references.ALPHABET, min_size=references.LENGTH, max_size=references.LENGTH))
def test_converter_takes_every_reference_and_changes_nothing(reference: str) -> None:
    converter = references.ReferenceConverter()
    assert re.fullmatch(converter.regex, reference)
    assert converter.to_url(converter.to_python(reference)) == reference


def test_converter_refuses_what_is_no_reference() -> None:
    for text in ("", "K7QXM4PT9WR", "K7QXM4PT9WRCC", "k7qxm4pt9wrc", "K7QX-M4PT-9WR"):
        assert not re.fullmatch(references.ReferenceConverter.regex, text)
