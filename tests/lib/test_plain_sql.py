"""Moments go out to a statement and come back as the same moments, on either engine."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.contrib.sessions.models import Session
from hypothesis import given
from hypothesis import strategies as st

from lib import plain_sql

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
MOMENTS = st.integers(-(10**15), 10**15).map(lambda micro: NOON + timedelta(microseconds=micro))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "kept", [NOON, NOON + timedelta(microseconds=1), NOON.astimezone(timezone(timedelta(hours=9)))]
)
def test_moment_is_found_and_read_as_it_was_written(kept: datetime) -> None:
    Session.objects.create(session_key="one", session_data="", expire_date=kept)
    statement = "SELECT session_key, expire_date FROM django_session WHERE expire_date = %s"
    ((key, moment),) = plain_sql.rows(statement, (kept,))
    assert key == "one"
    assert plain_sql.moment(moment) == kept
    assert plain_sql.moment(moment).utcoffset() == timedelta(0)


@pytest.mark.django_db
def test_nothing_found_is_no_rows() -> None:
    assert plain_sql.rows("SELECT session_key FROM django_session") == []


@given(MOMENTS)
def test_what_sqlite_keeps_is_the_moment(moment: datetime) -> None:
    as_kept = moment.replace(tzinfo=None)
    assert plain_sql.moment(as_kept.isoformat(" ")) == plain_sql.moment(as_kept) == moment
