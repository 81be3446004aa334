"""What who works here finds: somebody to let in, a tour to decide, a party moved in its list."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import replace

from accounts.models import User
from bookings import attend, waiting
from bookings.models import Wait
from bookings.reserve import reserve
from facilities.models import Session
from facilities.parties import Party, family
from lib import clock
from tests.browser.moment import NOW
from tests.browser.session_scene import asked, session, take

YESTERDAY = NOW - dt.timedelta(days=1)


def fill(officer: User, neighbours: Sequence[User], known: dict[str, str]) -> None:
    """Half an hour before a session of the play area, which is closed on other Mondays."""
    soon, running = session("play", 0, "12:30"), session("fitness", 0, "11:00")
    Session.objects.filter(pk=soon.pk).update(door_places=7)
    with clock.stopped(YESTERDAY):
        here = take(neighbours[4], soon, family(1, 1, 1, 0))
        take(neighbours[5], soon, family(2, 0, 2, 0))
        take(neighbours[6], running, Party(2))
    attend.arrive(officer, here.visits.get())
    attend.walk_in(officer, running.reference, Party(2))
    group_of_twelve(neighbours[7])
    wait = Wait.objects.get(reference=known["wait"])
    waiting.move(officer, wait, 1, "쌍둥이 가운데 한 명만 자리를 받았음")
    waiting.move(officer, wait, 2, "잘못 옮겨 되돌림")


def group_of_twelve(person: User) -> None:
    """A tour that an officer decides."""
    tour = session("promotion-hall", 9, "10:00")
    request = replace(asked(person, tour, Party(12)), group_name="마을 기록 모임")
    reserve(person, request, str(uuid.uuid4()))
