"""Festivals and markets as the national standard has them: 18 columns."""

import csv
import io
import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from events.planning import plan
from events.publishing import cancel
from tests.events.many import many
from tests.events.samples import SATURDAY, apart, fair, festival, market, published

FILE = "/data/festivals.csv"
HEADERS = [
    "축제명", "개최장소", "축제시작일자", "축제종료일자", "축제내용", "주관기관명",
    "주최기관명", "후원기관명", "전화번호", "홈페이지주소", "관련정보", "소재지도로명주소",
    "소재지지번주소", "위도", "경도", "데이터기준일자", "제공기관코드", "제공기관명",
]  # fmt: skip


def rows(client: Client, encoding: str = "utf-8-sig") -> list[dict[str, str]]:
    asked = {"encoding": "cp949"} if encoding == "cp949" else {}
    text = client.get(FILE, asked).content.decode(encoding)
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_festival_from_its_first_to_its_last_day(client: Client, officer: User) -> None:
    event = published(officer, festival())
    (row,) = rows(client)
    assert list(row) == HEADERS
    assert len(HEADERS) == 18
    assert row["축제명"] == "겨울 빛 축제"
    assert (row["축제시작일자"], row["축제종료일자"]) == ("2026-12-12", "2026-12-14")
    assert row["개최장소"].startswith("성남시청 너른못 광장 A구역")
    assert row["전화번호"] == "031-000-0101"
    assert row["홈페이지주소"].endswith(f"/events/{event.reference}/")
    assert rows(client, "cp949") == [row]


def test_days_apart_are_a_row_each(client: Client, officer: User) -> None:
    published(officer, apart())
    days = [(row["축제시작일자"], row["축제종료일자"]) for row in rows(client)]
    assert days == [("2026-12-18", "2026-12-18"), ("2026-12-28", "2026-12-28")]


def test_only_what_is_festive_and_takes_place(client: Client, officer: User) -> None:
    published(officer, fair())
    published(officer, market(SATURDAY + timedelta(days=1), category="education"))
    plan(officer, market(SATURDAY + timedelta(days=2)))
    cancel(officer, published(officer, market(SATURDAY + timedelta(days=3))), 1, "눈")
    assert [row["축제명"] for row in rows(client)] == ["사회복지 한마당"]


def test_what_is_elsewhere_is_not_at_city_hall(client: Client, officer: User) -> None:
    """The portal draws a map from these columns."""
    published(officer, replace(market(location_ko="율동공원"), places=()))
    (row,) = rows(client)
    assert row["개최장소"] == "율동공원"
    assert [row[name] for name in ("소재지도로명주소", "위도", "경도")] == [""] * 3
    assert row["제공기관명"] == "성남시청"


def test_what_is_here_and_elsewhere_has_our_address(client: Client, officer: User) -> None:
    published(officer, market(location_ko="율동공원까지 행진"))
    (row,) = rows(client)
    assert row["개최장소"] == "성남시청 너른못 광장 A구역(무대), 율동공원까지 행진"
    assert row["소재지도로명주소"].startswith("경기도 성남시")
    assert float(row["위도"]) > 37


@pytest.mark.parametrize("address", [FILE, f"/en{FILE}"])
def test_what_kind_it_is_is_said_in_korean(client: Client, officer: User, address: str) -> None:
    published(officer)
    text = client.get(address).content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert row["관련정보"] == "장터"


def test_an_empty_calendar_has_the_headers_only(client: Client) -> None:
    assert rows(client) == []
    assert json.loads(client.get("/data/festivals.json").content) == {"records": []}


def test_the_queries_do_not_grow(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    many(1)
    client.get(FILE)
    many(200)
    with django_assert_num_queries(5):
        assert len(rows(client)) > 100
