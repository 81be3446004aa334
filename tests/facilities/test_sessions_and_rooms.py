"""A session and a room on the same space can never meet: whoever comes first holds it."""

from collections.abc import Callable
from datetime import date, datetime, time

import pytest

from accounts.models import User
from bookings.cancel import cancel
from facilities import closing
from facilities.generating import generate
from facilities.models import (
    Building,
    Facility,
    Occupancy,
    OpeningHours,
    Session,
    Slot,
)
from facilities.models.places import Basis
from lib import clock
from lib.refusal import Refused
from tests.bookings.samples import NOW, asked, book
from tests.places import span

Hold = Callable[[datetime], None]

WEDNESDAY = date(2026, 11, 25)
OF_FITNESS = ["09:00", "11:00", "14:00", "16:00"]


@pytest.fixture(autouse=True)
def _monday_morning(city_hall: Building, at: Hold) -> None:
    at(NOW)


def starts_on(slug: str, day: date) -> list[str]:
    """The sessions that take place on that day, in Seoul's time."""
    rows = Session.objects.filter(facility__slug=slug, cancelled_at=None)
    moments = [row.starts_at.astimezone(clock.SEOUL) for row in rows.order_by("starts_at")]
    return [f"{at:%H:%M}" for at in moments if at.date() == day]


def facility(slug: str) -> Facility:
    return Facility.objects.get(slug=slug)


def state() -> list[object]:
    """All that a run may change."""
    return [
        list(Session.objects.order_by("pk").values()),
        list(Slot.objects.order_by("space_id", "starts_at").values_list("space_id", "starts_at")),
        Occupancy.objects.count(),
    ]


@pytest.fixture
def studio() -> Facility:
    """A room by time on the space of the fitness room."""
    fitness, moran = facility("fitness"), facility("moran")
    room = Facility.objects.create(
        slug="studio",
        name_ko="연습실",
        name_en="Studio",
        department_ko="총무과",
        phone="0317292187",
        basis=Basis.TIME,
    )
    room.spaces.set(fitness.spaces.all())
    policy = moran.policies.get()
    policy.pk, policy.facility = None, room
    policy.save()
    for weekday in range(7):
        OpeningHours.objects.create(
            facility=room, weekday=weekday, opens_at=time(8), closes_at=time(22)
        )
    return room


def test_a_booking_of_a_room_on_the_same_space_blocks_and_is_reported(
    studio: Facility, citizen: User
) -> None:
    booking = book(citizen, asked("studio", WEDNESDAY, "15:00", "17:00"))
    done = generate()
    assert starts_on("fitness", WEDNESDAY) == ["09:00", "11:00"]
    assert done.blocked == [
        ("fitness", span(WEDNESDAY, "14:00", "16:00")),
        ("fitness", span(WEDNESDAY, "16:00", "18:00")),
    ]
    cancel(citizen, booking)
    again = generate()
    assert (again.made, again.blocked) == (2, [])
    assert starts_on("fitness", WEDNESDAY) == OF_FITNESS


def test_a_session_is_in_the_way_of_a_room_on_the_same_space(
    studio: Facility, citizen: User
) -> None:
    generate()
    before = state()
    with pytest.raises(Refused) as caught:
        book(citizen, asked("studio", WEDNESDAY, "15:00", "17:00"))
    assert caught.value.refusal.code == "taken"
    assert state() == before
    book(citizen, asked("studio", WEDNESDAY, "13:00", "14:00"))


def test_a_session_is_in_the_way_of_a_closure_that_asks_nobody() -> None:
    generate()
    with pytest.raises(Refused) as caught:
        closing.close(facility("fitness"), span(WEDNESDAY, "15:00", "17:00"), reason_ko="점검")
    assert caught.value.refusal.code == "space_in_use"
