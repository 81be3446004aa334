"""A week of the play area by the clock, with the worker stopped for a day in the middle.

What people see and what the verbs say follows the clock alone; the worker only writes it down. So
the week ends the same whether the worker was there on Thursday or not.
"""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial

import pytest

from accounts.models import User
from bookings.attend import arrive, walk_in
from bookings.attendance import Attended
from bookings.cancel import cancel
from bookings.decide import approve
from bookings.decision import Decided
from bookings.history import counted_visits
from bookings.models import Booking, Offer, Wait
from bookings.offers import accept
from bookings.queueing import Offered, Waited
from bookings.waiting import position
from facilities.catalogue import catalogue
from facilities.models import Building, Session
from facilities.wish import Wish
from lib import clock
from lib.spans import Span
from tests.bookings.door import code_of
from tests.bookings.samples import policy, residents
from tests.bookings.sessions import a_family, again, session_of, take, wait_for, with_places
from tests.bookings.week import letters, pass_by
from tests.places import at_seoul, listing

pytestmark = pytest.mark.usefixtures("city_hall")

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = (
    date(2026, 11, 23) + timedelta(days=number) for number in range(7)
)
NEXT_WEDNESDAY = date(2026, 12, 2)
THE_WEEK = Span(at_seoul(MONDAY, "10:00"), at_seoul(date(2026, 11, 30), "10:00"))
WHOLE_THURSDAY = Span(at_seoul(THURSDAY, "00:00"), at_seoul(FRIDAY, "00:00"))


def play(day: date, starts: str = "10:00") -> Session:
    return session_of("play", day, starts)


class Story:
    """Who does what in that week. Each method is a moment of it."""

    def __init__(self, clerk: User, officer: User) -> None:
        self.clerk, self.officer = clerk, officer
        self.people = dict(zip("ABCDEFGHIJ", residents(10), strict=True))
        self.booked: dict[str, Booking] = {}
        self.waits: dict[str, Wait] = {}

    def take(self, who: str, session: Session) -> Booking:
        party = a_family() if session.facility.slug == "play" else 10
        self.booked[who] = take(self.people[who], session, party)
        return self.booked[who]

    def refused(self, who: str, session: Session) -> str:
        return code_of(lambda: take(self.people[who], session, a_family()))

    def wait(self, who: str, session: Session) -> None:
        self.waits[who] = wait_for(self.people[who], session, a_family())

    def position(self, who: str) -> int:
        return position(Wait.objects.get(pk=self.waits[who].pk))

    def offer(self, who: str) -> Offer:
        return Offer.objects.get(person=self.people[who])

    def accept(self, who: str) -> Booking:
        self.booked[who] = accept(self.people[who], self.offer(who))
        return self.booked[who]

    def suspended_until(self, who: str) -> datetime | None:
        now, session = clock.now(), play(FRIDAY)
        wish = Wish(listing("play"), session.span, now, catalogue().holidays, 2)
        history = counted_visits(self.people[who], [wish]).history([session.facility_id])
        return history.absent_until

    # Monday: this week is open since last Tuesday.

    def monday(self) -> None:
        with_places(play(THURSDAY), 1)
        with_places(play(NEXT_WEDNESDAY), 2)
        self.take("F", play(THURSDAY))
        self.wait("G", play(THURSDAY))
        self.take("I", play(FRIDAY))
        self.take("J", play(THURSDAY, "12:30"))  # does not come either, and nobody waits for it
        self.take("H", session_of("promotion-hall", THURSDAY, "10:00"))
        assert self.booked["H"].state == Decided.SUBMITTED

    # Tuesday 09:00: next week opens.

    def before_the_opening(self) -> None:
        assert self.refused("A", play(NEXT_WEDNESDAY)) == "too_early"

    def the_opening(self) -> None:
        self.take("A", play(NEXT_WEDNESDAY))
        self.take("B", play(NEXT_WEDNESDAY))
        assert self.refused("C", play(NEXT_WEDNESDAY)) == "session_full"
        self.wait("C", play(NEXT_WEDNESDAY))
        self.wait("D", play(NEXT_WEDNESDAY))
        assert (self.position("C"), self.position("D")) == (1, 2)

    # Wednesday 10:00: a place comes free, and is held for the first who waits for a day.

    def a_place_comes_free(self) -> None:
        cancel(self.people["A"], self.booked["A"])
        assert self.offer("C").expires_at == at_seoul(THURSDAY, "10:00")
        assert self.position("D") == 1
        assert self.refused("E", play(NEXT_WEDNESDAY)) == "session_full"

    # Thursday 10:00: what was held has run out, and a tour begins that nobody decided.

    def the_offer_runs_out(self) -> None:
        offer = self.offer("C")
        assert not offer.is_open(clock.now())
        assert code_of(lambda: accept(self.people["C"], offer)) == "offer_ran_out"
        assert self.refused("E", play(NEXT_WEDNESDAY)) == "session_full"
        assert self.refused("C", play(NEXT_WEDNESDAY)) == "session_full"
        code = code_of(lambda: approve(self.officer, self.booked["H"]))
        assert code == "already_decided"

    def just_in_time(self) -> None:
        assert self.suspended_until("F") is None

    # Thursday 10:30: who did not come is absent from this minute on.

    def absent(self) -> None:
        assert self.suspended_until("F") == at_seoul(SUNDAY, "10:30")
        assert self.refused("F", play(FRIDAY)) == "suspended_by_absences"
        visit = self.booked["F"].visits.get()
        assert code_of(lambda: arrive(self.clerk, visit)) == "absent_already"
        # The place is for who waits, not for who stands at the door.
        walking_in = partial(walk_in, self.clerk, play(THURSDAY).reference, a_family())
        Session.objects.filter(pk=play(THURSDAY).pk).update(door_places=0)
        assert code_of(walking_in) == "no_places_at_the_door"

    def the_place_is_accepted(self) -> None:
        # Worker or not, the refusal at the door has let the queue move.
        visit = self.accept("G").visits.get()
        arrive(self.clerk, visit)

    # Thursday 18:00: the last moment to cancel what is on Friday.

    def the_deadline(self) -> None:
        with clock.stopped(clock.now() + timedelta(seconds=1)):
            code = code_of(lambda: cancel(self.people["I"], self.booked["I"]))
        assert code == "cannot_cancel_any_more"
        cancel(self.people["I"], self.booked["I"])

    # Friday: the worker is back, and the next who waits has an offer.

    def the_next_accepts(self) -> None:
        assert self.accept("D").visits.get().session == play(NEXT_WEDNESDAY)
        assert self.accept("D") == self.booked["D"]  # a second press

    # Sunday 10:30: the suspension is over.

    def still_suspended(self) -> None:
        assert self.refused("F", play(NEXT_WEDNESDAY, "12:30")) == "suspended_by_absences"

    def not_suspended_any_more(self) -> None:
        assert self.suspended_until("F") is None
        self.booked["F again"] = take(self.people["F"], play(NEXT_WEDNESDAY, "12:30"), a_family())

    def events(self) -> dict[datetime, Callable[[], None]]:
        return {
            at_seoul(MONDAY, "10:00"): self.monday,
            at_seoul(TUESDAY, "08:59"): self.before_the_opening,
            at_seoul(TUESDAY, "09:00"): self.the_opening,
            at_seoul(WEDNESDAY, "10:00"): self.a_place_comes_free,
            at_seoul(THURSDAY, "10:00"): self.the_offer_runs_out,
            at_seoul(THURSDAY, "10:29"): self.just_in_time,
            at_seoul(THURSDAY, "10:30"): self.absent,
            at_seoul(THURSDAY, "10:40"): self.the_place_is_accepted,
            at_seoul(THURSDAY, "18:00"): self.the_deadline,
            at_seoul(FRIDAY, "09:00"): self.the_next_accepts,
            at_seoul(SUNDAY, "10:29"): self.still_suspended,
            at_seoul(SUNDAY, "10:30"): self.not_suspended_any_more,
        }

    def expected_letters(self) -> Counter[tuple[str, str]]:
        """All that anybody was told in that week: each once."""
        told = [
            *(
                ("bookings.confirmed", who)
                for who in ("A", "B", "D", "F", "F again", "G", "I", "J")
            ),
            *(("bookings.cancelled", who) for who in ("A", "I")),
            ("bookings.received", "H"),
            ("bookings.lapsed", "H"),
            ("bookings.absent", "F"),
            ("bookings.absent", "J"),
        ]
        offers = [("bookings.offered", self.offer(who).reference) for who in "CDG"]
        return Counter([*((kind, self.booked[who].reference) for kind, who in told), *offers])


