"""What speaks against an event: each refusal is one function, said to who works here."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from http import HTTPStatus
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.wanted import EventWanted, wants
from facilities.catalogue import Catalogue
from lib import formats
from lib.refusal import Refusal, Refused
from lib.spans import Span, on_grid

LONGEST = timedelta(days=366)
MOST_DATES = 60
MOST_PLACES = 30
MOST_ITEMS = 60
# A quarter of an hour of a space is a row: four zones for three days are 1,152 of them.
MOST_QUARTERS = 60_000
NAMED = 5


def judge(wanted: EventWanted, known: Catalogue, *, stands: bool = False) -> None:
    """Raise `Refused` for what no event may be, whoever else is there and whenever it is.

    `stands`: it is at these places already, also where one is not offered any more.
    """
    if wanted.span.length > LONGEST:
        raise Refused(event_too_long())
    for place in wanted.places:
        if known.listing(place.slug) is None and not stands:
            raise Refused(event_place_gone(known.name_of(place.slug)))
        if not (on_grid(place.span.starts_at) and on_grid(place.span.ends_at)):
            raise Refused(event_off_grid())
        if not wanted.span.covers(place.span):
            raise Refused(event_place_outside(place.span))
    for item in wanted.programme:
        ends_at = item.ends_at or item.starts_at
        if not wanted.span.starts_at <= item.starts_at <= ends_at <= wanted.span.ends_at:
            raise Refused(programme_outside(item.title_ko))


def judge_together(all_wanted: Collection[EventWanted], known: Catalogue) -> None:
    """Raise `Refused` when some of these places are in each other's way, or too many."""
    asked = [want for one in all_wanted for want in wants(one.places, known)]
    if sum(want.span.minutes // 15 * len(want.space_ids) for want in asked) > MOST_QUARTERS:
        raise Refused(event_too_large())
    by_space: dict[int, list[Span]] = {}
    for want in asked:
        for space_id in want.space_ids:
            by_space.setdefault(space_id, []).append(want.span)
    for spans in by_space.values():
        spans.sort()
        for earlier, later in pairwise(spans):
            if earlier.overlaps(later):
                raise Refused(event_places_overlap(later))


def event_end_before_start() -> Refusal:
    """A span has a length."""
    return Refusal(
        "event_end_before_start",
        _("The end must come after the start."),
        _("Correct the day or the time of the end."),
    )


def event_in_the_past() -> Refusal:
    """Nobody can come to what is over."""
    return Refusal(
        "event_in_the_past",
        _("This time is over."),
        _("Choose a time that ends in the future."),
    )


def event_too_long() -> Refusal:
    """A slip in the year would fill the calendar."""
    return Refusal(
        "event_too_long",
        _("An event lasts at most %(days)d days.") % {"days": LONGEST.days},
        _("Choose an earlier end."),
    )


def event_too_large() -> Refusal:
    """So much is never wanted on purpose."""
    return Refusal(
        "event_too_large",
        _("That is more space and time than can be taken at once."),
        _("Make fewer dates at once, or give each place only the hours that it is used."),
    )


def event_too_many_rows() -> Refusal:
    """So many are never wanted on purpose."""
    return Refusal(
        "event_too_many_rows",
        _("An event has at most %(places)d places and %(items)d items in its programme.")
        % {"places": MOST_PLACES, "items": MOST_ITEMS},
        _("Take some out, or make two events of it."),
    )


def event_off_grid() -> Refusal:
    """House rule: the grid of the guard."""
    return Refusal(
        "event_off_grid",
        _("Places are taken by the quarter of an hour: 00, 15, 30 or 45 minutes past."),
        _("Correct the time of the place."),
    )


def event_place_gone(name: str) -> Refusal:
    """The facility was taken out of the list."""
    return Refusal(
        "event_place_gone",
        _("This place is not offered any more: %(place)s.") % {"place": name},
        _("Choose another place."),
        status=HTTPStatus.GONE,
    )


def event_place_outside(span: Span) -> Refusal:
    """Who comes to the event must find it where it is said to be."""
    return Refusal(
        "event_place_outside",
        _("A place has other hours than the event: %(period)s.") % {"period": formats.period(span)},
        _("Let the event begin earlier or end later, or correct the hours of the place."),
    )


def event_places_overlap(span: Span) -> Refusal:
    """The same space twice."""
    return Refusal(
        "event_places_overlap",
        _("Two places of it are in the same space at the same time: %(period)s.")
        % {"period": formats.period(span)},
        _("Leave one of them out, or change its hours."),
    )


def programme_outside(title: str) -> Refusal:
    """An item of the programme is part of the event."""
    return Refusal(
        "programme_outside",
        _("An item of the programme lies outside of the event: %(title)s.") % {"title": title},
        _("Correct its time, or the time of the event."),
    )


def event_space_taken(named: Sequence[str]) -> Refusal:
    """The guard has spoken. `named`: what is in the way, for an officer."""
    shown = "; ".join(named[:NAMED]) + (" …" if len(named) > NAMED else "")
    message = (
        _("This is in the way: %(named)s.") % {"named": shown}
        if shown
        else _("A place was taken at this moment by somebody else.")
    )
    return Refusal(
        "event_space_taken",
        message,
        _("Choose another time or place, or see to what is there first. Nothing was changed."),
        status=HTTPStatus.CONFLICT,
    )


def recurrence_without_end() -> Refusal:
    """Every date holds its spaces: there must be a last one."""
    return Refusal(
        "recurrence_without_end",
        _("An event that repeats needs an end."),
        _("Say how many times, or until which day."),
    )


def recurrence_empty() -> Refusal:
    """No date was left."""
    return Refusal(
        "recurrence_empty",
        _("No date is left."),
        _("Choose a later last day, or leave fewer dates out."),
    )


def recurrence_too_long() -> Refusal:
    """An officer looks at every date before it is made."""
    return Refusal(
        "recurrence_too_long",
        ngettext(
            "At most %(number)d date is made at once.",
            "At most %(number)d dates are made at once.",
            MOST_DATES,
        )
        % {"number": MOST_DATES},
        _("Choose an earlier last day; the rest is made later."),
    )


def event_key_used_otherwise(event: str) -> Refusal:
    """A form that already made an event was sent again with other contents, or by somebody else."""
    return Refusal(
        "event_key_used_otherwise",
        _("This form has already made an event, with other details: %(event)s.") % {"event": event},
        _("Look at that event. To make one more, send this form once again."),
        status=HTTPStatus.CONFLICT,
    )


def event_changed_meanwhile() -> Refusal:
    """Two officers at one event: the second is told."""
    return Refusal(
        "event_changed_meanwhile",
        _("Somebody changed this event since you opened the page."),
        _("What you typed is still here. Look at the event as it is now, then send it again."),
        status=HTTPStatus.CONFLICT,
    )


def event_cannot_become(state: str) -> Refusal:
    """The state machine has no such step."""
    return Refusal(
        "event_cannot_become",
        _("That cannot be done any more. The event is now: %(state)s.") % {"state": state},
        _("Open the event anew. What was cancelled stays so: make a new event."),
        status=HTTPStatus.CONFLICT,
    )


def event_is_over(ended_at: datetime) -> Refusal:
    """What has been cannot be moved or called off."""
    return Refusal(
        "event_is_over",
        _("This event was over on %(day)s.") % {"day": formats.day(ended_at)},
        _("Its texts can still be corrected; its time and place stay as a record."),
        status=HTTPStatus.CONFLICT,
    )


def event_reason_missing() -> Refusal:
    """What people have read in their calendars does not change without a word."""
    return Refusal(
        "event_reason_missing",
        _("The public needs a reason for this change."),
        _("Write in a sentence why; it is shown with the event."),
    )


def event_not_ready(missing: Sequence[str]) -> Refusal:
    """What every announced event tells."""
    return Refusal(
        "event_not_ready",
        _("This is still missing: %(missing)s.") % {"missing": ", ".join(missing)},
        _("Fill it in, then publish the event."),
    )


def times_follow_booking() -> Refusal:
    """The rooms are held by the booking, so the calendar never says otherwise."""
    return Refusal(
        "times_follow_booking",
        _("The times and places of this event are those of its application."),
        _("A change of the application moves the event with it."),
        status=HTTPStatus.CONFLICT,
    )


def series_keeps_its_days(day: date) -> Refusal:
    """Several dates at once get other hours and places, never another day."""
    return Refusal(
        "series_keeps_its_days",
        _("Several dates at once keep their days. This one is on %(day)s.")
        % {"day": formats.day(day)},
        _("Move dates to another day one by one, or cancel the rest and make a new series."),
    )
