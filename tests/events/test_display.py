"""The lobby screen: now, next, where."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from http import HTTPStatus

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from events.finding import days
from events.publishing import cancel, postpone
from events.wanted import EventWanted
from lib.spans import Span
from tests.events.many import lasting, many
from tests.events.samples import SATURDAY, festival, market, place, published
from tests.places import at_seoul

At = Callable[[datetime], None]


def parts(client: Client, address: str = "/en/display/") -> tuple[str, str]:
    """What is on now, and what comes next."""
    response = client.get(address)
    assert response.status_code == HTTPStatus.OK
    page = response.content.decode()
    now, _found, coming = page.partition('id="next-title"')
    return (now if 'id="now-title"' in now else ""), coming


def test_before_during_and_after(client: Client, officer: User, at: At) -> None:
    published(officer)
    now, coming = parts(client)
    assert not now
    assert "Sat 12 Dec 13:00" in coming
    at(at_seoul(SATURDAY, "09:00"))
    assert 'display-when">13:00<' in parts(client)[1]
    at(at_seoul(SATURDAY, "13:00"))
    now, coming = parts(client)
    assert "Yeosu-dong flea market" in now
    assert "until 16:00" in now
    assert 'lang="ko">여수동 벼룩시장<' in now  # the other language below
    assert 'lang="en">Yeosu-dong flea market<' in parts(client, "/display/")[0]
    assert "flea market" not in coming
    at(at_seoul(SATURDAY, "16:00"))
    assert "flea market" not in "".join(parts(client))


def test_in_korean_it_says_what_is_on_now(client: Client, officer: User, at: At) -> None:
    published(officer)
    at(at_seoul(SATURDAY, "13:00"))
    now, coming = parts(client, "/display/")
    assert '<h2 id="now-title">지금</h2>' in now
    assert ">다음</h2>" in coming


def test_a_festival_is_not_on_at_night(client: Client, officer: User, at: At) -> None:
    published(officer, festival())
    at(at_seoul(SATURDAY, "23:00"))
    now, coming = parts(client)
    assert not now
    assert "Sun 13 Dec 10:00" in coming
    at(at_seoul(SATURDAY + timedelta(days=1), "11:00"))
    assert "Winter lights festival" in parts(client)[0]


def test_what_is_cancelled_says_so(client: Client, officer: User, at: At) -> None:
    cancel(officer, published(officer), 1, "눈")
    at(at_seoul(SATURDAY, "09:00"))
    assert "Cancelled" in parts(client)[1]


@pytest.mark.parametrize("call_off", [cancel, postpone])
def test_what_does_not_take_place_is_told_to_who_stands_there(
    client: Client, officer: User, at: At, call_off: Callable[..., object]
) -> None:
    call_off(officer, published(officer), 1, "눈")
    lasting(2, SATURDAY - timedelta(days=7))
    for clock_time in ("13:00", "15:59"):
        at(at_seoul(SATURDAY, clock_time))
        now = parts(client)[0]
        assert 'display-when">13:00<' in now  # not "until 16:00"
        assert 'display-mark">Cancelled<' in now or 'display-mark">Postponed<' in now
    at(at_seoul(SATURDAY, "16:00"))
    assert "flea market" not in "".join(parts(client))


def test_what_is_called_off_for_weeks_makes_room_for_what_takes_place(
    client: Client, officer: User, at: At
) -> None:
    [off] = lasting(1, SATURDAY - timedelta(days=5))
    cancel(officer, off, 1, "공사")
    at(at_seoul(SATURDAY, "12:00"))
    assert "Cancelled" in parts(client)[0]
    lasting(2, SATURDAY - timedelta(days=9))
    now, coming = parts(client)
    assert "Cancelled" not in now
    assert "and 1 more today" in coming


def test_what_lasts_all_day_has_no_time(client: Client, officer: User) -> None:
    span = days(SATURDAY, SATURDAY + timedelta(days=6))
    published(
        officer,
        replace(market(location_ko="로비"), span=span, is_all_day=True, places=(), programme=()),
    )
    coming = parts(client)[1]
    assert "Sat 12 Dec<" in coming


@pytest.mark.parametrize(
    ("starts", "ends", "looked", "told", "korean"),
    [
        ("19:00", (0, "22:00"), (0, "21:00"), "until 22:00", "~22:00"),
        ("19:00", (1, "00:00"), (0, "21:00"), "until 24:00", "~24:00"),
        ("22:00", (1, "02:00"), (0, "23:00"), "until Sun 13 Dec 02:00", "~12. 13.(일) 02:00"),
        ("22:00", (1, "02:00"), (1, "01:00"), "until 02:00", "~02:00"),
        ("10:00", (3, "18:00"), (0, "23:00"), "until Tue 15 Dec 18:00", "~12. 15.(화) 18:00"),
        ("10:00", (3, "18:00"), (1, "12:00"), "all day", "종일"),
        ("10:00", (3, "18:00"), (3, "12:00"), "until 18:00", "~18:00"),
        ("00:00", (1, "00:00"), (0, "12:00"), "all day", "종일"),
    ],
)
def test_until_when_it_is_on(
    client: Client,
    officer: User,
    at: At,
    starts: str,
    ends: tuple[int, str],
    looked: tuple[int, str],
    told: str,
    korean: str,
) -> None:
    long = Span(at_seoul(SATURDAY, starts), at_seoul(SATURDAY + timedelta(days=ends[0]), ends[1]))
    published(
        officer,
        replace(market(location_ko="로비"), span=long, places=(), programme=()),
    )
    at(at_seoul(SATURDAY + timedelta(days=looked[0]), looked[1]))
    assert f'display-when">{told}<' in parts(client)[0]
    assert f'display-when">{korean}<' in parts(client, "/display/")[0]


def test_what_is_on_all_day_says_so(client: Client, at: At) -> None:
    lasting(1, SATURDAY, days=1)
    at(at_seoul(SATURDAY, "12:00"))
    assert 'display-when">all day<' in parts(client)[0]


def test_an_empty_house(client: Client) -> None:
    assert "Nothing is announced" in parts(client)[1]


def test_more_than_finds_room_is_counted(client: Client, officer: User, at: At) -> None:
    for zone in "abcd":
        published(officer, market(SATURDAY, f"plaza-{zone}"))
    for room in ("moran", "tancheon"):
        published(officer, market(SATURDAY, room))
    at(at_seoul(SATURDAY, "09:00"))
    coming = parts(client)[1]
    assert coming.count("<li>") == 2
    assert "and 4 more today" in coming
    at(at_seoul(SATURDAY, "13:00"))
    now, coming = parts(client)
    assert now.count("<li>") == 2
    assert "and 4 more today" in coming


@pytest.mark.parametrize("number", [3, 41, 250])
def test_what_runs_for_weeks_hides_nothing_of_today(
    client: Client, officer: User, at: At, number: int
) -> None:
    lasting(number, SATURDAY - timedelta(days=10))
    published(officer)
    at(at_seoul(SATURDAY, "12:30"))
    now, coming = parts(client)
    assert now.count("Photographs") == 2
    assert "flea market" in coming
    assert "Nothing" not in coming
    assert f"and {number - 2} more today" in coming
    at(at_seoul(SATURDAY, "13:00"))
    now, coming = parts(client)
    assert now.count("<li>") == 2
    assert now.index("flea market") < now.index("Photographs")
    assert f"and {number - 1} more today" in coming
    assert "Nothing else is announced." in coming


def test_what_opens_again_each_day_hides_nothing_of_today(
    client: Client, officer: User, at: At
) -> None:
    for zone in "bcd":
        published(officer, daily(f"plaza-{zone}"))
    published(officer, market(SATURDAY, "plaza-a"))
    at(at_seoul(SATURDAY, "09:00"))
    coming = parts(client)[1]
    assert coming.count("<li>") == 2
    assert coming.index("Winter lights festival") < coming.index("flea market")  # by the hour
    assert "and 2 more today" in coming


def daily(slug: str) -> EventWanted:
    """From the day before on, three days from ten to six."""
    days_of = [SATURDAY + timedelta(days=number) for number in (-1, 0, 1)]
    return replace(
        festival(days_of[0]), places=tuple(place(slug, day, "10:00", "18:00") for day in days_of)
    )


def test_what_comes_later_is_not_hidden_by_today(client: Client, officer: User, at: At) -> None:
    lasting(41, SATURDAY - timedelta(days=10))
    published(officer, market(SATURDAY + timedelta(days=3)))
    at(at_seoul(SATURDAY, "12:30"))
    assert "flea market" in parts(client)[1]


def test_the_queries_do_not_grow(
    client: Client, at: At, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    at(at_seoul(SATURDAY, "08:00"))
    many(28)
    client.get("/display/")
    many(200)
    lasting(200, SATURDAY - timedelta(days=10))
    with django_assert_num_queries(4):
        client.get("/display/")


def test_it_refreshes_itself_without_a_script(client: Client) -> None:
    page = client.get("/display/").content.decode()
    without = page.partition("<noscript>")[2].partition("</noscript>")[0]
    assert '<meta http-equiv="refresh" content="60">' in without
