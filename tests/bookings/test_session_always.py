"""What holds after any sequence of verbs on sessions, queues and rooms, by whomever."""

from collections import Counter
from random import Random

import pytest
from django.db import transaction
from django.db.models import Max
from hypothesis import Phase, given, note, settings
from hypothesis import strategies as st

from accounts.models import User
from bookings.models import Offer
from facilities import catalogue
from facilities.models import Building
from lib import clock
from tests.bookings.samples import NOW, residents
from tests.bookings.session_house import crowd, set_up
from tests.bookings.session_truths import all_is_well
from tests.bookings.session_walk import STEPS, Step, World, next_moment

PASS = "time passes"
# How often each is tried; the rest once.
OFTEN = {"book": 6, "join": 5, "accept": 5, "cancel": 4, "walk in": 2, "arrive": 3, "move": 2}
OFTEN |= {"book room": 4, "join for room": 4, PASS: 6}
WHAT = [what for what in (*STEPS, PASS) for _ in range(OFTEN.get(what, 1))]
PEOPLE, LENGTH = 8, 45


def walk_by(chance: Random) -> list[Step]:
    """By one seed: hypothesis would rather repeat a few steps, and half of the verbs never ran."""
    return [
        Step(chance.choice(WHAT), chance.randrange(PEOPLE), chance.randrange(12), size)
        for size in chance.choices(range(1, 5), k=LENGTH)
    ]


@pytest.mark.django_db
def test_whatever_is_done_places_are_those_of_parties_and_queues_keep_their_order(
    city_hall: Building, desk: User
) -> None:
    set_up()
    world = World(residents(PEOPLE), desk, Counter())
    crowd(world.people)

    # A seed has no simpler one: the phase that looks for it is left out.
    @settings(
        max_examples=40,
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
                    before = Offer.objects.aggregate(last=Max("pk"))["last"] or 0
                    if step.what == PASS:
                        now = next_moment(step, now)
                    else:
                        note(f"{now} {step} {world.do(step)}")
                with clock.stopped(now):
                    all_is_well(now, before)
            transaction.set_rollback(True)
        catalogue.forget()  # the stamp went back with the rest

    walk()
    for what in STEPS:
        assert world.done[what], f"never done: {what}"
