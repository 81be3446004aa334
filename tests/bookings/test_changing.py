"""Cancelling and moving single visits of a booking."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from bookings import changing
from bookings.attendance import Attended
from bookings.cancel import cancel
from bookings.changing import VisitRefused, cancel_visits, move_visits
from bookings.decision import Decided
from bookings.models import Booking, Offer, Visit
from bookings.waiting import join
from facilities.models import Facility, Occupancy, Slot
from lib.refusal import Refused
from lib.spans import Span
from notices.letters import compose
from notices.models import Notice
from tests.bookings.samples import NOW, TUESDAY, asked, book, policy, request_for, slots_of
from tests.places import at_seoul, span

Hold = Callable[[datetime], None]

pytestmark = pytest.mark.usefixtures("city_hall")
WEEK = timedelta(days=7)


@pytest.fixture
def series(citizen: User) -> Booking:
    """모란관 on three Tuesdays from 14:00 to 16:00."""
    return book(citizen, *(asked(day=TUESDAY + week * WEEK) for week in range(3)))


def attended(booking: Booking) -> list[str]:
    return [str(visit.attendance) for visit in booking.visits.order_by("number")]


def spans(booking: Booking) -> list[tuple[str, Span]]:
    visits = booking.visits.select_related("facility").order_by("number")
    return [(visit.facility.slug, visit.span) for visit in visits]


def code(doing: Callable[[], object]) -> str:
    with pytest.raises(Refused) as caught:
        doing()
    return caught.value.refusal.code


# Cancel


def test_one_visit_is_cancelled_and_the_rest_stands(citizen: User, series: Booking) -> None:
    cancel_visits(citizen, series, [2])

    series.refresh_from_db()
    assert (series.state, series.revision) == (Decided.APPROVED, 1)
    assert attended(series) == [Attended.EXPECTED, Attended.CANCELLED, Attended.EXPECTED]
    assert Slot.objects.count() == 2 * 8
    record = series.records.get(what="visits_cancelled")
    assert (record.who, record.why) == (citizen, "2")


def test_one_letter_tells_what_changed(citizen: User, series: Booking) -> None:
    cancel_visits(citizen, series, [2, 3])

    notice = Notice.objects.exclude(kind="bookings.confirmed").get()
    assert notice.kind == "bookings.changed"
    letter = compose(notice)
    assert "2026. 12. 8.(화) 14:00~16:00" in letter.text
    (calendar,) = letter.attachments
    ics = calendar.content.decode()
    assert ics.count("STATUS:CANCELLED") == 2
    assert ics.count("STATUS:CONFIRMED") == 1
    assert ics.count("SEQUENCE:1") == 3


def test_with_the_last_visit_the_booking_is_cancelled(citizen: User, series: Booking) -> None:
    cancel_visits(citizen, series, [1, 3])
    cancel_visits(citizen, series, [2])

    series.refresh_from_db()
    assert series.state == Decided.CANCELLED
    assert not Occupancy.objects.exists()
    assert list(Notice.objects.order_by("pk").values_list("kind", flat=True)) == [
        "bookings.confirmed",
        "bookings.changed",
        "bookings.cancelled",
    ]


def test_a_second_press_changes_nothing(citizen: User, series: Booking) -> None:
    cancel_visits(citizen, series, [2])
    cancel_visits(citizen, series, [2])

    series.refresh_from_db()
    assert series.revision == 1
    assert Notice.objects.count() == 2


@pytest.mark.parametrize(("late", "allowed"), [(-1, True), (0, True), (1, False)])
def test_each_visit_has_its_own_deadline(
    citizen: User, series: Booking, at: Hold, late: int, allowed: bool
) -> None:
    at(at_seoul(TUESDAY + WEEK, "13:00") + timedelta(seconds=late))

    if allowed:
        cancel_visits(citizen, series, [2])
        assert attended(series)[1] == Attended.CANCELLED
    else:
        with pytest.raises(VisitRefused) as caught:
            cancel_visits(citizen, series, [2, 3])
        assert (caught.value.refusal.code, caught.value.number) == ("visit_too_late", 2)
        assert attended(series) == [Attended.EXPECTED] * 3
        cancel_visits(citizen, series, [3])
        assert attended(series)[2] == Attended.CANCELLED


def test_cancelling_all_after_the_first_cancels_what_is_to_come(
    citizen: User, series: Booking, at: Hold
) -> None:
    at(at_seoul(TUESDAY, "18:00"))

    cancel(citizen, series)

    series.refresh_from_db()
    assert series.state == Decided.APPROVED  # the first took place
    assert attended(series) == [Attended.EXPECTED, Attended.CANCELLED, Attended.CANCELLED]
    assert Notice.objects.filter(kind="bookings.changed").count() == 1


def test_after_the_last_deadline_nothing_is_cancelled(
    citizen: User, series: Booking, at: Hold
) -> None:
    at(at_seoul(TUESDAY + 2 * WEEK, "13:01"))

    assert code(lambda: cancel(citizen, series)) == "cannot_cancel_any_more"
    assert attended(series) == [Attended.EXPECTED] * 3


def test_a_visit_that_is_not_there_is_refused(citizen: User, series: Booking) -> None:
    assert code(lambda: cancel_visits(citizen, series, [1, 4])) == "no_such_visit"
    assert attended(series) == [Attended.EXPECTED] * 3


def test_who_waits_for_the_visit_is_offered_it(
    citizen: User, second_citizen: User, series: Booking
) -> None:
    join(second_citizen, request_for(asked(day=TUESDAY + WEEK)))

    cancel_visits(citizen, series, [2])

    assert Offer.objects.get().person == second_citizen


def test_what_was_applied_for_is_not_changed_here(citizen: User, series: Booking) -> None:
    Booking.objects.filter(pk=series.pk).update(is_application=True)

    to = ("moran", span(TUESDAY, "10:00", "12:00"))
    assert code(lambda: cancel_visits(citizen, series, [1])) == "changed_as_application"
    assert code(lambda: move_visits(citizen, series, {1: to})) == "changed_as_application"


# Move


def test_a_visit_is_moved_and_keeps_its_number(citizen: User, series: Booking) -> None:
    to = ("tancheon", span(TUESDAY + timedelta(days=2), "10:00", "11:00"))

    move_visits(citizen, series, {1: to})

    series.refresh_from_db()
    assert spans(series)[0] == to
    assert series.revision == 1
    assert len(slots_of("tancheon")) == 4
    assert len(slots_of("moran")) == 2 * 8
    assert Occupancy.objects.count() == 3
    assert series.records.get(what="visits_moved").why == "1"
    notice = Notice.objects.get(kind="bookings.changed")
    letter = compose(notice)
    assert "변경 전: 모란관, 2026. 12. 1.(화) 14:00~16:00" in letter.text
    assert "변경 후: 탄천관, 2026. 12. 3.(목) 10:00~11:00" in letter.text
    ics = letter.attachments[0].content.decode()
    assert f"UID:{series.reference}-1@sarangbang" in ics
    assert "DTSTART;TZID=Asia/Seoul:20261203T100000" in ics
    assert ics.count("SEQUENCE:1") == 3


def test_two_visits_trade_places(citizen: User, series: Booking) -> None:
    before = spans(series)

    move_visits(citizen, series, {1: before[1], 2: before[0]})

    assert spans(series) == [before[1], before[0], before[2]]
    assert Slot.objects.count() == 3 * 8
    held = {visit.occupancy_id for visit in series.visits.all()}
    assert set(Slot.objects.values_list("occupancy_id", flat=True)) == held


def test_a_visit_is_moved_into_its_own_time(citizen: User, series: Booking) -> None:
    move_visits(citizen, series, {1: ("moran", span(TUESDAY, "15:00", "17:00"))})

    visit = series.visits.get(number=1)
    assert visit.span == span(TUESDAY, "15:00", "17:00")
    mine = Slot.objects.filter(occupancy=visit.occupancy)
    assert mine.count() == 8
    assert Slot.objects.count() == 3 * 8


def test_two_visits_of_one_booking_cannot_have_one_time(citizen: User, series: Booking) -> None:
    policy("moran", max_per_day=None)
    to = ("moran", span(TUESDAY, "10:00", "12:00"))
    before = spans(series)

    assert code(lambda: move_visits(citizen, series, {1: to, 2: to})) == "taken"
    # Nor the place that another of them is just giving up, twice.
    onto = {1: before[2], 2: before[2], 3: to}
    assert code(lambda: move_visits(citizen, series, onto)) == "taken"
    assert spans(series) == before
    assert Slot.objects.count() == 3 * 8


def test_all_are_moved_or_nothing_changes(
    citizen: User, second_citizen: User, series: Booking
) -> None:
    before = spans(series)
    book(second_citizen, asked(day=TUESDAY + WEEK, starts="10:00", ends="12:00"))
    moves = {
        number: ("moran", span(TUESDAY + week * WEEK, "10:00", "12:00"))
        for number, week in ((1, 0), (2, 1), (3, 2))
    }

    with pytest.raises(VisitRefused) as caught:
        move_visits(citizen, series, moves)

    assert (caught.value.refusal.code, caught.value.number) == ("taken", 2)
    assert caught.value.alternatives
    assert spans(series) == before
    series.refresh_from_db()
    assert series.revision == 0
    assert Notice.objects.filter(kind="bookings.changed").count() == 0


@pytest.mark.parametrize(
    ("to", "refused"),
    [
        (("moran", span(date(2026, 12, 30), "14:00", "16:00")), "too_early"),
        (("moran", span(date(2026, 12, 25), "14:00", "16:00")), "public_holiday"),
        (("moran", span(TUESDAY, "03:00", "05:00")), "outside_hours"),
        (("moran", span(TUESDAY + WEEK, "10:00", "12:00")), "most_a_day"),
        (("onnuri", span(TUESDAY, "14:00", "16:00")), "not_bookable_here"),
        (("nowhere", span(TUESDAY, "14:00", "16:00")), "facility_gone"),
    ],
)
def test_the_rules_hold_for_where_it_goes(
    citizen: User, series: Booking, to: tuple[str, Span], refused: str
) -> None:
    before = spans(series)

    with pytest.raises(VisitRefused) as caught:
        move_visits(citizen, series, {1: to})

    assert (caught.value.refusal.code, caught.value.number) == (refused, 1)
    assert spans(series) == before


def test_what_is_moved_does_not_count_where_it_was(citizen: User) -> None:
    policy("moran", max_per_month=1)
    booking = book(citizen)

    move_visits(citizen, booking, {1: ("moran", span(TUESDAY, "10:00", "12:00"))})

    assert spans(booking) == [("moran", span(TUESDAY, "10:00", "12:00"))]


def test_it_is_judged_by_the_rules_in_force_now_and_keeps_them(
    citizen: User, series: Booking
) -> None:
    new = policy("tancheon", setup_minutes=30, absent_after_minutes=20)
    day = TUESDAY + timedelta(days=1)

    move_visits(citizen, series, {1: ("tancheon", span(day, "14:00", "15:00"))})

    visit = series.visits.get(number=1)
    assert (visit.policy_id, visit.setup_minutes) == (new.pk, 30)
    assert visit.absent_at == at_seoul(day, "14:20")
    assert visit.occupancy
    assert visit.occupancy.starts_at == at_seoul(day, "13:30")
    assert visit.occupancy.expires_at == visit.absent_at


def test_nothing_is_moved_to_where_an_officer_decides(citizen: User, series: Booking) -> None:
    policy("tancheon", officer_from_people=5)

    to = ("tancheon", span(TUESDAY, "14:00", "15:00"))
    assert code(lambda: move_visits(citizen, series, {1: to})) == "officer_decides"


def test_what_nobody_has_decided_is_not_moved_but_withdrawn_in_part(citizen: User) -> None:
    policy("moran", officer_from_people=5)
    booking = book(citizen, asked(), asked(day=TUESDAY + WEEK))

    to = ("moran", span(TUESDAY, "10:00", "12:00"))
    assert code(lambda: move_visits(citizen, booking, {1: to})) == "not_decided_yet"
    cancel_visits(citizen, booking, [2])
    booking.refresh_from_db()
    assert booking.state == Decided.SUBMITTED


@pytest.mark.parametrize(("late", "allowed"), [(0, True), (1, False)])
def test_it_is_moved_until_its_own_deadline(
    citizen: User, series: Booking, at: Hold, late: int, allowed: bool
) -> None:
    at(at_seoul(TUESDAY, "13:00") + timedelta(seconds=late))
    to = ("moran", span(TUESDAY + timedelta(days=3), "10:00", "12:00"))

    if allowed:
        move_visits(citizen, series, {1: to})
        assert spans(series)[0] == to
    else:
        assert code(lambda: move_visits(citizen, series, {1: to})) == "visit_too_late"


def test_moved_to_where_it_is_nothing_changes(citizen: User, series: Booking) -> None:
    move_visits(citizen, series, {1: spans(series)[0]})

    series.refresh_from_db()
    assert series.revision == 0
    assert Notice.objects.count() == 1


def test_what_another_tab_has_moved_meanwhile_is_there(
    citizen: User, second_citizen: User, series: Booking, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The room was taken, then free, and this very move was made elsewhere between the looks."""
    rival = book(second_citizen, asked("tancheon", starts="10:00", ends="12:00"))
    to = ("tancheon", span(TUESDAY, "10:00", "12:00"))

    def elsewhere(*args: object) -> bool:
        cancel(second_citizen, rival)
        move_visits(citizen, series, {1: to})
        return False

    monkeypatch.setattr(changing, "_settled", elsewhere)

    assert move_visits(citizen, series, {1: to}) == series
    assert spans(series)[0] == to
    assert Notice.objects.filter(kind="bookings.changed").count() == 1


