"""What speaks against an application, visit by visit, and what could be had instead.

Nothing is written and nothing is held here: the guard alone decides. The verbs judge by the same
functions, under their locks.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from accounts.models import User
from applications import rules, visit_rules
from applications.asking import AskedVisit, Asking
from applications.models import Question
from applications.rivals import Wanted, counts
from applications.wanting import Around, fitted, overlapping
from bookings import rules as person_rules
from bookings.attendance import Attended
from bookings.history import CountedVisits, counted_visits
from bookings.models import Booking, Visit
from facilities import occupancy
from facilities.availability import ALTERNATIVES, Start, Taken, is_taken
from facilities.catalogue import Catalogue, Listing, catalogue
from facilities.rules import Rule, facility_gone, taken
from facilities.wish import Wish
from lib import clock
from lib.refusal import Refusal
from lib.spans import Span, quarters

DAYS_AROUND = 14


@dataclass(frozen=True, slots=True)
class Judged:
    """One visit that is asked for, by its number from 1, and what is known of it."""

    number: int
    asked: AskedVisit
    refusal: Refusal | None = None
    alternatives: tuple[Start, ...] = ()
    rivals: int = 0  # open applications for some of the same; never who


@dataclass(frozen=True, slots=True)
class Case:
    """An application with the facts to judge it by. Listings are None where a facility is gone."""

    asking: Asking
    known: Catalogue
    now: datetime
    listings: tuple[Listing | None, ...]
    standing: Mapping[int, Visit]  # of a change: visits that stay as they are, by place

    def wish(self, place: int, span: Span | None = None) -> Wish:
        """A visit as the rules take it."""
        listing, asked = self.listings[place], self.asking.visits[place]
        if listing is None:
            raise LookupError("the facility is gone")
        return Wish(listing, span or asked.span, self.now, self.known.holidays, asked.people)


def case_of(
    asking: Asking, known: Catalogue, now: datetime, changes: Booking | None = None
) -> Case:
    """The facts: one query for a change, none for a new application."""
    listings = tuple(known.listing(visit.slug) for visit in asking.visits)
    standing: dict[int, Visit] = {}
    for one in standing_visits(changes) if changes else ():
        for place, visit in enumerate(asking.visits):
            if one.facility.slug == visit.slug and one.span == visit.span:
                standing[place] = one
    return Case(asking, known, now, listings, standing)


def standing_visits(booking: Booking) -> list[Visit]:
    """The visits that are still to take place, with facility and policy."""
    own = Visit.objects.with_places().filter(booking=booking, attendance=Attended.EXPECTED)
    return list(own.order_by("number"))


def arounds_of(case: Case) -> list[Around]:
    """What each visit takes, at least what its policy asks for, cut to fit each other.

    Only where every facility is there and no two visits overlap.
    """
    return fitted(_arounds(case))


def fitted_if_possible(case: Case) -> list[Around]:
    """The same, for whatever was typed: as it is where two visits overlap."""
    arounds = _arounds(case)
    return arounds if overlapping(arounds) else fitted(arounds)


def _arounds(case: Case) -> list[Around]:
    arounds = []
    for place, asked in enumerate(case.asking.visits):
        listing = case.listings[place]
        policy = listing.policy_on(case.now.astimezone(clock.SEOUL).date()) if listing else None
        arounds.append(
            Around(
                listing.space_ids if listing else (),
                asked.span,
                max(asked.setup_minutes, policy.setup_minutes if policy else 0),
                max(asked.clearing_minutes, policy.clearing_minutes if policy else 0),
            )
        )
    return arounds


def refusal_of_the_whole(case: Case) -> Refusal | None:
    """What speaks against the application as such, whatever its single visits are."""
    asking = case.asking
    if not asking.visits:
        return rules.no_visits()
    if len(asking.visits) > rules.MOST_VISITS:
        return rules.too_many_visits_asked()
    if asking.details.people_peak > asking.details.people_day:
        return rules.more_at_once_than_a_day()
    met = overlapping(_arounds(case))
    if met:
        _earlier, later = met
        listing = case.listings[later]
        name = listing.facility.name if listing else asking.visits[later].slug
        return rules.visits_overlap(name, asking.visits[later].span)
    return None


def judge(person: User, asking: Asking, changes: Booking | None = None) -> list[Judged]:
    """Each visit with what speaks against it, what could be had instead, and its rivals' number.

    The same number of queries for one visit and for sixty. `changes`: the booking that it changes.
    """
    return judge_case(person, case_of(asking, catalogue(), clock.now(), changes), changes)


def judge_case(person: User, case: Case, changes: Booking | None = None) -> list[Judged]:
    """The same, for facts that were gathered before."""
    places = [place for place, listing in enumerate(case.listings) if listing]
    if not places:
        return [Judged(n, v, facility_gone()) for n, v in enumerate(case.asking.visits, start=1)]
    visits = counted_visits(person, [case.wish(place) for place in places])
    arounds = fitted_if_possible(case)
    held = _taken(case, arounds, changes)
    rivals = dict(zip(places, _rivals(case, places, changes), strict=True))
    judged = []
    for place, asked in enumerate(case.asking.visits):
        if place not in rivals:
            judged.append(Judged(place + 1, asked, facility_gone()))
            continue
        refusal = _refusal(person, case, place, arounds[place], held, visits)
        others = _alternatives(case, place, arounds, held) if refusal else ()
        judged.append(Judged(place + 1, asked, refusal, others, rivals[place]))
        visits = visits.and_also(case.wish(place))
    return judged


def _refusal(
    person: User, case: Case, place: int, around: Around, held: Taken, visits: CountedVisits
) -> Refusal | None:
    """A rule first, then the guard's rows. What stands as it is is not judged again."""
    wish = case.wish(place)
    if place not in case.standing:
        history = visits.history(case.known.group_of(wish.listing))
        refusal = visit_rules.first_refusal(wish) or person_rules.first_refusal(
            wish, person, history
        )
        if refusal:
            return refusal
    return taken(wish.listing) if is_taken(around.want, held) else None


