"""What an approved change makes of the event in the calendar: told anew, or taken back."""

from collections.abc import Callable
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from accounts.models import User
from applications.announcing import publish_event
from applications.models import Application
from applications.retelling import foretold
from bookings.models import Booking, Record
from events.as_it_stands import wanted_of
from events.editing import Edit, edit
from events.models import Event, EventRecord, Picture
from events.publication import Published
from events.publishing import cancel
from events.wanted import ItemWanted
from facilities.models import Building
from tests.applications.samples import (
    approved,
    fresh,
    hand_in,
    hand_in_change,
    wants,
)
from tests.bookings.pages import said

PLAZA = wants("plaza-a", ends="16:00")


@pytest.fixture(autouse=True)
def _city_hall(city_hall: Building) -> None:
    """Every test of this module needs it."""


@pytest.fixture
def booking(organiser: User, officer: User) -> Booking:
    """Approved, and published in the event calendar."""
    application = hand_in(organiser, PLAZA)
    approved(officer, application)
    publish_event(officer, application.booking)
    return booking_of(application)


def booking_of(application: Application) -> Booking:
    return Booking.objects.select_related("event").get(pk=application.booking.pk)


def reworded(officer: User, **about: str) -> Event:
    """An officer gives the event other words."""
    event = Event.objects.get()
    wanted = wanted_of(event)
    programme = (ItemWanted(event.starts_at, None, "여수동 복지모임의 인사"),)
    told = replace(wanted, about=replace(wanted.about, **about), programme=programme)
    (event,) = edit(event, event.revision, Edit(officer, told))
    return event


def test_who_agrees_no_more_is_named_no_more(
    organiser: User, officer: User, booking: Booking
) -> None:
    event = reworded(
        officer,
        title_en="Welfare fair (sample)",
        text_ko="여수동 복지모임(예시)이 엽니다.",
        phone="01000001003",
        registration_url="https://example.com/welfare",
        location_ko="복지모임 사무실 앞",
    )
    picture = Picture.objects.create(alt_ko="복지모임의 깃발", stored="x", width=1, height=1)
    picture.events.add(event)
    approved(officer, hand_in_change(organiser, booking, PLAZA, is_public=False))
    taken_back = Event.objects.get()
    assert (taken_back.state, taken_back.uid) == (Published.CANCELLED, event.uid)
    assert taken_back.revision == event.revision + 1
    assert (taken_back.organiser_ko, taken_back.organiser_en) == (
        "성남 시민",
        "Citizens of Seongnam",
    )
    assert (taken_back.title_ko, taken_back.title_en) == ("복지 행사", "Welfare event")
    assert taken_back.reason_ko
    assert taken_back.reason_en
    assert taken_back.reason_ko != taken_back.reason_en
    assert (taken_back.text_ko, taken_back.phone, taken_back.registration_url) == ("", "", "")
    assert not taken_back.location_ko
    assert not taken_back.programme.exists()
    assert not taken_back.pictures.exists()
    row = Event.objects.filter(pk=event.pk).values().get()
    assert "복지모임" not in " ".join(str(value) for value in row.values())
    record = EventRecord.objects.filter(event=event).last()
    assert record
    assert (record.what, record.who) == ("taken_back", officer)
    assert Record.objects.filter(booking=booking, what="event_taken_back").count() == 1


def test_a_second_change_takes_nothing_back_again(
    organiser: User, officer: User, booking: Booking
) -> None:
    approved(officer, hand_in_change(organiser, booking, PLAZA, is_public=False))
    revision = Event.objects.get().revision
    change = hand_in_change(organiser, booking, wants("plaza-b", ends="16:00"), is_public=False)
    approved(officer, change)
    assert Event.objects.get().revision == revision
    assert Record.objects.filter(booking=booking, what="event_taken_back").count() == 1


def test_also_what_was_cancelled_before_names_nobody_any_more(
    organiser: User, officer: User, booking: Booking
) -> None:
    event = Event.objects.get()
    cancel(officer, event, event.revision, "비가 옵니다.")
    approved(officer, hand_in_change(organiser, booking, PLAZA, is_public=False))
    event = Event.objects.get()
    assert event.state == Published.CANCELLED
    assert event.organiser_ko == "성남 시민"