def test_who_waits_for_what_is_left_is_offered_it(
    citizen: User, second_citizen: User, series: Booking
) -> None:
    join(second_citizen, request_for(asked()))

    move_visits(citizen, series, {1: ("moran", span(TUESDAY, "10:00", "12:00"))})

    offer = Offer.objects.get()
    assert (offer.person, offer.span) == (second_citizen, span(TUESDAY, "14:00", "16:00"))


def test_a_hold_that_ran_out_is_swept_away(citizen: User, series: Booking, at: Hold) -> None:
    room = Facility.objects.get(slug="tancheon").spaces.get()
    held = Occupancy.objects.create(
        starts_at=at_seoul(TUESDAY, "10:00"), ends_at=at_seoul(TUESDAY, "12:00"), expires_at=NOW
    )
    Slot.objects.create(space=room, starts_at=at_seoul(TUESDAY, "10:00"), occupancy=held)
    at(NOW + timedelta(minutes=1))

    to = ("tancheon", span(TUESDAY, "10:00", "12:00"))
    move_visits(citizen, series, {1: to})

    assert spans(series)[0] == to


def test_a_cancelled_visit_is_not_moved(citizen: User, series: Booking) -> None:
    cancel_visits(citizen, series, [1])

    to = ("moran", span(TUESDAY, "10:00", "12:00"))
    assert code(lambda: move_visits(citizen, series, {1: to})) == "no_such_visit"


