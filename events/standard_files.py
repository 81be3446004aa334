"""The two files of the national standard for public data (공공데이터 개방 표준) as CSV and JSON.

Each has fixed columns: the Korean headers stand in the CSV, the API's names in the JSON. The
facilities are 전국공공시설개방정보표준데이터, the festivals 전국문화축제표준데이터.
"""

import csv
import io
import json
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache

from lib.plain_text import plain

Row = Mapping[str, str]  # by the API's names

FACILITY_COLUMNS = {
    "openFcltyNm": "개방시설명",
    "openLcNm": "개방장소명",
    "openFcltyType": "개방시설유형구분",
    "rstde": "휴관일",
    "weekdayOperOpenHhmm": "평일운영시작시각",
    "weekdayOperColseHhmm": "평일운영종료시각",  # so spelt in the standard
    "wkendOperOpenHhmm": "주말운영시작시각",
    "wkendOperCloseHhmm": "주말운영종료시각",
    "pchrgUseYn": "유료사용여부",
    "useStdrTime": "사용기준시간",
    "rntfee": "사용료",
    "excessUseUnitTime": "초과사용단위시간",
    "excessRntfee": "초과사용료",
    "aceptncPosblCo": "수용가능인원수",
    "ar": "면적",
    "etcFclty": "부대시설정보",
    "sbscrptnMthSe": "신청방법구분",
    "fcltyPicInfo": "시설사진정보",
    "rdnmadr": "소재지도로명주소",
    "lnmadr": "소재지지번주소",
    "institutionNm": "관리기관명",
    "chrgDeptNm": "담당부서명",
    "phoneNumber": "사용안내전화번호",
    "homepageUrl": "홈페이지주소",
    "latitude": "위도",
    "longitude": "경도",
    "referenceDate": "데이터기준일자",
    "insttCode": "제공기관코드",
    "insttNm": "제공기관명",
}
FESTIVAL_COLUMNS = {
    "fstvlNm": "축제명",
    "opar": "개최장소",
    "fstvlStartDate": "축제시작일자",
    "fstvlEndDate": "축제종료일자",
    "fstvlCo": "축제내용",
    "mnnstNm": "주관기관명",
    "auspcInsttNm": "주최기관명",
    "suprtInsttNm": "후원기관명",
    "phoneNumber": "전화번호",
    "homepageUrl": "홈페이지주소",
    "relateInfo": "관련정보",
    "rdnmadr": "소재지도로명주소",
    "lnmadr": "소재지지번주소",
    "latitude": "위도",
    "longitude": "경도",
    "referenceDate": "데이터기준일자",
    "instt_code": "제공기관코드",
    "instt_nm": "제공기관명",
}
ENCODINGS = ("utf-8", "cp949")
# Spreadsheets of some languages take the signs of full width for the same.
_BEGINS_A_FORMULA = tuple("=+-@\t\r＝＋－＠")


def as_csv(columns: Mapping[str, str], rows: Sequence[Row], encoding: str) -> bytes:
    """The rows under the Korean headers; UTF-8 with its mark in front, or CP949.

    A sign that CP949 does not have is written in its plain form where it has one, else as "?".
    """
    written = io.StringIO()
    writer = csv.writer(written)  # lines end with CR LF, as RFC 4180 has it
    writer.writerow(columns.values())
    writer.writerows([_cell(row[name], encoding) for name in columns] for row in rows)
    return written.getvalue().encode("cp949" if encoding == "cp949" else "utf-8-sig")


def as_json(columns: Mapping[str, str], rows: Sequence[Row]) -> bytes:
    """The rows under the API's names, as the national portal writes them."""
    records = [{name: row[name] for name in columns} for row in rows]
    return json.dumps({"records": records}, ensure_ascii=False, indent=1).encode()


def _cell(text: str, encoding: str) -> str:
    """One line; and what a spreadsheet would take for a formula is marked as text.

    Its signs are replaced before anything looks at them: the plain form of one may be a comma or
    begin a formula. Syllables that came in parts, as macOS writes them, are put together first.
    """
    composed = unicodedata.normalize("NFC", plain(text))
    told = _in_cp949(composed) if encoding == "cp949" else composed
    line = " ".join(told.split())
    return f"'{line}" if line.startswith(_BEGINS_A_FORMULA) else line


def _in_cp949(text: str) -> str:
    """With nothing that CP949 lacks. Most texts lack nothing: they are not looked at by sign."""
    try:
        text.encode("cp949")
    except UnicodeEncodeError:
        return "".join(map(_sign_in_cp949, text))
    return text


@lru_cache(maxsize=1 << 14)
def _sign_in_cp949(sign: str) -> str:
    for form in (sign, unicodedata.normalize("NFKC", sign)):
        try:
            form.encode("cp949")
        except UnicodeEncodeError:
            continue
        return form
    return "?"
