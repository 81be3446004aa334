"""The verb that closes a facility over what is booked: shown first, then done in one action."""

from datetime import date, timedelta

import pytest

from accounts.models import User
from bookings.attendance import Attended
from bookings.close import preview
from bookings.decision import Decided
from bookings.models import Offer
from bookings.offers import accept
from bookings.queueing import Offered
from config.timetable import settle_queues
from facilities import closing
from facilities.models import Closure, Facility
from lib.spans import Span
from notices.models import Notice
from tests.bookings.closures import (
    AFTERNOON,
    CANCELLED,
    STANDS,
    closed,
    everything,
    facility,
    state_of,
)
from tests.bookings.door import Hold, code_of, shares
from tests.bookings.samples import NOW, TUESDAY, asked, book, residents
from tests.bookings.sessions import (
    WEDNESDAY,
    a_family,
    again,
    session_of,
    take,
    wait_for,
    with_places,
)
from tests.places import at_seoul, span

pytestmark = pytest.mark.usefixtures("city_hall")


def test_the_preview_shows_what_is_hit_and_changes_nothing(
    citizen: User, second_citizen: User
) -> None:
    full = with_places(session_of(), 2)
    booking = take(citizen, full, 2)
    wait_for(second_citizen, full)
    take(second_citizen, session_of(day=date(2026, 11, 26)))
    before = everything()
    hits = preview(facility("fitness"), AFTERNOON)
    assert hits.references == {booking.reference}
    assert [one.starts_at for one in hits.sessions] == [
        at_seoul(WEDNESDAY, "14:00"),
        at_seoul(WEDNESDAY, "16:00"),
    ]
    assert (hits.waiting, hits.offers, hits.in_the_way) == (1, (), ())
    assert everything() == before


def test_of_an_empty_time_nothing_is_hit() -> None:
    hits = preview(facility("moran"), span(TUESDAY, "09:00", "18:00"))
    assert (hits.visits, hits.sessions, hits.offers, hits.in_the_way) == ((), (), (), ())
    assert hits.waiting == 0


def test_sessions_and_their_bookings_are_cancelled_and_everybody_is_told(
    citizen: User, officer: User
) -> None:
    session = session_of()
    booking = take(citizen, session, 3)
    done = closed(officer, "fitness", AFTERNOON, booking)
    assert (done.cancelled, done.held) == (1, 2)
    assert state_of(booking) == CANCELLED
    assert again(session).cancelled_at == NOW
    assert shares(session) == (0, 0)
    record = booking.records.get(what="closed")
    assert (record.who, record.why) == (officer, "누수")
    notice = Notice.objects.get(kind="bookings.closed")
    assert (notice.facts["reference"], notice.facts["why"]) == (booking.reference, "누수")
    assert len(notice.facts["offers"]) == 2
    closure = Closure.objects.get()
    assert (closure.starts_at, closure.ends_at) == (AFTERNOON.starts_at, AFTERNOON.ends_at)
    assert code_of(lambda: take(citizen, session)) == "closure"  # says why


def test_a_room_is_closed_over_its_bookings(citizen: User, officer: User) -> None:
    booking = book(citizen)
    elsewhere = book(citizen, asked("bookcafe-room"))
    done = closed(officer, "moran", span(TUESDAY, "15:00", "18:00"), booking)
    assert state_of(booking) == CANCELLED
    assert state_of(elsewhere) == STANDS
    assert done.held == 2
    offers = list(Offer.objects.all())
    assert {one.state for one in offers} == {Offered.OPEN}
    assert {one.person for one in offers} == {citizen}
    assert {one.instead_of for one in offers} == {booking}
    assert all(one.occupancy and one.occupancy.expires_at == one.expires_at for one in offers)


def test_the_letter_is_in_the_language_of_its_reader(citizen: User, officer: User) -> None:
    citizen.language = "en"
    citizen.save(update_fields=["language"])
    closed(officer, "moran", span(TUESDAY, "09:00", "18:00"), book(citizen))
    facts = Notice.objects.get(kind="bookings.closed").facts
    assert facts["why"] == "A leak"
    assert facts["visits"][0]["facility"] == "Moran Room"
    assert [offer["facility"] for offer in facts["offers"]] == [
        "Sky Book Café Meeting Room",
        "Tancheon Room",
    ]