def test_cancelling_many_asks_little_more_than_cancelling_one(
    citizen: User, second_citizen: User
) -> None:
    for slug in ("moran", "tancheon"):
        policy(slug, opens_days_before=200, max_per_month=None)
    costs = []
    for person, number, slug in ((citizen, 1, "moran"), (second_citizen, 12, "tancheon")):
        days = [TUESDAY + timedelta(days=1) + week * WEEK for week in range(12)]
        booking = book(person, *(asked(slug, day=day) for day in days))
        with CaptureQueriesContext(connection) as queries:
            cancel_visits(person, booking, range(1, number + 1))
        costs.append(len(queries))
    one, twelve = costs
    assert twelve <= one + 11  # a look at the queue for each


# Whatever is done to them: as many slots as the visits that stand take, each held by one.


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.integers(1, 3),
        st.tuples(st.sampled_from(["moran", "tancheon"]), st.integers(0, 3), st.integers(9, 16)),
        min_size=1,
    )
)
def test_a_move_leaves_every_visit_with_its_slots(
    citizen: User, moves: dict[int, tuple[str, int, int]]
) -> None:
    Visit.objects.all().delete()
    Booking.objects.all().delete()
    Occupancy.objects.all().delete()
    booking = book(citizen, *(asked(day=TUESDAY + timedelta(days=day)) for day in range(3)))
    before = spans(booking)
    to = {
        number: (
            slug,
            span(TUESDAY + timedelta(days=day), f"{hour:02}:00", f"{hour + 2:02}:00"),
        )
        for number, (slug, day, hour) in moves.items()
    }
    try:
        move_visits(citizen, booking, to)
    except Refused:
        assert spans(booking) == before
    else:
        assert [spans(booking)[number - 1] for number in to] == list(to.values())
    for visit in booking.visits.all():
        mine = Slot.objects.filter(occupancy=visit.occupancy).order_by("starts_at")
        assert mine.count() == 8
        first = mine.first()
        assert first
        assert first.starts_at == visit.starts_at
    assert Slot.objects.count() == 24