@pytest.mark.parametrize("stopped", [None, WHOLE_THURSDAY], ids=["at work", "stopped for a day"])
def test_a_week_of_the_play_area(
    city_hall: Building, desk: User, officer: User, stopped: Span | None
) -> None:
    policy("play", suspension_days=3)
    story = Story(desk, officer)
    pass_by(THE_WEEK, story.events(), stopped)

    assert letters() == story.expected_letters()
    assert {
        who: (Booking.objects.get(pk=one.pk).state, one.visits.get().attendance)
        for who, one in story.booked.items()
    } == {
        "A": (Decided.CANCELLED, Attended.CANCELLED),
        "B": (Decided.APPROVED, Attended.EXPECTED),
        "D": (Decided.APPROVED, Attended.EXPECTED),
        "F": (Decided.APPROVED, Attended.ABSENT),
        "F again": (Decided.APPROVED, Attended.EXPECTED),
        "G": (Decided.APPROVED, Attended.ARRIVED),
        "H": (Decided.LAPSED, Attended.CANCELLED),
        "I": (Decided.CANCELLED, Attended.CANCELLED),
        "J": (Decided.APPROVED, Attended.ABSENT),
    }
    assert {who: Wait.objects.get(pk=one.pk).state for who, one in story.waits.items()} == {
        "C": Waited.LAPSED,
        "D": Waited.BOOKED,
        "G": Waited.BOOKED,
    }
    assert {who: story.offer(who).state for who in "CDG"} == {
        "C": Offered.LAPSED,
        "D": Offered.ACCEPTED,
        "G": Offered.ACCEPTED,
    }
    records = story.booked["F"].records.filter(what="absent")
    assert [one.at for one in records] == [at_seoul(THURSDAY, "10:30")]
    assert again(play(NEXT_WEDNESDAY)).taken == 2
