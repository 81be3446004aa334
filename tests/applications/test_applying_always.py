"""What holds after any sequence of verbs on applications, by whomever."""

from collections import Counter
from datetime import datetime
from random import Random

import pytest
from django.db import transaction
from hypothesis import Phase, given, note, settings
from hypothesis import strategies as st

from accounts.models import User
from applications.models import Application, Permit, Question
from applications.reviewing import OPEN, Reviewed
from bookings.attendance import Attended
from bookings.decision import LIVE, Decided
from bookings.models import Booking, Visit
from bookings.on_calendar import places_of
from events.as_it_stands import places_wanted
from events.publication import Published
from facilities import catalogue
from facilities.models import Building, Closure, Occupancy, Slot
from lib import clock
from lib.spans import quarters
from tests.applications.walk import SLUGS, STEPS, Step, World, next_moment
from tests.bookings.samples import NOW, policy, residents

PASS = "time passes"
OFTEN = {
    "hand in": 6,
    "approve": 5,
    "change": 5,
    "answer": 4,
    "ask": 2,
    "propose": 4,
    PASS: 4,
    "worker": 2,
}
WHAT = [what for what in (*STEPS, PASS) for _ in range(OFTEN.get(what, 1))]
LENGTH = 40


def walk_by(chance: Random) -> list[Step]:
    """By one seed, so that every verb comes about as often as it should."""
    return [
        Step(chance.choice(WHAT), chance.randrange(4), chance.randrange(12), size)
        for size in chance.choices(range(1, 5), k=LENGTH)
    ]


@pytest.mark.django_db
def test_whatever_is_done_what_is_approved_has_its_spaces(
    city_hall: Building, officer: User, administrator: User
) -> None:
    for slug in SLUGS:
        policy(slug, holds_while_undecided=slug == "onnuri", min_minutes=60, max_per_month=None)
    world = World(residents(4), [officer, administrator], Counter())

    # A seed has no simpler one: the phase that looks for it is left out.
    @settings(
        max_examples=25,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
    )
    @given(st.randoms(use_true_random=True).map(walk_by))
    def walk(steps: list[Step]) -> None:
        with transaction.atomic():
            now = NOW
            for step in steps:
                with clock.stopped(now):
                    if step.what == PASS:
                        now = next_moment(step, now)
                    else:
                        note(f"{now} {step} {world.do(step)}")
                        all_is_well(now)
            transaction.set_rollback(True)
        catalogue.forget()  # the stamp went back with the rest

    walk()
    for what in STEPS:
        assert world.done[what], f"never done: {what}"


def all_is_well(now: datetime) -> None:
    """The rows tell one story."""
    bookings_and_versions_agree()
    what_stands_holds_its_spaces()
    nothing_is_held_for_nobody(now)
    permits_are_of_what_stands()
    events_say_what_the_rooms_say()


def bookings_and_versions_agree() -> None:
    for booking in Booking.objects.prefetch_related("applications"):
        versions = sorted(booking.applications.all(), key=lambda one: one.number)
        states = [one.state for one in versions]
        assert [one.number for one in versions] == list(range(1, len(versions) + 1))
        assert sum(state in OPEN for state in states) <= 1
        if booking.state == Decided.APPROVED:
            assert Reviewed.APPROVED in states
        if booking.state == Decided.SUBMITTED:
            assert states[-1] in OPEN
            assert Reviewed.APPROVED not in states
        if booking.state not in LIVE:
            assert not OPEN & set(states)
    for one in Application.objects.filter(state=Reviewed.ASKED):
        assert one.questions.filter(answered_at=None, withdrawn_at=None).exists()


def what_stands_holds_its_spaces() -> None:
    """Approved: every visit holds all its quarters for good. Nothing else holds for good."""
    for visit in Visit.objects.select_related("booking", "occupancy", "facility"):
        if visit.attendance != Attended.EXPECTED:
            assert visit.occupancy_id is None
            continue
        assert visit.booking.state in LIVE
        if visit.booking.state == Decided.SUBMITTED:
            assert visit.occupancy is None or visit.occupancy.expires_at is not None
            continue
        assert visit.occupancy is not None
        assert visit.occupancy.expires_at is None
        held = Slot.objects.filter(occupancy=visit.occupancy)
        wanted = len(list(quarters(visit.span))) * visit.facility.spaces.count()
        around = (visit.setup_minutes + visit.clearing_minutes) // 15
        assert held.count() == wanted + around * visit.facility.spaces.count()


def nothing_is_held_for_nobody(now: datetime) -> None:
    held = set(Occupancy.objects.values_list("pk", flat=True))
    holders = set(Visit.objects.values_list("occupancy_id", flat=True))
    holders |= set(Question.objects.values_list("occupancy_id", flat=True))
    holders |= set(Closure.objects.values_list("occupancy_id", flat=True))
    run_out = set(Occupancy.objects.filter(expires_at__lte=now).values_list("pk", flat=True))
    assert held - holders - run_out == set()


def permits_are_of_what_stands() -> None:
    permits = list(Permit.objects.order_by("year", "number"))
    numbers = [permit.number for permit in permits if permit.year == NOW.year]
    assert numbers == list(range(1, len(numbers) + 1))
    for booking in Booking.objects.filter(state=Decided.APPROVED):
        current = [one for one in permits if one.booking_id == booking.pk and not one.replaced_at]
        assert len(current) == 1


def events_say_what_the_rooms_say() -> None:
    for booking in Booking.objects.exclude(event=None).select_related("event"):
        event = booking.event
        assert event
        if booking.state == Decided.APPROVED:
            assert event.state == Published.PUBLISHED
            assert list(places_wanted(event)) == places_of(booking)
        else:
            assert event.state == Published.CANCELLED
