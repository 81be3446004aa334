"""The verbs by which an organiser takes back."""

from datetime import date

import pytest

from accounts.models import User
from applications.models import Application
from applications.reviewing import Reviewed
from applications.withdrawing import withdraw, withdraw_change
from bookings.decision import Decided
from bookings.models import Booking
from facilities.models import Slot
from tests.applications.samples import approved, fresh, hand_in, hand_in_change, wants
from tests.bookings.door import Hold, code_of, told
from tests.places import at_seoul

pytestmark = pytest.mark.usefixtures("city_hall")


@pytest.fixture
def application(organiser: User) -> Application:
    return hand_in(organiser)


def test_what_nobody_decided_is_withdrawn(application: Application, organiser: User) -> None:
    withdraw(organiser, application.booking)
    assert fresh(application).state == Reviewed.WITHDRAWN
    assert fresh(application).booking.state == Decided.CANCELLED
    assert not Slot.objects.exists()


def test_a_second_press_changes_nothing(application: Application, organiser: User) -> None:
    withdraw(organiser, application.booking)
    before = fresh(application).revision
    withdraw(organiser, application.booking)
    assert fresh(application).revision == before
    assert application.booking.records.filter(what="cancelled").count() == 1
    assert told("bookings.cancelled") == 1


def test_what_is_approved_is_cancelled_until_the_day_of_the_policy(
    application: Application, organiser: User, officer: User, at: Hold
) -> None:
    approved(officer, application)
    at(at_seoul(date(2026, 12, 15), "10:01"))
    code = code_of(lambda: withdraw(organiser, application.booking))
    assert code == "cannot_cancel_any_more"
    assert fresh(application).state == Reviewed.APPROVED
    at(at_seoul(date(2026, 12, 15), "10:00"))
    withdraw(organiser, application.booking)
    assert fresh(application).state == Reviewed.CANCELLED
    assert not Slot.objects.exists()


def test_with_a_change_open_both_versions_end(
    application: Application, organiser: User, officer: User
) -> None:
    booking = approved(officer, application).booking
    change = hand_in_change(organiser, booking, wants(starts="14:00", ends="16:00"))
    withdraw(organiser, booking)
    assert fresh(change).state == Reviewed.WITHDRAWN
    assert fresh(application).state == Reviewed.CANCELLED


def test_only_the_change_is_taken_back(
    application: Application, organiser: User, officer: User
) -> None:
    booking = approved(officer, application).booking
    change = hand_in_change(organiser, booking, wants(starts="14:00", ends="16:00"))
    withdraw_change(organiser, change)
    assert fresh(change).state == Reviewed.WITHDRAWN
    assert Booking.objects.get(pk=booking.pk).state == Decided.APPROVED
    assert withdraw_change(organiser, change).state == Reviewed.WITHDRAWN
    assert booking.records.filter(what="change_withdrawn").count() == 1
    # And another can be handed in.
    assert hand_in_change(organiser, booking, wants(starts="15:00", ends="17:00")).number == 3


def test_the_first_version_is_no_change(application: Application, organiser: User) -> None:
    assert code_of(lambda: withdraw_change(organiser, application)) == "application_over"
