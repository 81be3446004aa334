"""The facilities as the national standard has them: 29 columns, read back by a real reader."""

import csv
import io
import json
from http import HTTPStatus

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from facilities.models import Facility, Policy

FILE = "/data/facilities.csv"
HEADERS = [
    "개방시설명", "개방장소명", "개방시설유형구분", "휴관일", "평일운영시작시각",
    "평일운영종료시각", "주말운영시작시각", "주말운영종료시각", "유료사용여부", "사용기준시간",
    "사용료", "초과사용단위시간", "초과사용료", "수용가능인원수", "면적", "부대시설정보",
    "신청방법구분", "시설사진정보", "소재지도로명주소", "소재지지번주소", "관리기관명",
    "담당부서명", "사용안내전화번호", "홈페이지주소", "위도", "경도", "데이터기준일자",
    "제공기관코드", "제공기관명",
]  # fmt: skip


def rows(client: Client, encoding: str = "") -> dict[str, dict[str, str]]:
    """By the name of the facility."""
    response = client.get(FILE, {"encoding": encoding} if encoding else {})
    assert response.status_code == HTTPStatus.OK
    text = response.content.decode(encoding or "utf-8-sig")
    return {row["개방시설명"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}


def test_the_columns_are_those_of_the_standard(client: Client) -> None:
    content = client.get(FILE).content
    assert content.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in content
    assert next(csv.reader(io.StringIO(content.decode("utf-8-sig")))) == HEADERS
    assert len(HEADERS) == 29


def test_a_room_as_it_stands(client: Client, settings: Settings) -> None:
    settings.INSTITUTION_CODE = "1234567"
    room = rows(client)["모란관"]
    assert (room["평일운영시작시각"], room["평일운영종료시각"]) == ("09:00", "18:00")
    assert (room["주말운영시작시각"], room["주말운영종료시각"]) == ("00:00", "00:00")
    assert room["휴관일"] == "토+일+공휴일"
    assert (room["유료사용여부"], room["사용료"]) == ("N", "0")
    assert room["소재지도로명주소"].startswith("경기도 성남시")
    assert room["홈페이지주소"].endswith("/facilities/moran/")
    assert room["데이터기준일자"] == "2026-11-23"
    assert room["제공기관코드"] == "1234567"
    assert len(rows(client)) == Facility.objects.filter(is_published=True).count()


def test_it_is_korean_under_the_english_address_too(client: Client) -> None:
    assert client.get(f"/en{FILE}").content == client.get(FILE).content


def test_what_costs_something_says_how_much(client: Client) -> None:
    policy = Policy.objects.filter(facility__slug="onnuri").get()
    Policy.objects.filter(pk=policy.pk).update(fee_won=10_000, fee_unit="hour")
    policy.facility.save()  # the set-up is read anew
    hall = next(one for name, one in rows(client).items() if name.startswith("온누리"))
    assert (hall["유료사용여부"], hall["사용료"], hall["사용기준시간"]) == ("Y", "10000", "1")


def test_cp949_reads_the_same_and_loses_nothing_silently(client: Client) -> None:
    facility = Facility.objects.get(slug="moran")
    setattr(facility, "equipment_ko", "빔 프로젝터 ½ 😀 ﬁ")  # noqa: B010
    facility.save()
    old = rows(client, "cp949")
    assert old["모란관"]["부대시설정보"] in {"빔 프로젝터 ½ ? fi", "빔 프로젝터 1⁄2 ? fi"}
    assert rows(client)["모란관"]["부대시설정보"] == "빔 프로젝터 ½ 😀 ﬁ"
    assert set(old) == set(rows(client))


def test_nothing_is_a_formula(client: Client) -> None:
    facility = Facility.objects.get(slug="moran")
    setattr(facility, "equipment_ko", "=HYPERLINK(1)\n-2")  # noqa: B010
    facility.save()
    assert rows(client)["모란관"]["부대시설정보"] == "'=HYPERLINK(1) -2"
    assert not rows(client)["모란관"]["사용안내전화번호"].startswith("'")


def test_json_has_the_names_of_the_api(client: Client) -> None:
    records = json.loads(client.get("/data/facilities.json").content)["records"]
    assert len(records) == len(rows(client))
    assert list(records[0])[:2] == ["openFcltyNm", "openLcNm"]
    assert len(records[0]) == 29


def test_who_has_it_already_is_told_so(client: Client) -> None:
    etag = client.get(FILE)["ETag"]
    assert client.get(FILE, headers={"If-None-Match": etag}).status_code == HTTPStatus.NOT_MODIFIED


@pytest.mark.parametrize("name", ["facilities", "festivals"])
@pytest.mark.parametrize("kind", ["json", "csv"])
def test_scripts_of_other_sites_may_read_it(client: Client, name: str, kind: str) -> None:
    """Also when they had it before."""
    first = client.get(f"/data/{name}.{kind}")
    again = client.get(f"/data/{name}.{kind}", headers={"If-None-Match": first["ETag"]})
    assert (first.status_code, again.status_code) == (200, 304)
    for answer in (first, again):
        assert answer["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("address", ["/data/facilities.xml", "/data/other.csv"])
def test_a_file_that_there_is_not(client: Client, address: str) -> None:
    assert client.get(address).status_code == HTTPStatus.NOT_FOUND


def test_no_query_for_each(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get(FILE)
    with django_assert_num_queries(1):
        client.get(FILE)


def test_the_page_explains_the_files(client: Client) -> None:
    page = client.get("/en/data/").content.decode()
    assert "개방시설명" in page
    assert "/en/data/festivals.csv?encoding=cp949" in page
