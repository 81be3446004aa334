"""An event as plain values: moved and read back, nothing is lost."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import User
from events.as_it_stands import wanted_of
from events.editing import Edit, edit
from events.models import EventRecord
from events.planning import plan
from events.wanted import EventWanted, ItemWanted, PlaceWanted
from lib.spans import Span
from tests.events.samples import MARKET, fresh, slots
from tests.places import at_seoul

FIRST = at_seoul(date(2026, 12, 1), "00:00")
ZONES = ("plaza-a", "plaza-b", "plaza-c", "plaza-d")


@st.composite
def spans(draw: st.DrawFn) -> Span:
    """Of quarters, within some weeks."""
    starts_at = FIRST + timedelta(minutes=15 * draw(st.integers(0, 96 * 20)))
    return Span(starts_at, starts_at + timedelta(minutes=15 * draw(st.integers(1, 96 * 2))))


@st.composite
def events(draw: st.DrawFn) -> EventWanted:
    """On some zones, with a programme within its time."""
    whole = draw(spans())
    number = int((whole.ends_at - whole.starts_at) / timedelta(minutes=15))
    places, items = [], []
    for slug in draw(st.sets(st.sampled_from(ZONES))):
        begin = draw(st.integers(0, number - 1))
        end = draw(st.integers(begin + 1, number))
        at = Span(_after(whole, begin), _after(whole, end))
        around = draw(st.sampled_from((0, 15, 60)))
        places.append(PlaceWanted(slug, at, around, around))
    for title in draw(st.lists(st.sampled_from("가나다"), max_size=3, unique=True)):
        begin = draw(st.integers(0, number - 1))
        ends_at = _after(whole, draw(st.integers(begin + 1, number)))
        has_end = draw(st.booleans())
        items.append(ItemWanted(_after(whole, begin), ends_at if has_end else None, title))
    about = replace(
        MARKET, location_ko="광장", text_ko=draw(st.text("가나 \n", max_size=9)).strip()
    )
    return EventWanted(about, whole, places=tuple(places), programme=tuple(items))


def _after(whole: Span, quarters: int) -> datetime:
    return whole.starts_at + timedelta(minutes=15 * quarters)


@given(events(), st.integers(-400, 400))
def test_there_and_back_again(wanted: EventWanted, days: int) -> None:
    later = wanted.shifted(days)
    assert later.shifted(-days) == wanted
    assert later.span.starts_at - wanted.span.starts_at == timedelta(days=days)
    assert [one.span.minutes for one in later.places] == [one.span.minutes for one in wanted.places]


def test_read_back_and_sent_unchanged_nothing_moves(officer: User) -> None:
    @settings(max_examples=25, deadline=None)
    @given(events())
    def same(wanted: EventWanted) -> None:
        with transaction.atomic():
            event = plan(officer, wanted, publish=True)
            taken, records = slots(), EventRecord.objects.count()
            stands = wanted_of(event)
            assert sorted(stands.places, key=repr) == sorted(wanted.places, key=repr)
            assert sorted(stands.programme, key=repr) == sorted(wanted.programme, key=repr)
            assert (stands.span, stands.about) == (wanted.span, wanted.about)
            edit(event, event.revision, Edit(officer, stands))
            now = fresh(event)
            assert wanted_of(now) == stands
            assert (now.moved_from, slots()) == (None, taken)
            assert (now.revision, EventRecord.objects.count()) == (event.revision, records)
            transaction.set_rollback(True)

    same()
