"""The letters of a booking: in the person's language, with the visit for their calendar."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from icalendar import Calendar

from accounts.models import User
from bookings.cancel import cancel
from bookings.models import Booking
from bookings.reserve import reserve
from facilities.models import Facility
from lib.references import spaced
from notices.letters import Letter, compose
from notices.models import Notice
from tests.bookings.samples import NOW, TUESDAY, asked, book, new_key, request_for

pytestmark = pytest.mark.usefixtures("city_hall")

KINDS = ("bookings.confirmed", "bookings.cancelled")


def letter_of(kind: str) -> Letter:
    return compose(Notice.objects.get(kind=kind))


def event_of(letter: Letter) -> Any:
    (attachment,) = letter.attachments
    assert attachment.mimetype.startswith("text/calendar")
    assert attachment.name.endswith(".ics")
    return events_in(attachment.content)[0]


def events_in(content: bytes) -> Any:
    """The entries of a calendar file."""
    return Calendar.from_ical(content.decode()).walk("VEVENT")


def written_in(language: str, person: User) -> User:
    person.language = language
    person.save(update_fields=["language"])
    return person


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ko", ("모란관", "2026. 12. 1.(화) 14:00~16:00", "2026. 12. 1.(화) 13:00")),
        ("en", ("Moran Room", "Tue 1 Dec 2026, 14:00–16:00", "Tue 1 Dec 2026, 13:00")),
    ],
)
def test_the_confirmation_says_what_when_and_until_when(
    citizen: User, language: str, words: tuple[str, ...]
) -> None:
    booking = book(written_in(language, citizen))

    letter = letter_of("bookings.confirmed")

    for text in (letter.text, letter.html):
        for word in (*words, spaced(booking.reference), "독서 모임", "나들이"):
            assert word in text
    assert words[0] in letter.subject
    prefix = "" if language == "ko" else "/en"
    assert f"{prefix}/bookings/{booking.reference}/" in letter.text
    assert ("/en/" in letter.text) == (language == "en")


def test_of_a_club_the_room_is_named_once_with_all_its_times(citizen: User) -> None:
    week = timedelta(days=7)
    book(citizen, asked(), asked(day=TUESDAY + week), asked("tancheon", day=TUESDAY + 2 * week))

    letter = letter_of("bookings.confirmed")

    assert letter.text.count("모란관 (") == letter.html.count("모란관 (") == 1
    lines = [line for line in letter.text.splitlines() if line.startswith(("시설", "이용 일시"))]
    assert lines == [
        "시설: 모란관 (3층)",
        "이용 일시: 2026. 12. 1.(화) 14:00~16:00",
        "이용 일시: 2026. 12. 8.(화) 14:00~16:00",
        "시설: 탄천관 (3층)",
        "이용 일시: 2026. 12. 15.(화) 14:00~16:00",
    ]


@pytest.mark.parametrize(("language", "name"), [("ko", "모란관"), ("en", "Moran Room")])
def test_the_cancellation_says_what_was_cancelled(citizen: User, language: str, name: str) -> None:
    person = written_in(language, citizen)
    booking = book(person)
    cancel(person, booking)

    letter = letter_of("bookings.cancelled")

    assert name in letter.subject
    for text in (letter.text, letter.html):
        assert name in text
        assert spaced(booking.reference) in text
    assert letter.subject != letter_of("bookings.confirmed").subject


def test_the_calendar_of_the_cancellation_takes_out_that_of_the_confirmation(
    citizen: User, at: Callable[[datetime], None]
) -> None:
    booking = book(citizen)
    at(NOW + timedelta(hours=1))
    cancel(citizen, booking)

    first, then = (event_of(letter_of(kind)) for kind in KINDS)

    assert first["UID"] == then["UID"]
    assert then["SEQUENCE"] > first["SEQUENCE"]
    assert (first["STATUS"], then["STATUS"]) == ("CONFIRMED", "CANCELLED")
    assert first.decoded("DTSTART") == then.decoded("DTSTART")
    assert then.decoded("DTSTAMP") > first.decoded("DTSTAMP")


def test_each_visit_has_an_entry_of_its_own(citizen: User) -> None:
    book(citizen, asked(), asked("bookcafe-room", day=NOW.date() + timedelta(days=2)))

    (attachment,) = letter_of("bookings.confirmed").attachments
    events = events_in(attachment.content)

    assert len({event["UID"] for event in events}) == 2


def test_a_series_has_one_letter_with_all_its_dates(citizen: User) -> None:
    book(citizen, *(asked(day=TUESDAY + timedelta(days=7 * week)) for week in range(3)))

    letter = letter_of("bookings.confirmed")

    assert letter.subject.startswith("[성남시청]")
    for when in ("2026. 12. 1.(화)", "2026. 12. 8.(화)", "2026. 12. 15.(화)"):
        assert when in letter.text
        assert when in letter.html
    assert "2026. 12. 1.(화) 13:00" in letter.text  # the next deadline
    assert len(events_in(letter.attachments[0].content)) == 3


def test_letters_of_before_there_were_series_can_still_be_written(citizen: User) -> None:
    book(citizen)
    notice = Notice.objects.get()
    before = letter_of("bookings.confirmed")
    for visit in notice.facts["visits"]:
        del visit["is_cancelled"]
    notice.save()

    assert letter_of("bookings.confirmed") == before


@pytest.mark.parametrize("kind", KINDS)
def test_a_retry_writes_the_same_bytes_whatever_changed_since(
    citizen: User, at: Callable[[datetime], None], kind: str
) -> None:
    cancel(citizen, book(citizen))
    first = letter_of(kind)

    at(NOW + timedelta(days=30))
    room = Facility.objects.get(slug="moran")
    room.name = "다른 이름"
    room.save()
    Booking.objects.update(purpose="다른 일")

    assert letter_of(kind) == first


def test_a_letter_costs_no_query(
    citizen: User, django_assert_num_queries: Callable[[int], object]
) -> None:
    book(citizen)
    notice = Notice.objects.get()

    with django_assert_num_queries(0):  # type: ignore[attr-defined]
        compose(notice)


def test_what_somebody_typed_stays_text(citizen: User) -> None:
    wish = request_for(
        purpose="<b>굵게</b> {{ x }} 🎉", contact_name="나\u202e들이", group_name="A & B"
    )
    reserve(citizen, wish, new_key())

    letter = letter_of("bookings.confirmed")

    assert "<b>굵게</b> {{ x }} 🎉" in letter.text
    assert "<b>굵게</b>" not in letter.html
    assert "&lt;b&gt;굵게" in letter.html


def test_a_letter_is_written_to_the_contact_and_not_to_the_account(citizen: User) -> None:
    reserve(citizen, request_for(email="moim@example.com"), new_key())

    assert Notice.objects.get().to == "moim@example.com"


@pytest.mark.parametrize("kind", ["closed", "ended", "refused", "waived"])
@pytest.mark.parametrize("ext", ["txt", "html"])
def test_a_reason_stands_on_a_line_of_its_own(kind: str, ext: str) -> None:
    facts = {"why": "Pipe work", "name": "나들이"}
    with translation.override("en"):
        text = render_to_string(f"bookings/letters/{kind}.{ext}", {"facts": facts})

    (line,) = [one.strip() for one in text.splitlines() if "Pipe work" in one]
    assert line.replace("<br />", "") == "Reason: Pipe work"
