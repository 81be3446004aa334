"""The verbs of permits: numbers without gaps and without doubles, whoever else draws one."""

from datetime import date
from functools import partial

import pytest
from django.db import transaction

from accounts.models import User
from applications import deciding, permits
from applications.deciding import approve
from applications.models import Application, Ledger, Permit
from applications.withdrawing import withdraw
from facilities.models import Building
from lib import clock
from lib.references import ALPHABET, LENGTH
from tests.applications.samples import DAY, approved, fresh, hand_in, hand_in_change, wants
from tests.bookings.door import Hold, code_of
from tests.bookings.rivals import Meeting, at_once, made, pausing
from tests.bookings.samples import residents
from tests.places import at_seoul

pytestmark = pytest.mark.usefixtures("city_hall")


def handed_in(person: User, number: int) -> list[Application]:
    """So many applications of one person that can all be approved."""
    days = [DAY.replace(day=day) for day in range(8, 8 + number)]
    return [hand_in(person, wants("hannuri", day, people=20)) for day in days]


def beside_each_other(number: int) -> list[Application]:
    """Applications of so many people for halls of their own: no other lock makes them queue."""
    halls = ("onnuri", "nuri-hall", "hannuri", "sanseong", "yuldong", "plaza-a")[:number]
    return [
        hand_in(person, wants(slug, ends="14:00", people=20))
        for person, slug in zip(residents(number), halls, strict=True)
    ]


def numbers() -> list[str]:
    return [permit.full_number for permit in Permit.objects.order_by("year", "number")]


@pytest.mark.django_db
def test_an_approval_issues_a_permit(organiser: User, officer: User) -> None:
    application = approved(officer, hand_in(organiser))
    permit = application.permit
    assert (permit.full_number, permit.booking) == ("2026-00001", application.booking)
    assert (permit.issued_by, permit.issued_at) == (officer, clock.now())
    assert permit.replaced_at is None
    assert len(permit.code) == LENGTH
    assert set(permit.code) <= set(ALPHABET)


@pytest.mark.django_db
def test_numbers_follow_each_other(organiser: User, officer: User) -> None:
    for application in handed_in(organiser, 3):
        approved(officer, application)
    assert numbers() == ["2026-00001", "2026-00002", "2026-00003"]


@pytest.mark.django_db
def test_a_year_begins_anew_at_midnight_in_seoul(organiser: User, officer: User, at: Hold) -> None:
    first, second, third = (
        hand_in(organiser, wants("hannuri", date(2027, 2, day), people=20)) for day in (15, 16, 17)
    )
    at(at_seoul(date(2026, 12, 31), "23:59"))
    approved(officer, first)
    at(at_seoul(date(2027, 1, 1), "00:00"))
    approved(officer, second)
    approved(officer, third)
    assert numbers() == ["2026-00001", "2027-00001", "2027-00002"]


@pytest.mark.django_db
def test_an_approval_that_is_refused_takes_no_number(
    organiser: User, second_citizen: User, officer: User
) -> None:
    first = hand_in(organiser, wants("plaza-a", ends="17:00"))
    rival = hand_in(second_citizen, wants("hannuri", people=20))
    assert code_of(lambda: approve(officer, first, 7)) == "changed_meanwhile"
    approved(officer, rival)
    assert numbers() == ["2026-00001"]


@pytest.mark.django_db
def test_a_change_that_is_approved_replaces_the_permit(organiser: User, officer: User) -> None:
    first = approved(officer, hand_in(organiser))
    second = hand_in_change(organiser, first.booking, wants(starts="14:00", ends="16:00"))
    assert fresh(first).permit.replaced_at is None
    approved(officer, second)
    assert fresh(first).permit.replaced_at == clock.now()
    assert fresh(second).permit.replaced_at is None
    assert numbers() == ["2026-00001", "2026-00002"]


@pytest.mark.django_db
def test_who_withdraws_ends_the_permit_and_its_number_stays(organiser: User, officer: User) -> None:
    first, second = handed_in(organiser, 2)
    booking = approved(officer, first).booking
    withdraw(organiser, booking)
    assert fresh(first).permit.replaced_at == clock.now()
    approved(officer, second)
    assert numbers() == ["2026-00001", "2026-00002"]


@pytest.mark.django_db
def test_what_was_ended_is_not_ended_again(organiser: User, officer: User, at: Hold) -> None:
    application = approved(officer, hand_in(organiser))
    assert permits.end(application.booking, clock.now()) == 1
    ended = fresh(application).permit.replaced_at
    at(at_seoul(DAY, "09:00"))
    assert permits.end(application.booking, clock.now()) == 0
    assert fresh(application).permit.replaced_at == ended


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_rivals_draw_numbers_without_gaps_and_doubles(city_hall: Building, officer: User) -> None:
    """The first of the year at that: all find no row of it, and all would make it."""
    applications = beside_each_other(6)
    assert not Ledger.objects.exists()
    with pausing(permits, "_next_number", Meeting(6).before):
        outcomes = at_once(*(partial(approve, officer, one, 0) for one in applications))
    assert len(made(outcomes)) == 6
    assert numbers() == [f"2026-{number:05}" for number in range(1, 7)]


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_beside_rivals_leaves_no_gap(
    city_hall: Building, officer: User
) -> None:
    applications = beside_each_other(5)

    class Torn(Exception):
        pass

    def torn(application: Application) -> None:
        """An approval that breaks down after its number was drawn."""
        with transaction.atomic():
            deciding.approve(officer, application, 0)
            raise Torn

    jobs = [
        partial(torn if number % 2 else partial(approve, officer, seen=0), one)
        for number, one in enumerate(applications)
    ]
    with pausing(permits, "_next_number", Meeting(5).before):
        outcomes = at_once(*jobs)
    assert sum(isinstance(outcome, Torn) for outcome in outcomes) == 2
    assert made([one for one in outcomes if not isinstance(one, Torn)])
    assert numbers() == ["2026-00001", "2026-00002", "2026-00003"]
    assert Ledger.objects.get().last == 3
