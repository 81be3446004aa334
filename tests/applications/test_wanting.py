"""What the visits of an application take: own times around them never meet."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from applications.wanting import Around, fitted, overlapping
from lib.spans import QUARTER, Span, quarters

MONDAY = datetime(2026, 12, 14, tzinfo=UTC)


@st.composite
def arounds(draw: st.DrawFn) -> Around:
    start = MONDAY + draw(st.integers(0, 96)) * QUARTER
    span = Span(start, start + draw(st.integers(1, 16)) * QUARTER)
    spaces = tuple(sorted(draw(st.sets(st.integers(1, 3), min_size=1))))
    before, after = (15 * draw(st.integers(0, 12)) for _ in range(2))
    return Around(spaces, span, before, after)


applications = st.lists(arounds(), min_size=1, max_size=6)


def taken(visits: list[Around]) -> list[tuple[int, datetime]]:
    return [
        (space, quarter)
        for visit in visits
        for space in visit.space_ids
        for quarter in quarters(visit.whole)
    ]


@given(applications)
def test_fitted_visits_never_take_a_quarter_twice(visits: list[Around]) -> None:
    if overlapping(visits):
        return
    slots = taken(fitted(visits))
    assert len(slots) == len(set(slots))


@given(applications)
def test_fitting_cuts_only_around_the_visits(visits: list[Around]) -> None:
    if overlapping(visits):
        return
    for before, after in zip(visits, fitted(visits), strict=True):
        assert (before.span, before.space_ids) == (after.span, after.space_ids)
        assert 0 <= after.setup_minutes <= before.setup_minutes
        assert 0 <= after.clearing_minutes <= before.clearing_minutes


@given(applications)
def test_what_does_not_meet_is_not_cut(visits: list[Around]) -> None:
    slots = taken(visits)
    if len(slots) == len(set(slots)):
        assert fitted(visits) == visits


@given(applications)
def test_overlapping_is_found_whatever_the_order(visits: list[Around]) -> None:
    assert (overlapping(visits) is None) == (overlapping(visits[::-1]) is None)


def test_the_clearing_comes_before_the_set_up() -> None:
    first = Around((1,), Span(MONDAY, MONDAY + timedelta(hours=2)), 60, 60)
    later = MONDAY + timedelta(hours=3, minutes=15)
    second = Around((1, 2), Span(later, later + timedelta(hours=1)), 60, 30)
    one, other = fitted([first, second])
    assert (one.clearing_minutes, other.setup_minutes) == (60, 15)
    assert (one.setup_minutes, other.clearing_minutes) == (60, 30)
