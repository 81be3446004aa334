"""The officers' inbox: what was handed in is decided, an absence is waived, each with a reason."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from bookings import decide
from bookings.absences import COUNTED_FOR
from bookings.decision import Decided
from bookings.models import Booking, Record, Visit
from facilities.models import Building
from lib.references import spaced
from notices.models import Notice
from tests.bookings.gate import FOR_OFFICERS, ClientOf, answers
from tests.bookings.pages import refusal_of, said
from tests.bookings.samples import policy, residents
from tests.bookings.sessions import WEDNESDAY, session_of, take
from tests.places import at_seoul

pytestmark = pytest.mark.django_db
Hold = Callable[[datetime], None]
REVIEW, ABSENCES = "/en/review/requests/", "/en/review/absences/"
TOUR = date(2026, 12, 2)


@pytest.fixture
def handed_in(city_hall: Building, citizen: User) -> Booking:
    """A tour for six, which an officer decides."""
    return take(citizen, session_of("promotion-hall", TOUR, "10:00"), 6)


@pytest.fixture
def missed(city_hall: Building, citizen: User, at: Hold) -> Visit:
    """Nobody came to the fitness room; nobody has noted it yet."""
    visit: Visit = take(citizen, session_of()).visits.get()
    at(at_seoul(WEDNESDAY, "14:30"))
    return visit


@pytest.fixture
def at_work(officer: User, client_of: ClientOf) -> Client:
    """The officer's browser."""
    return client_of(officer)


def decides(booking: Booking, what: str, **more: str) -> dict[str, str]:
    return {"do": what, "booking": booking.reference, **more}


def waives(visit: Visit, why: str = "아이가 아팠음") -> dict[str, str]:
    return {
        "do": "waive",
        "booking": visit.booking.reference,
        "number": str(visit.number),
        "why": why,
    }


@pytest.mark.parametrize("path", [REVIEW, ABSENCES])
def test_it_is_for_officers(city_hall: Building, client_of: ClientOf, path: str) -> None:
    assert answers(path, client_of) == FOR_OFFICERS


def test_nobody_else_decides(
    handed_in: Booking, citizen: User, desk: User, client_of: ClientOf
) -> None:
    for who, status in ((citizen, 404), (desk, 403)):
        answer = client_of(who).post(REVIEW, decides(handed_in, "approve"))
        assert answer.status_code == status
    assert Client().post(REVIEW, decides(handed_in, "approve")).status_code == 302
    handed_in.refresh_from_db()
    assert handed_in.state == Decided.SUBMITTED


def test_nobody_else_waives(missed: Visit, citizen: User, desk: User, client_of: ClientOf) -> None:
    for who, status in ((citizen, 404), (desk, 403)):
        assert client_of(who).post(ABSENCES, waives(missed)).status_code == status
    assert Client().post(ABSENCES, waives(missed)).status_code == 302
    assert Visit.objects.get().waived_at is None


def test_what_was_handed_in_is_shown_with_what_is_needed(
    handed_in: Booking, citizen: User, at_work: Client
) -> None:
    Booking.objects.update(group_name="책벗", purpose="마을 답사")
    words = said(at_work.get(REVIEW))
    title = f"City Promotion Hall and Sky Theatre {spaced(handed_in.reference)}"
    assert f"{title} Wed 2 Dec 2026, 10:00–10:50" in words
    assert "Party 6 people What for 마을 답사 Group 책벗 Name 나*이" in words
    for personal in (citizen.name, citizen.email, citizen.mobile, "0000-1001"):
        assert personal not in words


def test_what_begins_first_stands_first(city_hall: Building, at_work: Client) -> None:
    first, second = residents(2)
    later = take(first, session_of("promotion-hall", TOUR, "14:00"), 6)
    sooner = take(second, session_of("promotion-hall", TOUR, "10:00"), 6)
    words = said(at_work.get(REVIEW))
    assert words.index(spaced(sooner.reference)) < words.index(spaced(later.reference))


def test_one_press_approves(handed_in: Booking, officer: User, at_work: Client) -> None:
    assert at_work.get(f"{REVIEW}?do=approve&booking={handed_in.reference}").status_code == 200
    handed_in.refresh_from_db()
    assert handed_in.state == Decided.SUBMITTED  # looking changes nothing
    answer = at_work.post(REVIEW, decides(handed_in, "approve"))
    assert (answer.status_code, answer["Location"]) == (302, REVIEW)
    handed_in.refresh_from_db()
    assert handed_in.state == Decided.APPROVED
    assert Record.objects.latest("pk").who == officer
    assert Notice.objects.latest("pk").kind == "bookings.confirmed"
    words = said(at_work.get(REVIEW))
    assert f"Approved: 나*이, {spaced(handed_in.reference)}." in words
    assert "Nothing waits for a decision" in words


def test_it_is_not_approved_with_the_reason(handed_in: Booking, at_work: Client) -> None:
    answer = at_work.post(REVIEW, decides(handed_in, "refuse", why="해설사가 없음"))
    assert answer.status_code == 302
    handed_in.refresh_from_db()
    assert handed_in.state == Decided.REFUSED
    assert Record.objects.latest("pk").why == "해설사가 없음"


@pytest.mark.parametrize("why", ["", "   ", "가" * 201, "a\nb", "\0"])
def test_without_a_reason_that_can_be_read_nothing_is_refused(
    handed_in: Booking, at_work: Client, why: str
) -> None:
    answer = at_work.post(REVIEW, decides(handed_in, "refuse", why=why))
    assert answer.status_code == 422
    assert "Please check what you entered" in said(answer)
    assert f"{handed_in.reference}_why" in answer.content.decode()
    handed_in.refresh_from_db()
    assert handed_in.state == Decided.SUBMITTED


