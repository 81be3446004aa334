"""Dates, money, names and numbers as people read them."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.conf import LazySettings
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.test import RequestFactory
from django.urls import path, reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from lib import formats
from lib.clock import SEOUL, seoul
from lib.spans import Span


def answer(request: HttpRequest) -> HttpResponse:
    """Stands behind the addresses that this module needs."""
    return HttpResponse()


urlpatterns = [path("rooms/", answer, name="rooms")]


def span(first: tuple[int, int, int, int], last: tuple[int, int, int, int]) -> Span:
    starts_at, ends_at = (seoul(date(2026, m, d), time(h, n)) for m, d, h, n in (first, last))
    return Span(starts_at, ends_at)


def test_day_in_both_languages() -> None:
    assert formats.day(date(2026, 11, 23), "ko") == "2026. 11. 23.(월)"
    assert formats.day(date(2026, 11, 23), "en") == "Mon 23 Nov 2026"
    assert formats.day(date(2027, 2, 7), "ko") == "2027. 2. 7.(일)"


def test_a_day_where_the_year_is_known() -> None:
    assert formats.short_day(date(2026, 11, 23), "ko") == "11. 23.(월)"
    assert formats.short_day(date(2026, 11, 23), "en") == "Mon 23 Nov"
    late = datetime(2026, 11, 22, 15, tzinfo=UTC)
    assert formats.short_day(late, "en") == "Mon 23 Nov"


def test_midnight_ends_the_day_before() -> None:
    assert formats.end_time(datetime(2026, 11, 22, 15, tzinfo=UTC)) == "24:00"
    assert formats.end_time(datetime(2026, 11, 22, 16, tzinfo=UTC)) == "01:00"


def test_day_of_a_moment_is_the_day_in_seoul() -> None:
    assert formats.day(datetime(2026, 11, 22, 15, 0, tzinfo=UTC), "ko") == "2026. 11. 23.(월)"


def test_official_papers_are_dated_without_a_weekday() -> None:
    assert formats.dated(date(2026, 11, 23), "ko") == "2026. 11. 23."
    assert formats.dated(date(2026, 11, 23), "en") == "23 Nov 2026"
    assert formats.dated(datetime(2026, 11, 22, 15, 0, tzinfo=UTC), "ko") == "2026. 11. 23."


def test_moment_in_both_languages() -> None:
    at = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
    assert formats.moment(at, "ko") == "2026. 11. 23.(월) 14:00"
    assert formats.moment(at, "en") == "Mon 23 Nov 2026, 14:00"


def test_moment_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        formats.moment(datetime(2026, 11, 23, 14, 0), "ko")  # noqa: DTZ001


def test_active_language_decides_where_none_is_given() -> None:
    with translation.override("en"):
        assert formats.won(30000) == "30,000 won"
    with translation.override("ko"):
        assert formats.won(30000) == "30,000원"
    with translation.override(None):
        assert formats.won(30000) == "30,000원"


@pytest.mark.parametrize(
    ("piece", "korean", "english"),
    [
        (
            span((12, 5, 14, 0), (12, 5, 17, 0)),
            "2026. 12. 5.(토) 14:00~17:00",
            "Sat 5 Dec 2026, 14:00\u201317:00",
        ),
        (
            span((12, 5, 22, 0), (12, 6, 0, 0)),
            "2026. 12. 5.(토) 22:00~24:00",
            "Sat 5 Dec 2026, 22:00\u201324:00",
        ),
        (
            span((12, 5, 0, 0), (12, 6, 0, 0)),
            "2026. 12. 5.(토) 00:00~24:00",
            "Sat 5 Dec 2026, 00:00\u201324:00",
        ),
        (
            span((12, 5, 22, 0), (12, 6, 2, 0)),
            "2026. 12. 5.(토) 22:00 ~ 2026. 12. 6.(일) 02:00",
            "Sat 5 Dec 2026, 22:00 \u2013 Sun 6 Dec 2026, 02:00",
        ),
        (
            span((12, 5, 9, 0), (12, 7, 0, 0)),
            "2026. 12. 5.(토) 09:00 ~ 2026. 12. 6.(일) 24:00",
            "Sat 5 Dec 2026, 09:00 \u2013 Sun 6 Dec 2026, 24:00",
        ),
    ],
)
def test_period(piece: Span, korean: str, english: str) -> None:
    assert formats.period(piece, "ko") == korean
    assert formats.period(piece, "en") == english


def test_clock_time_of_a_moment_is_in_seoul() -> None:
    assert formats.clock_time(time(9, 5)) == "09:05"
    assert formats.clock_time(datetime(2026, 11, 23, 0, 30, tzinfo=UTC)) == "09:30"


@pytest.mark.parametrize(
    ("minutes", "korean", "english"),
    [
        (150, "2시간 30분", "2 h 30 min"),
        (120, "2시간", "2 h"),
        (15, "15분", "15 min"),
        (0, "0분", "0 min"),
        (1500, "25시간", "25 h"),
    ],
)
def test_how_long(minutes: int, korean: str, english: str) -> None:
    assert formats.how_long(timedelta(minutes=minutes), "ko") == korean
    assert formats.how_long(timedelta(minutes=minutes), "en") == english


def test_how_long_below_none_is_refused() -> None:
    with pytest.raises(ValueError, match="less than none"):
        formats.how_long(timedelta(minutes=-1), "ko")


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        (30_000, "금30,000원(금삼만원)"),
        (264_000, "금264,000원(금이십육만사천원)"),
        (1_230_000, "금1,230,000원(금일백이십삼만원)"),
        (113_560, "금113,560원(금일십일만삼천오백육십원)"),
        (0, "금0원(금영원)"),
        (100_000_000, "금100,000,000원(금일억원)"),
        (10_010_001, "금10,010,001원(금일천일만일원)"),
    ],
)
def test_won_in_words(amount: int, written: str) -> None:
    assert formats.won_in_words(amount) == written


@pytest.mark.parametrize("number", [-1, 10**20])
def test_number_in_words_out_of_range(number: int) -> None:
    with pytest.raises(ValueError, match="not a number"):
        formats.number_in_words(number)


@given(st.integers(0, 10**20 - 1), st.integers(0, 10**20 - 1))
def test_numbers_in_words_are_never_the_same(one: int, other: int) -> None:
    same = formats.number_in_words(one) == formats.number_in_words(other)
    assert same == (one == other)


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("김호", "김*"),
        ("김지호", "김*호"),
        ("남궁민수", "남**수"),
        ("김 지호", "김*호"),
        ("김", "김*"),
        ("金芝鎬", "金*鎬"),
        ("뷁쫣힣", "뷁*힣"),
        ("John Smith", "J*** S****"),
        ("Nguyễn Thị An", "N***** T** A*"),
        ("  ", ""),
    ],
)
def test_masked_name(name: str, masked: str) -> None:
    assert formats.masked_name(name) == masked


# A star of the name itself cannot be told from one that hides something.
@given(st.text(st.characters(exclude_characters="*"), min_size=1, max_size=60))
def test_masked_name_never_shows_a_whole_name(name: str) -> None:
    masked = formats.masked_name(name)
    assert masked == "" or len(name.split(maxsplit=1)[0]) == 1 or masked != " ".join(name.split())


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("01000005678", "010-****-5678"),
        ("0317292187", "031-***-2187"),
        ("15773100", "****-3100"),
        ("+12025550100", "************"),
        ("", ""),
    ],
)
def test_masked_phone(number: str, masked: str) -> None:
    assert formats.masked_phone(number) == masked


@pytest.mark.parametrize(
    ("address", "masked"),
    [
        ("kimjiho@example.com", "kim***@example.com"),
        ("kim@example.com", "k***@example.com"),
        ("k@example.com", "***@example.com"),
        ("nonsense", "***"),
    ],
)
def test_masked_email(address: str, masked: str) -> None:
    assert formats.masked_email(address) == masked


@pytest.mark.parametrize(
    ("typed", "stored", "shown"),
    [
        ("010-0000-1234", "01000001234", "010-0000-1234"),
        (" 010 0000 1234 ", "01000001234", "010-0000-1234"),
        ("+82 10 0000 1234", "01000001234", "010-0000-1234"),
        ("+82 (0)10-0000-1234", "01000001234", "010-0000-1234"),
        ("+82 010 0000 1234", "01000001234", "010-0000-1234"),
        ("0082 10 0000 1234", "01000001234", "010-0000-1234"),
        ("０１０－００００－１２３４", "01000001234", "010-0000-1234"),
        ("031.729.2187", "0317292187", "031-729-2187"),
        ("02)123-4567", "021234567", "02-123-4567"),
        ("+82 2 123 4567", "021234567", "02-123-4567"),
        ("02-1234-5678", "0212345678", "02-1234-5678"),
        ("070-0000-1234", "07000001234", "070-0000-1234"),
        ("0505-000-1234", "05050001234", "0505-000-1234"),
        ("1577-3100", "15773100", "1577-3100"),
        ("+82 1577 3100", "15773100", "1577-3100"),
    ],
)
def test_phone_as_typed_stored_and_shown(typed: str, stored: str, shown: str) -> None:
    assert formats.phone_digits(typed) == stored
    assert formats.phone(stored) == shown
    assert formats.phone_digits(shown) == stored


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "hello",
        "010-000-123",
        "010-0000-12345",
        "+1 202 555 0100",
        "12345678",
        "119",
        "٠١٠٠٠٠٠١٢٣٤",
    ],
)
def test_phone_that_is_none_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="not a Korean"):
        formats.phone_digits(typed)


@given(st.text(max_size=40))
def test_phone_digits_are_digits_or_refused(typed: str) -> None:
    try:
        digits = formats.phone_digits(typed)
    except ValueError:
        return
    assert digits.isascii()
    assert digits.isdecimal()
    assert formats.phone_digits(formats.phone(digits)) == digits


def filled(source: str, **context: object) -> str:
    engine = Engine(builtins=["lib.formats_tags"])
    return engine.from_string(source).render(Context(context))


def test_filters_in_a_template() -> None:
    piece = span((12, 5, 14, 0), (12, 5, 17, 0))
    source = "{{ p|period }}; {{ p.starts_at|moment }}; {{ p.starts_at|day }}; {{ p|times }}; "
    source += "{{ p.length|duration }}; {{ n|masked_name }}; {{ t|phone }}; {{ t|masked_phone }}; "
    source += "{{ w|won }}; {{ r|spaced }}; {{ midnight|clock_time }}"
    with translation.override("ko"):
        text = filled(
            source,
            p=piece,
            n="김지호",
            t="01000001234",
            w=30000,
            r="K7QXM4PT9WRC",
            midnight=time(0),
        )
    assert text == (
        "2026. 12. 5.(토) 14:00~17:00; 2026. 12. 5.(토) 14:00; 2026. 12. 5.(토); 14:00~17:00; "
        "3시간; 김*호; 010-0000-1234; 010-****-1234; 30,000원; K7QX-M4PT-9WRC; 00:00"
    )


def test_filters_show_nothing_for_nothing() -> None:
    names = "period moment day times masked_name phone masked_phone won spaced clock_time"
    assert filled("".join(f"{{{{ x|{name} }}}}" for name in names.split()), x=None) == ""


def test_length_stays_the_filter_of_django() -> None:
    assert filled("{{ people|length }}", people=["a", "b"]) == "2"


def test_translated_path_keeps_the_query(settings: LazySettings) -> None:
    settings.ROOT_URLCONF = __name__
    request = RequestFactory().get(reverse("rooms"), {"day": "2026-12-05"})
    assert filled('{% translated_path "en" %}', request=request) == "/rooms/?day=2026-12-05"
    assert filled('{% translated_path "en" %}') == "/"


def test_seoul_is_the_zone_of_every_format() -> None:
    assert formats.in_seoul(datetime(2026, 1, 1, tzinfo=UTC)).tzinfo is SEOUL


def test_from_one_day_to_another() -> None:
    monday, sunday = date(2026, 11, 23), date(2026, 11, 29)
    assert formats.days(monday, sunday, "ko") == "2026. 11. 23.(월) ~ 2026. 11. 29.(일)"
    assert formats.days(monday, sunday, "en") == "Mon 23 Nov 2026 – Sun 29 Nov 2026"