def _held(case: Case, arounds: Sequence[Around]) -> set[tuple[int, datetime]]:
    """The taken quarters around all visits, whoever holds them."""
    spaces = tuple(sorted({space for around in arounds for space in around.space_ids}))
    first = min(around.whole.starts_at for around in arounds) - timedelta(days=DAYS_AROUND)
    last = max(around.whole.ends_at for around in arounds) + timedelta(days=DAYS_AROUND)
    return occupancy.taken_quarters(spaces, Span(first, last), case.now)


def _taken(case: Case, arounds: Sequence[Around], changes: Booking | None) -> Taken:
    """The taken quarters around all visits, without what the booking itself holds."""
    held = _held(case, arounds)
    own = {
        (space.pk, quarter)
        for visit in (standing_visits(changes) if changes else ())
        if visit.occupancy_id
        for space in visit.facility.spaces.all()
        for quarter in quarters(around_of(visit).whole)
    }
    return held - own - _proposed(changes)


def _proposed(changes: Booking | None) -> set[tuple[int, datetime]]:
    """What is held for proposals to who changes it: handed in, the change ends them."""
    if changes is None:
        return set()
    asked = Question.objects.filter(application__booking=changes, occupancy__isnull=False)
    ids = list(asked.values_list("occupancy_id", flat=True))
    return occupancy.held_quarters(ids) if ids else set()


def around_of(visit: Visit) -> Around:
    """What a visit takes, as it was written. Comes with its facility's spaces."""
    return Around(
        tuple(sorted(space.pk for space in visit.facility.spaces.all())),
        visit.span,
        visit.setup_minutes,
        visit.clearing_minutes,
    )


def _rivals(case: Case, places: Sequence[int], changes: Booking | None) -> list[int]:
    wanted = [
        Wanted(frozenset(listing.space_ids), case.asking.visits[place].span)
        for place in places
        if (listing := case.listings[place])
    ]
    return counts(wanted, case.known, changes.pk if changes else None)


def free_instead(case: Case, places: Collection[int]) -> dict[int, tuple[Start, ...]]:
    """What the officer may propose instead of these visits, by place: no window binds the city.

    Their facilities are there. One query, for whatever the officer looks at.
    """
    arounds, among = fitted_if_possible(case), visit_rules.RULES_OF_A_PROPOSAL
    held = _held(case, arounds)
    return {place: _alternatives(case, place, arounds, held, among) for place in places}


def _alternatives(
    case: Case,
    place: int,
    arounds: Sequence[Around],
    held: Taken,
    among: tuple[Rule, ...] = visit_rules.RULES,
) -> tuple[Start, ...]:
    """The same length at the same time of other days, the nearest first, that these rules allow.

    And that the other visits of the application leave free.
    """
    listing, around = case.listings[place], arounds[place]
    others = [one for index, one in enumerate(arounds) if index != place]
    found: list[Start] = []
    if listing is None:
        return ()
    for days in sorted(range(-DAYS_AROUND, DAYS_AROUND + 1), key=lambda n: (abs(n), n < 0))[1:]:
        shift = timedelta(days=days)
        span = Span(around.span.starts_at + shift, around.span.ends_at + shift)
        moved = replace(around, span=span)
        if (
            visit_rules.first_refusal(case.wish(place, span), among) is None
            and not is_taken(moved.want, held)
            and overlapping([moved, *others]) is None
        ):
            found.append(Start(listing, span, None))
        if len(found) == ALTERNATIVES:
            break
    return tuple(found)
