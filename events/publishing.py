"""The verbs that tell the public: publish, postpone, cancel. One date, or those of a series."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from events import rules, writing
from events.as_it_stands import about_of, held_by, place_wants, places_wanted, wanted_of
from events.models import Event
from events.publication import Published, goes_along, may_become, may_still_become
from events.scope import Scope, dates_of, locked_dates
from events.taking import taking
from events.wanted import About
from facilities import occupancy
from facilities.catalogue import Catalogue, catalogue, hold_still
from lib import clock
from lib.refusal import Refused


def is_ready(about: About, *, has_place: bool) -> None:
    """Raise `Refused` with what an announced event must tell and this one does not."""
    missing = [
        word
        for word, is_there in (
            (_("title"), about.title_ko),
            (_("organiser"), about.organiser_ko),
            (_("place"), has_place or about.location_ko),
        )
        if not is_there
    ]
    if missing:
        raise Refused(rules.event_not_ready(missing))


def publish(by: User, event: Event, seen: int, scope: str = Scope.ONE) -> list[Event]:
    """Announce drafts, or say that what was postponed takes place after all, as it stands.

    Takes the spaces of what was postponed again. `seen`: the revision that the page showed.
    Raises `Refused`.
    """

    def once() -> list[Event]:
        known, now = catalogue(), clock.now()
        with transaction.atomic():
            hold_still(known)
            dates = _becoming(event, Published.PUBLISHED, seen, scope, now)
            for one in dates:
                is_ready(about_of(one), has_place=one.places.exists())
            _take_again([one for one in dates if _waits_for_its_time(one)], known)
            for one in dates:
                announce(by, one, now)
        return dates

    meant = dates_of(event, scope)
    return taking(once, place_wants(filter(_waits_for_its_time, meant)), held_by(meant))


def postpone(by: User, event: Event, seen: int, reason_ko: str, reason_en: str = "") -> list[Event]:
    """It does not take place then; when, is not known yet. Gives its spaces back.

    Another time is given by `editing.edit`. Raises `Refused`.
    """
    return _call_off(by, event, Published.POSTPONED, seen, Scope.ONE, (reason_ko, reason_en))


def cancel(
    by: User,
    event: Event,
    seen: int,
    reason_ko: str,
    reason_en: str = "",
    scope: str = Scope.ONE,
) -> list[Event]:
    """It does not take place. Gives its spaces back; what was announced stays to be seen.

    Raises `Refused`: without a reason, unless nobody was ever told of it.
    """
    return _call_off(by, event, Published.CANCELLED, seen, scope, (reason_ko, reason_en))


def announce(by: User | None, event: Event, now: datetime) -> None:
    """Publish a saved event, in the verb's transaction."""
    event.published_at = event.published_at or now
    if event.reason_ko:  # of what was before; nobody was told of a draft's
        writing.give_reason(event, "", "")
    event.state = Published.PUBLISHED
    writing.note(event, by, "published", now)


@transaction.atomic
def _call_off(
    by: User,
    event: Event,
    state: Published,
    seen: int,
    scope: str,
    reason: tuple[str, str],
) -> list[Event]:
    now = clock.now()
    dates = _becoming(event, state, seen, scope, now)
    reason_ko, reason_en = (text.strip() for text in reason)
    if not reason_ko and any(one.is_announced for one in dates):
        raise Refused(rules.event_reason_missing())
    occupancy.release(held_by(dates))
    for one in dates:
        one.state = state
        writing.give_reason(one, reason_ko, reason_en)
        writing.note(one, by, state.value, now, reason_ko)
    return dates


def _becoming(event: Event, state: Published, seen: int, scope: str, now: datetime) -> list[Event]:
    """The dates that can take the step, locked. Raises `Refused` when the chosen one cannot."""
    dates = locked_dates(event, scope, seen, now)
    chosen = next(one for one in dates if one.pk == event.pk)
    if not may_become(chosen.state, state):
        raise Refused(rules.event_cannot_become(str(chosen.get_state_display())))
    if chosen.ends_at <= now and not may_still_become(chosen.state, state):
        raise Refused(rules.event_is_over(chosen.ends_at))
    if chosen.is_of_booking and state == Published.POSTPONED:
        raise Refused(rules.times_follow_booking())
    return [one for one in dates if goes_along(one.state, chosen.state, state)]


def _waits_for_its_time(event: Event) -> bool:
    return event.state == Published.POSTPONED


def _take_again(events: Sequence[Event], known: Catalogue) -> None:
    """The spaces of what was postponed, of all of them at once: in the order of everybody."""
    for event in events:
        rules.judge(wanted_of(event), known)
    taken = iter(occupancy.take(place_wants(events)))
    for event in events:
        places = places_wanted(event)
        writing.write_places(event, places, [next(taken) for _ in places], known)
