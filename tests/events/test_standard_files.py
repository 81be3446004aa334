"""The files of the national standard as programs read them, whatever stands in their cells."""

import csv
import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.standard_files import ENCODINGS, FESTIVAL_COLUMNS, as_csv

READ_AS = {"utf-8": "utf-8-sig", "cp949": "cp949"}
# What a spreadsheet calculates, also in its full width.
FORMULA_SIGNS = tuple("=+-@\t\r＝＋－＠")
# Signs whose plain form, by NFKC, means something in a CSV or in a spreadsheet.
BITING = "﹐﹦﹢﹣﹫＂﹔，；⁼₌⁺₊⁻₋\u037e\u2024´¨\u00a0\u2028\x0b\x1c\x85\0\r\n\t\"',;=+-@"
TEXTS = st.text() | st.text(st.sampled_from(f"{BITING}가각é😀ﬁ½\u1100\u1161\u11a8"))


def cells(text: str, encoding: str) -> list[list[str]]:
    """Header and one row in whose first and last but one cell the text stands, read back."""
    row = dict.fromkeys(FESTIVAL_COLUMNS, "가") | {"fstvlNm": text, "instt_code": text}
    content = as_csv(FESTIVAL_COLUMNS, [row], encoding).decode(READ_AS[encoding])
    return list(csv.reader(io.StringIO(content, newline=""), strict=True))


@given(text=TEXTS)
def test_no_text_breaks_the_columns_or_is_a_formula(text: str) -> None:
    for encoding in ENCODINGS:
        header, row = cells(text, encoding)
        assert header == list(FESTIVAL_COLUMNS.values())
        assert len(row) == len(header) == 18
        assert row[0] == row[-2]
        assert not any(cell.startswith(FORMULA_SIGNS) for cell in row)
        assert [row[1], row[-1]] == ["가", "가"]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("벼룩﹐시장", "벼룩,시장"),
        ("＂장터﹐2＂", "＂장터,2＂"),  # the quotes are in CP949, this comma is not
        ("﹦1﹢2", "'=1+2"),
        ("⁼SUM(A1)", "'=SUM(A1)"),
        ("\u00b4\u2003나눔", "´ 나눔"),
        ("ﬁesta 😀 ½", "fiesta ? ½"),
        (unicodedata.normalize("NFD", "벼룩시장 뷁"), "벼룩시장 뷁"),
    ],
)
def test_in_cp949_a_cell_says_the_same_in_plainer_signs(text: str, read: str) -> None:
    assert cells(text, "cp949")[1][0] == read


def test_in_utf_8_only_what_a_mac_takes_apart_is_put_together() -> None:
    apart = unicodedata.normalize("NFD", "벼룩시장")
    assert cells(f"{apart}﹐ ½ 😀 ﬁ", "utf-8")[1][0] == "벼룩시장﹐ ½ 😀 ﬁ"


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_formula_in_full_width_is_text_too(encoding: str) -> None:
    assert cells("＝1＋2", encoding)[1][0] == "'＝1＋2"
