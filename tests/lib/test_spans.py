"""Spans and the grid of quarter hours."""

from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lib.clock import SEOUL
from lib.spans import QUARTER, Span, on_grid, quarter_of, quarters

START = datetime(2026, 11, 23, tzinfo=UTC)

minutes = st.integers(0, 4 * 24 * 60)


@st.composite
def spans(draw: st.DrawFn) -> Span:
    first, last = sorted((draw(minutes), draw(minutes)))
    assume(first < last)
    zone = draw(st.sampled_from([UTC, SEOUL]))
    starts_at, ends_at = (START + timedelta(minutes=at) for at in (first, last))
    return Span(starts_at.astimezone(zone), ends_at.astimezone(zone))


@given(spans())
def test_quarters_cover_exactly(span: Span) -> None:
    found = list(quarters(span))
    assert found[0] <= span.starts_at < found[0] + QUARTER
    assert found[-1] < span.ends_at <= found[-1] + QUARTER
    assert all(on_grid(at) and at.tzinfo is UTC for at in found)
    assert all(later - earlier == QUARTER for earlier, later in pairwise(found))


@given(spans(), spans())
def test_spans_overlap_both_ways_or_not_at_all(one: Span, other: Span) -> None:
    assert one.overlaps(other) == other.overlaps(one)


@given(spans(), spans())
def test_spans_that_overlap_share_a_quarter(one: Span, other: Span) -> None:
    shared = set(quarters(one)) & set(quarters(other))
    assert shared or not one.overlaps(other)


@given(minutes, minutes, minutes)
def test_spans_on_the_grid_share_a_quarter_only_if_they_overlap(a: int, b: int, c: int) -> None:
    one = Span(START + a * QUARTER, START + (a + b + 1) * QUARTER)
    other = Span(START + c * QUARTER, START + (c + 2) * QUARTER)
    assert bool(set(quarters(one)) & set(quarters(other))) == one.overlaps(other)


@given(spans(), st.integers(1, 600))
def test_spans_that_touch_do_not_overlap(span: Span, length: int) -> None:
    after = Span(span.ends_at, span.ends_at + timedelta(minutes=length))
    assert not span.overlaps(after)
    assert not after.overlaps(span)


@given(spans(), spans())
def test_a_span_covers_what_lies_in_it(one: Span, other: Span) -> None:
    if one.covers(other):
        assert one.overlaps(other)
        assert one.length >= other.length
        assert set(quarters(other)) <= set(quarters(one))
    assert one.covers(one)


@given(spans(), st.integers(0, 120), st.integers(0, 120))
def test_a_widened_span_covers_the_first(span: Span, before: int, after: int) -> None:
    wide = span.widened(before=timedelta(minutes=before), after=timedelta(minutes=after))
    assert wide.covers(span)
    assert wide.minutes == span.minutes + before + after


@pytest.mark.parametrize("length", [timedelta(0), timedelta(minutes=-1)])
def test_a_span_that_does_not_end_after_its_start_is_refused(length: timedelta) -> None:
    with pytest.raises(ValueError, match="must end after"):
        Span(START, START + length)


@given(st.datetimes(timezones=st.sampled_from([UTC, SEOUL, timezone(timedelta(hours=-5))])))
def test_the_quarter_of_a_moment_holds_it(moment: datetime) -> None:
    quarter = quarter_of(moment)
    assert on_grid(quarter)
    assert quarter <= moment < quarter + QUARTER
    assert on_grid(moment) == (moment == quarter)
