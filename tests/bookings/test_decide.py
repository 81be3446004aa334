"""The verbs that decide what was handed in: approve, refuse, let lapse."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from accounts.models import User
from bookings.attendance import Attended
from bookings.cancel import cancel
from bookings.close import close
from bookings.decide import approve, lapse_undecided, refuse
from bookings.decision import Decided
from bookings.models import Booking, Offer
from facilities.models import Facility, Session
from lib import clock
from notices.models import Notice
from tests.bookings.door import Hold, code_of, told
from tests.bookings.samples import NOW, asked, book, policy
from tests.bookings.sessions import again, session_of, take, wait_for, with_places
from tests.places import at_seoul, span

pytestmark = pytest.mark.usefixtures("city_hall")
DAY = date(2026, 12, 2)


@pytest.fixture
def session(city_hall: object) -> Session:
    """A tour on a Wednesday morning."""
    return session_of("promotion-hall", DAY, "10:00")


@pytest.fixture
def handed_in(citizen: User, session: Session) -> Booking:
    """Ten people for the tour: an officer decides."""
    return take(citizen, session, 10)


def decided(booking: Booking) -> tuple[str, str]:
    """Of the booking and of its visit, as the database has it."""
    booking = Booking.objects.get(pk=booking.pk)
    return booking.state, booking.visits.get().attendance


def test_approved_it_stands(handed_in: Booking, officer: User, session: Session) -> None:
    approve(officer, handed_in)
    assert decided(handed_in) == (Decided.APPROVED, Attended.EXPECTED)
    assert again(session).taken == 10
    last = handed_in.records.last()
    assert last
    assert (last.what, last.who, last.at) == ("approved", officer, clock.now())
    assert Notice.objects.latest("pk").kind == "bookings.confirmed"
    handed_in.refresh_from_db()
    assert (handed_in.revision, handed_in.changed_at) == (1, NOW)


def test_refused_its_places_go_and_the_reason_is_told(
    handed_in: Booking, officer: User, session: Session
) -> None:
    refuse(officer, handed_in, "  그날은 안내할 사람이 없습니다. ")
    assert decided(handed_in) == (Decided.REFUSED, Attended.CANCELLED)
    assert again(session).taken == 0
    record = handed_in.records.get(what="refused")
    assert (record.who, record.why) == (officer, "그날은 안내할 사람이 없습니다.")
    notice = Notice.objects.get(kind="bookings.refused")
    assert notice.facts["why"] == "그날은 안내할 사람이 없습니다."


@pytest.mark.parametrize("why", ["", " \n"])
def test_without_a_reason_nothing_is_refused(handed_in: Booking, officer: User, why: str) -> None:
    assert code_of(lambda: refuse(officer, handed_in, why)) == "reason_missing"
    assert decided(handed_in) == (Decided.SUBMITTED, Attended.EXPECTED)


def test_what_was_refused_goes_to_who_waits(
    citizen: User, second_citizen: User, officer: User, session: Session
) -> None:
    booking = take(citizen, with_places(session, 10), 10)
    wait_for(second_citizen, session, 6)
    refuse(officer, booking, "까닭")
    offer = Offer.objects.get()
    assert (offer.person, offer.places) == (second_citizen, 6)
    assert again(session).taken == 6


def test_a_second_press_changes_nothing(
    handed_in: Booking, officer: User, administrator: User
) -> None:
    approve(officer, handed_in)
    assert approve(administrator, handed_in).revision == 1
    assert handed_in.records.filter(what="approved").count() == 1
    assert told("bookings.confirmed") == 1


def test_what_one_has_decided_no_other_decides(handed_in: Booking, officer: User) -> None:
    approve(officer, handed_in)
    assert code_of(lambda: refuse(officer, handed_in, "까닭")) == "already_decided"
    assert decided(handed_in) == (Decided.APPROVED, Attended.EXPECTED)


def test_what_the_person_took_back_is_not_decided(
    handed_in: Booking, citizen: User, officer: User
) -> None:
    cancel(citizen, handed_in)
    assert code_of(lambda: approve(officer, handed_in)) == "already_decided"
    assert told("bookings.confirmed") == 0


def test_what_nobody_decides_lapses_when_it_begins(
    handed_in: Booking, session: Session, at: Hold
) -> None:
    at(at_seoul(DAY, "09:59"))
    assert lapse_undecided(clock.now()) == 0
    at(at_seoul(DAY, "10:00"))
    assert lapse_undecided(clock.now()) == 1
    assert lapse_undecided(clock.now()) == 0
    assert decided(handed_in) == (Decided.LAPSED, Attended.CANCELLED)
    assert again(session).taken == 0
    record = handed_in.records.get(what="lapsed")
    assert record.who is None
    assert told("bookings.lapsed") == 1


def test_once_it_has_begun_it_is_not_approved_any_more_although_no_worker_ran(
    handed_in: Booking, officer: User, at: Hold
) -> None:
    at(at_seoul(DAY, "10:00"))
    assert code_of(lambda: approve(officer, handed_in)) == "already_decided"
    assert lapse_undecided(clock.now()) == 1
    assert (told("bookings.confirmed"), told("bookings.lapsed")) == (0, 1)


def test_what_is_approved_in_the_very_moment_does_not_lapse(
    handed_in: Booking, officer: User, at: Hold, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker found it undecided; before it has the lock, an officer is quicker."""
    found = Booking.objects.filter

    def found_then_approved(**asked: Any) -> Any:
        at(at_seoul(DAY, "09:59"))
        approve(officer, handed_in)
        return found(**asked)

    monkeypatch.setattr(Booking.objects, "filter", found_then_approved)
    assert lapse_undecided(at_seoul(DAY, "10:00")) == 0
    assert decided(handed_in) == (Decided.APPROVED, Attended.EXPECTED)


