"""Changing a timetable: a GET shows what it changes, only a POST changes it."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from bookings.decision import Decided
from bookings.models import Booking
from facilities.models import Building, Session, WeeklySession
from lib.references import spaced
from notices.models import Notice
from tests.bookings.gate import FOR_OFFICERS, ClientOf, answers
from tests.bookings.pages import last_form_of, refusal_of, said
from tests.bookings.samples import residents
from tests.bookings.sessions import WEDNESDAY, again, session_of, take

pytestmark = pytest.mark.django_db
FITNESS, PLAY = (f"/en/review/facilities/{slug}/timetable/" for slug in ("fitness", "play"))
TOMORROW = date(2026, 11, 24)
NOW_IN_FORCE = (
    "Mon-Fri 09:00-11:00 20",
    "Mon-Fri 11:00-13:00 20",
    "Mon-Fri 14:00-16:00 20",
    "Mon-Fri 16:00-18:00 20",
)


@pytest.fixture
def at_work(officer: User, client_of: ClientOf) -> Client:
    """The officer's browser."""
    return client_of(officer)


@pytest.fixture
def session(city_hall: Building) -> Session:
    """Wednesday, 14:00, in the fitness room."""
    return session_of()


def filled(*lines: str, **changes: str) -> dict[str, str]:
    """Without the hours around noon, from tomorrow on."""
    given = lines or (NOW_IN_FORCE[0], NOW_IN_FORCE[3])
    return {
        "lines": "\n".join(given),
        "first": TOMORROW.isoformat(),
        "last": "",
        "why": "강사 사정",
        **changes,
    }


def shown(browser: Client, *lines: str, **changes: str) -> Any:
    """The page with what would change."""
    return browser.get(f"{FITNESS}?{urlencode(filled(*lines, **changes))}")


@pytest.mark.parametrize("path", [FITNESS, "/en/review/timetables/"])
def test_it_is_for_officers(city_hall: Building, client_of: ClientOf, path: str) -> None:
    assert answers(path, client_of) == FOR_OFFICERS


def test_nobody_else_changes_it(
    session: Session, citizen: User, desk: User, client_of: ClientOf
) -> None:
    assert client_of(citizen).post(FITNESS, filled()).status_code == 404
    assert client_of(desk).post(FITNESS, filled()).status_code == 403
    assert Client().post(FITNESS, filled()).status_code == 302
    assert again(session).cancelled_at is None


@pytest.mark.parametrize("slug", ["moran", "nowhere"])
def test_what_has_no_sessions_has_no_timetable(
    city_hall: Building, at_work: Client, slug: str
) -> None:
    assert at_work.get(f"/en/review/facilities/{slug}/timetable/").status_code == 404


def test_all_timetables_are_found(city_hall: Building, at_work: Client) -> None:
    page = at_work.get("/en/review/timetables/")
    assert {FITNESS, PLAY} <= {link for link in (FITNESS, PLAY) if link in page.content.decode()}
    assert "Tue-Sat 10:00-12:00 7+7" in said(page)


def test_what_is_in_force_stands_there_to_be_changed(city_hall: Building, at_work: Client) -> None:
    page = at_work.get(FITNESS)
    assert f"In force {' '.join(NOW_IN_FORCE)}" in said(page)
    assert "\n".join(NOW_IN_FORCE) in page.content.decode()
    korean = said(at_work.get(FITNESS.removeprefix("/en")))
    assert "월-금 09:00-11:00 20" in korean


def test_it_shows_what_goes_and_changes_nothing(
    session: Session, citizen: User, at_work: Client
) -> None:
    booking = take(citizen, session, 2)
    page = shown(at_work)
    assert page.status_code == 200
    words = said(page)
    assert "1 booking that would be cancelled" in words
    assert f"Wed 25 Nov 2026, 14:00–16:00 Fitness Room {spaced(booking.reference)}" in words
    assert "sessions that would not take place" in words
    assert citizen.name not in words
    assert last_form_of(page)["seen"] == booking.reference
    assert again(session).cancelled_at is None
    assert WeeklySession.objects.filter(facility=session.facility).count() == 20


def test_it_shows_which_get_other_places(session: Session, at_work: Client) -> None:
    words = said(shown(at_work, *NOW_IN_FORCE[:3], "월-금 16:00-18:00 12+4"))
    assert "sessions that get other places" in words
    assert "16:00–18:00 20 → 12+4" in words
    assert "would not take place" not in words