def test_what_is_held_is_held_for_a_while_and_then_free_again(
    citizen: User, officer: User, at: Hold
) -> None:
    booking = take(citizen, session_of())
    closed(officer, "fitness", AFTERNOON, booking)
    offer = Offer.objects.earliest("starts_at")
    assert offer.session
    assert shares(offer.session) == (1, 0)
    at(max(Offer.objects.values_list("expires_at", flat=True)))
    settle_queues.func()
    assert set(Offer.objects.values_list("state", flat=True)) == {Offered.LAPSED}
    assert shares(offer.session) == (0, 0)


def test_one_of_what_is_held_is_accepted_and_the_other_let_go(citizen: User, officer: User) -> None:
    closed(officer, "fitness", AFTERNOON, take(citizen, session_of(), 2))
    first, second = Offer.objects.order_by("pk")
    booking = accept(citizen, first)
    assert (booking.state, booking.visits.get().places) == (Decided.APPROVED, 2)
    second.refresh_from_db()
    assert second.state == Offered.DECLINED
    assert first.session
    assert second.session
    assert (shares(first.session), shares(second.session)) == ((2, 0), (0, 0))
    assert code_of(lambda: accept(citizen, second)) == "offer_declined"


def test_of_a_booking_only_what_is_hit_goes(citizen: User, officer: User) -> None:
    booking = book(citizen, asked(), asked(day=date(2026, 12, 3)))
    closed(officer, "moran", span(TUESDAY, "09:00", "18:00"), booking)
    assert state_of(booking) == (Decided.APPROVED, [Attended.CANCELLED, Attended.EXPECTED])
    facts = Notice.objects.get(kind="bookings.closed").facts
    assert len(facts["visits"]) == 1
    assert len(Offer.objects.all()) == 2


def test_what_nobody_looked_at_is_not_cancelled(citizen: User, officer: User) -> None:
    seen = take(citizen, session_of())
    (other,) = residents(1)
    take(other, session_of(starts="16:00"))
    before = everything()
    assert code_of(lambda: closed(officer, "fitness", AFTERNOON, seen)) == "closure_hits_more"
    assert everything() == before


def test_another_closure_is_in_the_way(citizen: User, officer: User) -> None:
    booking = book(citizen)
    closing.close(facility("moran"), span(TUESDAY, "09:00", "10:00"), reason_ko="청소")
    whole_day = span(TUESDAY, "09:00", "18:00")
    assert preview(facility("moran"), whole_day).in_the_way == (span(TUESDAY, "09:00", "10:00"),)
    before = everything()
    assert code_of(lambda: closed(officer, "moran", whole_day, booking)) == "space_in_use"
    assert everything() == before


@pytest.mark.parametrize(
    ("when", "code"),
    [
        (Span(NOW - timedelta(hours=2), NOW - timedelta(hours=1)), "in_the_past"),
        (Span(NOW + timedelta(minutes=1), NOW + timedelta(hours=1)), "off_grid"),
        (Span(NOW, NOW + timedelta(days=367)), "closure_too_long"),
    ],
)
def test_what_no_closure_may_be(officer: User, when: Span, code: str) -> None:
    assert code_of(lambda: preview(facility("moran"), when)) == code
    assert code_of(lambda: closed(officer, "moran", when)) == code


def test_the_neighbours_on_the_same_spaces_are_hit(citizen: User, officer: User) -> None:
    """A room of one of the two play rooms: closing the one closes the sessions on both."""
    space = facility("play").spaces.order_by("pk")[0]
    corner = Facility.objects.create(
        slug="corner",
        name_ko="구석방",
        name_en="Corner",
        department_ko="총무과",
        phone="0317292187",
    )
    corner.spaces.add(space)
    booking = take(citizen, session_of("play", starts="10:00"), a_family())
    hits = preview(corner, span(WEDNESDAY, "09:00", "11:00"))
    assert hits.references == {booking.reference}
    closed(officer, "corner", span(WEDNESDAY, "09:00", "11:00"), booking)
    assert state_of(booking) == CANCELLED
    assert again(session_of("play", starts="12:30")).cancelled_at is None
