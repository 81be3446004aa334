"""The server is killed in the middle of a rush: what was confirmed is there, with its letter."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from http import HTTPStatus

import pytest
from django.core import mail
from pytest_django.fixtures import Settings

from bookings.models import Booking
from facilities.models import Building, Facility, Holiday, Slot
from lib import clock
from lib.spans import quarters
from notices import delivery
from notices.letters import compose
from notices.models import Notice
from notices.post import PostOffice, email
from tests.bookings import scenarios
from tests.bookings.pages import filled
from tests.bookings.samples import residents
from tests.bookings.server import Press, rush, serving, session_of

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

PEOPLE = 24
HOURS = range(9, 17)


@pytest.fixture(autouse=True)
def _true_time(_monday_morning: None) -> Iterator[None]:
    """The server's clock runs, so ours must."""
    held = clock._held[:]
    clock._held.clear()
    yield
    clock._held[:] = held


def test_a_server_killed_in_a_rush_loses_nothing_that_it_confirmed(
    city_hall: Building, settings: Settings
) -> None:
    presses = presses_of_a_rush()
    with serving() as server:
        rush(server, presses, kill_after=PEOPLE)
    confirmed = {press.reference for press in presses if press.reference}
    lost = [press for press in presses if press.status == 0]
    assert len(confirmed) >= PEOPLE
    assert lost

    with serving() as server:
        assert confirmed <= set(Booking.objects.values_list("reference", flat=True))
        everything_is_whole()
        # Whose answer was lost presses again, with the same form.
        rush(server, lost)

    assert {press.status for press in presses} <= {HTTPStatus.FOUND, HTTPStatus.CONFLICT}
    booked = Counter(press.reference for press in presses if press.reference)
    assert set(booked.values()) == {1}
    assert set(booked) == set(Booking.objects.values_list("reference", flat=True))
    everything_is_whole()
    letters_go_out_once_and_under_the_same_id(settings)


def presses_of_a_rush() -> list[Press]:
    """Everybody wants a room on each of three days, and each hour is wanted by three."""
    people = [session_of(person) for person in residents(PEOPLE)]
    presses = []
    for round_, day in enumerate(_days_to_come(3)):
        for number, cookies in enumerate(people):
            hour = HOURS[(number + round_) % len(HOURS)]
            fields = filled(date=day.isoformat(), start=f"{hour:02}:00", minutes="60", people="3")
            slug = ("moran", "tancheon")[number % 2]
            presses.append(Press(f"/facilities/{slug}/book/", cookies, fields))
    return presses


def _days_to_come(number: int) -> list[date]:
    """The first weekdays that can be booked and are no holidays, all in reach of the window."""
    holidays = set(Holiday.objects.values_list("day", flat=True))
    days = (clock.today() + timedelta(days=offset) for offset in range(2, 29))
    return [day for day in days if day.weekday() < 5 and day not in holidays][:number]


def everything_is_whole() -> None:
    """No time twice, each booking with one letter, slots as the visits say and no other."""
    assert not scenarios.double_booked()
    letters = Counter(Notice.objects.values_list("facts__reference", flat=True))
    assert letters == Counter(Booking.objects.values_list("reference", flat=True))
    spaces = {facility.pk: facility.spaces.get().pk for facility in _rooms()}
    held = {
        (spaces[visit.facility_id], quarter)
        for visit in scenarios.live_visits()
        for quarter in quarters(visit.span)
    }
    assert set(Slot.objects.values_list("space_id", "starts_at")) == held


def _rooms() -> list[Facility]:
    return list(Facility.objects.filter(slug__in=("moran", "tancheon")))


def letters_go_out_once_and_under_the_same_id(settings: Settings) -> None:
    """A worker dies between the mail server's yes and its record; another goes on."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    unrecorded = Notice.objects.order_by("due_at", "pk")[0]
    assert delivery.claim(unrecorded)
    with PostOffice() as office:
        office.open()
        office.send(email(unrecorded, compose(unrecorded)))

    with clock.stopped(clock.now() + delivery.LEASE + timedelta(seconds=1)):
        delivery.deliver_due(limit=1000)
        assert delivery.deliver_due(limit=1000) == 0

    sent = Counter(str(letter.extra_headers["Message-ID"]) for letter in mail.outbox)
    assert set(sent) == set(Notice.objects.values_list("message_id", flat=True))
    assert sent.pop(unrecorded.message_id) == 2
    assert set(sent.values()) == {1}
    assert not Notice.objects.filter(sent_at=None).exists()