def test_a_moment_before_it_is(handed_in: Booking, officer: User, at: Hold) -> None:
    at(at_seoul(DAY, "09:59"))
    assert approve(officer, handed_in).state == Decided.APPROVED


def test_whose_account_is_gone_it_is_decided_without_a_letter(
    handed_in: Booking, citizen: User, officer: User, at: Hold
) -> None:
    citizen.delete()
    before = Notice.objects.count()
    at(at_seoul(DAY, "10:00"))
    assert lapse_undecided(clock.now()) == 1
    assert decided(handed_in) == (Decided.LAPSED, Attended.CANCELLED)
    assert Notice.objects.count() == before


def test_a_visit_that_the_city_cancelled_does_not_let_the_rest_lapse(
    citizen: User, officer: User, at: Callable[[datetime], None]
) -> None:
    """Two visits handed in, the first closed: what is left is decided by its own day."""
    policy("moran", officer_from_people=5)
    booking = book(citizen, asked(), asked(day=date(2026, 12, 3)))
    assert booking.state == Decided.SUBMITTED
    moran = Facility.objects.get(slug="moran")
    day = span(date(2026, 12, 1), "09:00", "18:00")
    close(officer, moran, day, reason_ko="공사", seen=frozenset({booking.reference}))
    at(at_seoul(date(2026, 12, 1), "20:00"))
    assert lapse_undecided(clock.now()) == 0
    approve(officer, booking)
    first, second = booking.visits.order_by("number")
    assert (first.attendance, second.attendance) == (Attended.CANCELLED, Attended.EXPECTED)
    facts = Notice.objects.get(kind="bookings.confirmed").facts
    assert [visit["starts_at"] for visit in facts["visits"]] == [second.starts_at.isoformat()]
    # And the person may still cancel it, by the deadline of what is left.
    assert cancel(citizen, Booking.objects.get(pk=booking.pk)).state == Decided.CANCELLED
