"""The one clock."""

from datetime import UTC, date, datetime, time, timedelta

from lib import clock


def test_now_is_aware_and_moves() -> None:
    first = clock.now()
    assert first.utcoffset() == timedelta(0)
    assert clock.now() >= first


def test_today_is_the_day_in_seoul() -> None:
    with clock.stopped(datetime(2026, 11, 22, 14, 59, tzinfo=UTC)):
        assert clock.today() == date(2026, 11, 22)
    with clock.stopped(datetime(2026, 11, 22, 15, 0, tzinfo=UTC)):
        assert clock.today() == date(2026, 11, 23)


def test_seoul_gives_the_moment_in_utc() -> None:
    assert clock.seoul(date(2026, 11, 23), time(9)) == datetime(2026, 11, 23, 0, 0, tzinfo=UTC)


def test_a_stopped_clock_stands_and_goes_on() -> None:
    outer = datetime(2026, 1, 1, tzinfo=UTC)
    with clock.stopped(outer):
        with clock.stopped(outer + timedelta(days=1)):
            assert clock.now() == outer + timedelta(days=1)
        assert clock.now() == clock.now() == outer
    assert clock.now() > outer