def test_another_title_and_organisation_are_carried_over(
    organiser: User, officer: User, booking: Booking
) -> None:
    event = Event.objects.get()
    change = hand_in_change(
        organiser, booking, PLAZA, title="겨울 한마당(예시)", organisation="태평동 모임(예시)"
    )
    approved(officer, change)
    told = Event.objects.get()
    assert (told.title_ko, told.organiser_ko) == ("겨울 한마당(예시)", "태평동 모임(예시)")
    assert (told.state, told.revision) == (Published.PUBLISHED, event.revision + 1)
    assert told.moved_from is None
    approved(officer, hand_in_change(organiser, booking, PLAZA, applicant="person"))
    told = Event.objects.get()
    assert (told.organiser_ko, told.organiser_en) == ("성남 시민", "Citizens of Seongnam")


def test_an_officers_own_words_stay(organiser: User, officer: User, booking: Booking) -> None:
    reworded(officer, title_ko="성남 복지 큰잔치", organiser_en="Yeosu-dong welfare (sample)")
    change = hand_in_change(
        organiser, booking, PLAZA, title="겨울 한마당(예시)", organisation="태평동 모임(예시)"
    )
    approved(officer, change)
    told = Event.objects.get()
    assert told.title_ko == "성남 복지 큰잔치"
    assert told.organiser_ko == "태평동 모임(예시)"
    # It was the English of a name that is not there any more.
    assert not told.organiser_en


def test_a_change_that_says_nothing_else_sends_no_revision(
    organiser: User, officer: User, booking: Booking
) -> None:
    revision = Event.objects.get().revision
    approved(officer, hand_in_change(organiser, booking, PLAZA, rain_plan="미룹니다."))
    assert Event.objects.get().revision == revision


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"is_public": False}, "is taken back from the calendar"),
        ({"title": "겨울 한마당(예시)"}, "the event in the calendar changes too: title."),
        ({"organisation": "태평동 모임(예시)"}, "changes too: organiser."),
        ({"rain_plan": "미룹니다."}, "stays as it is"),
    ],
)
def test_the_officer_reads_before_what_becomes_of_it(
    organiser: User,
    officer: User,
    booking: Booking,
    client_of: Callable[[User], Client],
    change: dict[str, Any],
    sentence: str,
) -> None:
    version = hand_in_change(organiser, booking, PLAZA, **change)
    browser, address = client_of(officer), f"/en/review/applications/{booking.reference}/"
    assert sentence in unescape(said(browser.get(address)))
    looked = {"do": "approve", "seen": fresh(version).revision, "visits": ["1"], "why": ""}
    page = browser.post(address, looked)
    assert "Nothing is approved yet" in said(page)
    assert sentence in unescape(said(page))


def test_a_moved_one_says_so_and_without_an_event_nothing_is_said(
    organiser: User, officer: User, booking: Booking
) -> None:
    hand_in_change(organiser, booking, wants("plaza-b", ends="16:00"))
    with translation.override("en"):
        versions = list(booking.applications.all())
        assert "time and place" in foretold(booking_of(versions[0]), versions)
        other = hand_in(organiser, wants("onnuri"))
        assert foretold(other.booking, [other]) == ""


def test_every_event_that_stood_for_it_names_nobody_any_more(
    organiser: User, officer: User, booking: Booking
) -> None:
    first = Event.objects.get()
    cancel(officer, first, first.revision, "비가 옵니다.")
    publish_event(officer, booking)
    other = hand_in(organiser, wants("onnuri"))
    approved(officer, other)
    publish_event(officer, other.booking)
    approved(officer, hand_in_change(organiser, booking, PLAZA, is_public=False))
    told = [(one.state, one.organiser_ko) for one in Event.objects.order_by("pk")]
    taken_back = (Published.CANCELLED, "성남 시민")
    assert told == [taken_back, taken_back, (Published.PUBLISHED, "여수동 복지모임(예시)")]