def test_one_press_changes_it(session: Session, citizen: User, at_work: Client) -> None:
    booking = take(citizen, session, 2)
    answer = at_work.post(FITNESS, last_form_of(shown(at_work)))
    assert (answer.status_code, answer["Location"]) == (302, FITNESS)
    booking.refresh_from_db()
    assert booking.state == Decided.CANCELLED
    assert again(session).cancelled_at
    assert Notice.objects.filter(kind="bookings.closed").count() == 1
    words = said(at_work.get(FITNESS))
    assert "Bookings cancelled: 1." in words
    assert "From Tue 24 Nov 2026 Mon-Fri 09:00-11:00 20 Mon-Fri 16:00-18:00 20" in words
    assert "In force until Mon 23 Nov 2026" in words


def test_a_change_with_an_end_says_so(session: Session, at_work: Client) -> None:
    page = shown(at_work, last="2026-11-27")
    assert at_work.post(FITNESS, last_form_of(page)).status_code == 302
    words = said(at_work.get(FITNESS))
    assert "Tue 24 Nov 2026 – Fri 27 Nov 2026 Mon-Fri 09:00-11:00 20" in words
    assert f"From Sat 28 Nov 2026 {' '.join(NOW_IN_FORCE)}" in words


def test_who_booked_meanwhile_is_shown_before_anything_is_cancelled(
    session: Session, citizen: User, at_work: Client
) -> None:
    pressed = last_form_of(shown(at_work))
    booking = take(citizen, session)
    answer = at_work.post(FITNESS, pressed)
    assert (answer.status_code, refusal_of(answer)) == (409, "closure_hits_more")
    assert again(session).cancelled_at is None
    repeated = last_form_of(answer)
    assert repeated["seen"] == booking.reference
    assert at_work.post(FITNESS, repeated).status_code == 302
    assert Booking.objects.get().state == Decided.CANCELLED


def test_places_below_what_is_taken_are_shown_and_not_done(
    session: Session, citizen: User, at_work: Client
) -> None:
    take(citizen, session, 4)
    lines = (*NOW_IN_FORCE[:2], "Mon-Fri 14:00-16:00 3", NOW_IN_FORCE[3])
    page = shown(at_work, *lines)
    assert (page.status_code, refusal_of(page)) == (409, "places_below_taken")
    assert "Wed 25 Nov 2026, 14:00–16:00 (4)" in said(page)
    assert '<form method="post"' not in page.content.decode()
    answer = at_work.post(FITNESS, filled(*lines))
    assert (answer.status_code, refusal_of(answer)) == (409, "places_below_taken")
    assert again(session).places == 20


@pytest.mark.parametrize(
    ("lines", "changes", "code"),
    [
        (("on Mondays",), {}, "timetable_unreadable"),
        (("Mon 11:00-09:00 5",), {}, "timetable_unreadable"),
        (("<script>",), {}, "timetable_unreadable"),
        (("Mon 09:00-11:00 5", "Mon 10:00-12:00 5"), {}, "timetable_overlaps"),
        ((), {"first": "2026-11-23"}, "timetable_reaches_back"),
        ((), {"last": "2026-11-23"}, "timetable_reaches_back"),
    ],
)
def test_what_speaks_against_it_is_said(
    session: Session, at_work: Client, lines: tuple[str, ...], changes: dict[str, str], code: str
) -> None:
    asked = filled(*lines, **changes)
    for answer in (shown(at_work, *lines, **changes), at_work.post(FITNESS, asked)):
        assert (answer.status_code, refusal_of(answer)) == (422, code)
        assert "강사 사정" in answer.content.decode()
        assert '<form method="post"' not in answer.content.decode()
    assert WeeklySession.objects.filter(facility=session.facility).count() == 20


@pytest.mark.parametrize(
    "changes",
    [
        {"lines": ""},
        {"lines": "\0"},
        {"lines": "가" * 10_001},
        {"first": ""},
        {"first": "9999-12-31"},
        {"last": "0001-01-01"},
        {"why": ""},
        {"why": "가" * 201},
    ],
)
def test_what_cannot_be_read(session: Session, at_work: Client, changes: dict[str, str]) -> None:
    for answer in (shown(at_work, **changes), at_work.post(FITNESS, filled(**changes))):
        assert answer.status_code == 422
        assert "Please check what you entered" in said(answer)
    assert WeeklySession.objects.filter(facility=session.facility).count() == 20


def test_the_queries_do_not_grow_with_what_is_hit(session: Session, at_work: Client) -> None:
    def queries(last: date) -> int:
        with CaptureQueriesContext(connection) as ran:
            page = shown(at_work, last=last.isoformat())
        assert set(last_form_of(page)["seen"].split()) == set(
            Booking.objects.values_list("reference", flat=True)
        )
        return len(ran)

    first, *others = residents(9)
    take(first, session)
    queries(WEDNESDAY)  # the set-up is read
    one = queries(WEDNESDAY)
    for who in others:
        take(who, session_of(starts="11:00"))
    assert queries(WEDNESDAY + timedelta(days=5)) == one  # many bookings, and many sessions
