"""From what was approved into the event calendar, and with it when it is changed or called off."""

from dataclasses import replace

import pytest

from accounts.models import User
from applications.announcing import publish_event
from applications.withdrawing import withdraw
from events.as_it_stands import wanted_of
from events.editing import Edit, edit
from events.models import Category, Event, EventRecord
from events.publication import Published
from events.publishing import cancel
from events.wanted import ItemWanted
from facilities.models import Building
from lib.refusal import Refused
from tests.applications.samples import DAY, approved, fresh, hand_in, hand_in_change, wants
from tests.places import at_seoul


@pytest.fixture(autouse=True)
def _city_hall(city_hall: Building) -> None:
    """Every test of this module needs it."""


def test_what_was_approved_is_announced_in_one_press(organiser: User, officer: User) -> None:
    application = hand_in(organiser, wants("plaza-a", ends="16:00"), wants("onnuri"))
    approved(officer, application)
    event = publish_event(officer, application.booking)
    details = fresh(application).asked["details"]
    assert event.title_ko == details["title"]
    assert event.organiser_ko == details["organisation"]
    assert event.category in Category.values
    assert event.state == Published.PUBLISHED
    assert event.is_of_booking
    assert event.text_ko == ""
    visits = application.booking.visits.all()
    assert event.starts_at == min(one.starts_at for one in visits)
    assert {one.facility.slug for one in event.places.all()} == {"plaza-a", "onnuri"}
    assert not event.places.filter(occupancy__isnull=False).exists()
    row = Event.objects.filter(pk=event.pk).values().get()
    shown = " ".join(str(value) for value in row.values())
    for private in (details["contact_name"], details["phone"], details["email"]):
        assert private not in shown
    assert publish_event(officer, application.booking) == event


def test_not_without_consent_nor_before_it_is_approved(organiser: User, officer: User) -> None:
    application = hand_in(organiser, wants("plaza-a", ends="16:00"), is_public=False)
    with pytest.raises(Refused) as refused:
        publish_event(officer, application.booking)
    assert refused.value.refusal.code == "event_not_approved"
    approved(officer, application)
    with pytest.raises(Refused) as refused:
        publish_event(officer, application.booking)
    assert refused.value.refusal.code == "not_agreed_to_publish"
    assert not Event.objects.exists()


def test_it_moves_with_an_approved_change(organiser: User, officer: User) -> None:
    application = hand_in(organiser, wants("plaza-a", ends="16:00"))
    approved(officer, application)
    event = publish_event(officer, application.booking)
    change = hand_in_change(
        organiser, fresh(application).booking, wants("plaza-b", starts="12:00", ends="18:00")
    )
    assert Event.objects.get().starts_at == event.starts_at  # nothing before it is approved
    approved(officer, change)
    moved = Event.objects.get()
    assert moved.uid == event.uid
    assert moved.starts_at != event.starts_at
    assert moved.moved_from == event.starts_at
    assert moved.revision == event.revision + 1
    assert [one.facility.slug for one in moved.places.all()] == ["plaza-b"]
    assert moved.reason_ko


def test_its_programme_moves_with_it(organiser: User, officer: User) -> None:
    application = hand_in(organiser, wants("plaza-a", starts="10:00", ends="16:00"))
    approved(officer, application)
    event = publish_event(officer, application.booking)
    programme = (
        ItemWanted(at_seoul(DAY, "10:00"), at_seoul(DAY, "11:00"), "기념식"),
        ItemWanted(at_seoul(DAY, "15:00"), None, "끝인사"),
    )
    edit(event, event.revision, Edit(officer, replace(wanted_of(event), programme=programme)))
    booking = fresh(application).booking
    approved(
        officer,
        hand_in_change(organiser, booking, wants("plaza-a", starts="14:00", ends="18:00")),
    )
    moved = Event.objects.get()
    assert [(one.starts_at, one.title_ko) for one in moved.programme.all()] == [
        (at_seoul(DAY, "14:00"), "기념식")
    ]
    fell_out = EventRecord.objects.get(event=event, what="items_fell_out")
    assert "끝인사" in fell_out.why
    wanted = wanted_of(moved)
    told = replace(wanted, about=replace(wanted.about, text_ko="오세요."))
    edit(moved, moved.revision, Edit(officer, told))


def test_who_only_stays_longer_has_not_moved(organiser: User, officer: User) -> None:
    application = hand_in(organiser, wants("plaza-a", starts="10:00", ends="14:00"))
    approved(officer, application)
    publish_event(officer, application.booking)
    booking = fresh(application).booking
    longer = wants("plaza-a", starts="10:00", ends="16:00")
    approved(officer, hand_in_change(organiser, booking, longer))
    event = Event.objects.get()
    assert event.ends_at == at_seoul(DAY, "16:00")
    assert event.moved_from is None


def test_it_is_cancelled_with_its_booking(organiser: User, officer: User) -> None:
    application = hand_in(organiser, wants("plaza-a", ends="16:00"))
    approved(officer, application)
    publish_event(officer, application.booking)
    withdraw(organiser, application.booking)
    event = Event.objects.get()
    assert event.state == Published.CANCELLED
    assert event.reason_ko != event.reason_en


def test_after_it_was_cancelled_another_may_be_announced(organiser: User, officer: User) -> None:
    application = hand_in(organiser, wants("plaza-a", ends="16:00"))
    approved(officer, application)
    first = publish_event(officer, application.booking)
    cancel(officer, first, first.revision, "비가 옵니다.")
    second = publish_event(officer, fresh(application).booking)
    assert second.pk != first.pk
    assert publish_event(officer, fresh(application).booking) == second
    assert fresh(application).booking.event == second
    assert (second.state, second.span) == (Published.PUBLISHED, first.span)
    assert Event.objects.get(pk=first.pk).state == Published.CANCELLED
    # A change moves the one that stands.
    booking = fresh(application).booking
    approved(officer, hand_in_change(organiser, booking, wants("plaza-b", ends="16:00")))
    assert [one.facility.slug for one in second.places.all()] == ["plaza-b"]
    assert [one.facility.slug for one in first.places.all()] == ["plaza-a"]


def test_what_is_cancelled_with_its_booking_is_not_announced_anew(
    organiser: User, officer: User
) -> None:
    application = hand_in(organiser, wants("plaza-a", ends="16:00"))
    approved(officer, application)
    publish_event(officer, application.booking)
    withdraw(organiser, application.booking)
    with pytest.raises(Refused) as refused:
        publish_event(officer, application.booking)
    assert refused.value.refusal.code == "event_not_approved"
    assert Event.objects.count() == 1