def test_what_a_colleague_decided_is_said(
    handed_in: Booking, administrator: User, at_work: Client
) -> None:
    decide.approve(administrator, handed_in)
    answer = at_work.post(REVIEW, decides(handed_in, "refuse", why="해설사가 없음"))
    assert (answer.status_code, refusal_of(answer)) == (409, "already_decided")
    handed_in.refresh_from_db()
    assert handed_in.state == Decided.APPROVED


@pytest.mark.parametrize(
    "values",
    [
        {"do": "approve", "booking": "222222222222"},
        {"do": "approve", "booking": "\0"},
        {"do": "approve"},
        {},
    ],
)
def test_a_booking_that_is_not_there(
    handed_in: Booking, at_work: Client, values: dict[str, str]
) -> None:
    assert at_work.post(REVIEW, values).status_code == 404


def test_a_button_that_is_not_there(handed_in: Booking, at_work: Client) -> None:
    assert at_work.post(REVIEW, decides(handed_in, "dance")).status_code == 404


@pytest.mark.parametrize("number", [1, 8])
def test_the_queries_do_not_grow_with_the_inbox(
    city_hall: Building, at_work: Client, number: int
) -> None:
    session = session_of("promotion-hall", TOUR, "10:00")
    for who in residents(number):
        take(who, session, 5)
    with CaptureQueriesContext(connection) as ran:
        assert said(at_work.get(REVIEW)).count("5 people") == number
    assert len(ran) == 6  # session, person, roles; how many, bookings, visits


def test_it_comes_in_pages(city_hall: Building, at_work: Client) -> None:
    policy("promotion-hall", officer_from_people=1)
    session = session_of("promotion-hall", TOUR, "10:00")
    for who in residents(21):
        take(who, session, 2)
    assert "Page 1 of 2" in said(at_work.get(REVIEW))
    assert said(at_work.get(f"{REVIEW}?page=2")).count("2 people") == 1
    assert at_work.get(f"{REVIEW}?page=nowhere").status_code == 200


# Absences


def test_an_absence_is_there_from_its_minute_on(
    missed: Visit, citizen: User, at_work: Client, at: Hold
) -> None:
    words = said(at_work.get(ABSENCES))
    assert "Fitness Room Wed 25 Nov 2026, 14:00–16:00 나*이" in words
    assert spaced(missed.booking.reference) in words
    assert "Absent from Wed 25 Nov 2026, 14:30" in words
    assert citizen.name not in words
    at(at_seoul(WEDNESDAY, "14:29"))
    assert "Nobody was absent" in said(at_work.get(ABSENCES))


def test_it_stands_there_for_as_long_as_it_counts(missed: Visit, at_work: Client, at: Hold) -> None:
    assert missed.absent_at
    at(missed.absent_at + COUNTED_FOR - timedelta(minutes=1))
    assert "Fitness Room" in said(at_work.get(ABSENCES))
    at(missed.absent_at + COUNTED_FOR)
    assert "Nobody was absent" in said(at_work.get(ABSENCES))


def test_it_is_waived_with_the_reason(missed: Visit, officer: User, at_work: Client) -> None:
    answer = at_work.post(ABSENCES, waives(missed))
    assert (answer.status_code, answer["Location"]) == (302, ABSENCES)
    missed.refresh_from_db()
    assert missed.waived_at
    record = Record.objects.latest("pk")
    assert (record.who, record.what, record.why) == (officer, "absence waived", "아이가 아팠음")
    words = said(at_work.get(ABSENCES))
    assert "The absence is waived" in words
    assert "Nobody was absent" in words


def test_what_is_no_absence_is_refused(missed: Visit, at_work: Client, at: Hold) -> None:
    at(at_seoul(WEDNESDAY, "14:29"))
    answer = at_work.post(ABSENCES, waives(missed))
    assert (answer.status_code, refusal_of(answer)) == (409, "not_absent")
    assert Visit.objects.get().waived_at is None


@pytest.mark.parametrize("why", ["", "   ", "가" * 201])
def test_without_a_reason_nothing_is_waived(missed: Visit, at_work: Client, why: str) -> None:
    answer = at_work.post(ABSENCES, waives(missed, why))
    assert answer.status_code == 422
    assert "Please check what you entered" in said(answer)
    assert Visit.objects.get().waived_at is None


@pytest.mark.parametrize(
    "values", [{}, {"booking": "222222222222", "number": "1"}, {"booking": "\0", "number": "x"}]
)
def test_an_absence_that_is_not_there(
    missed: Visit, at_work: Client, values: dict[str, str]
) -> None:
    assert at_work.post(ABSENCES, values | {"do": "waive", "why": "까닭"}).status_code == 404


@pytest.mark.parametrize("number", [1, 8])
def test_the_queries_do_not_grow_with_the_absences(
    city_hall: Building, at_work: Client, at: Hold, number: int
) -> None:
    session = session_of()
    for who in residents(number):
        take(who, session, 2)
    at(at_seoul(WEDNESDAY, "15:00"))
    with CaptureQueriesContext(connection) as ran:
        assert said(at_work.get(ABSENCES)).count("2 people") == number
    assert len(ran) == 5  # session, person, roles; how many, visits


def test_what_was_applied_for_is_not_decided_here(
    handed_in: Booking, officer: User, client_of: ClientOf
) -> None:
    """It is decided as an application, with rivals, fee and permit."""
    Booking.objects.filter(pk=handed_in.pk).update(is_application=True)
    sent = {"booking": handed_in.reference, "do": "approve"}
    assert client_of(officer).post(REVIEW, sent).status_code == 404
    handed_in.refresh_from_db()
    assert handed_in.state == Decided.SUBMITTED
