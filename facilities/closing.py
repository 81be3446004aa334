"""The verbs that close a facility for a time, move a closure and lift it: its only writers.

A closure takes its spaces through the guard like everybody else, so it never lies over a booking.
Who has to close over bookings does it by `bookings/close.py`, which sees to them first.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from http import HTTPStatus

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from facilities import occupancy
from facilities.holders import named_by
from facilities.models import Closure, Facility, Occupancy
from facilities.models.places import stamp_set_up
from facilities.occupancy import SpaceTaken, Want, sweep
from lib import clock, formats
from lib.refusal import Refusal, Refused
from lib.spans import QUARTER, Span, on_grid, quarter_of

LONGEST = timedelta(days=366)  # a quarter hour is a row: without an end, a slip would fill the disk
NAMED = 5


def close(facility: Facility, span: Span, *, reason_ko: str, reason_en: str = "") -> Closure:
    """Close a facility for a span. Raises `Refused` when one of its spaces is in use then.

    It may begin in the past (a burst pipe), but must end in the future.
    """
    now = clock.now()
    judge(span, now)
    wants = [want(facility, span)]

    def attempt() -> Closure:
        with transaction.atomic():
            stamp_set_up()
            (taken,) = occupancy.take(wants)
            return write(facility, span, taken, reason_ko, reason_en)

    return _taking(wants, now, attempt)


def move(closure: Closure, span: Span) -> Closure:
    """Give a closure another span: takes the new time and gives back the old, or changes nothing.

    Raises `Refused` when the new time is in use, and for what is past: a closure that is over, and
    the beginning of one that has begun.
    """
    now = clock.now()
    judge(span, now)
    wants = [want(closure.facility, span)]

    def attempt() -> Closure:
        with transaction.atomic():
            stamp_set_up()
            locked = _locked(closure, now)
            if locked.starts_at <= now and locked.starts_at != span.starts_at:
                raise Refused(_has_begun())
            _release(locked)
            (locked.occupancy,) = occupancy.take(wants)
            locked.starts_at, locked.ends_at = span.starts_at, span.ends_at
            locked.save(update_fields=["starts_at", "ends_at", "occupancy"])
            return locked

    return _taking(wants, now, attempt, besides=closure.occupancy_id)


def reopen(closure: Closure) -> None:
    """Lift a closure: one that has begun ends with this quarter hour, one to come is gone.

    Raises `Refused` when it is over already.
    """
    now = clock.now()
    with transaction.atomic():
        stamp_set_up()
        locked = _locked(closure, now)
        if locked.starts_at >= now:
            _release(locked)
            locked.delete()
            return
    ends_at = quarter_of(now) + (QUARTER if not on_grid(now) else timedelta(0))
    if ends_at < closure.ends_at:
        move(closure, Span(closure.starts_at, ends_at))


def reword(closure: Closure, *, reason_ko: str, reason_en: str = "") -> Closure:
    """Say the reason in other words. Raises `Refused` when the closure is over."""
    with transaction.atomic():
        stamp_set_up()
        locked = _locked(closure, clock.now())
        for name, text in _reasons(reason_ko, reason_en).items():
            setattr(locked, name, text)
        locked.save()
    return locked


def _reasons(reason_ko: str, reason_en: str) -> dict[str, str]:
    return {"reason_ko": reason_ko, "reason_en": reason_en}


def write(
    facility: Facility, span: Span, taken: Occupancy, reason_ko: str, reason_en: str
) -> Closure:
    """The row of a closure whose spaces were just taken, in the verb's transaction."""
    return Closure.objects.create(
        facility=facility,
        starts_at=span.starts_at,
        ends_at=span.ends_at,
        occupancy=taken,
        **_reasons(reason_ko, reason_en),
    )


def want(facility: Facility, span: Span) -> Want:
    """All spaces of the facility for that span."""
    return Want(tuple(facility.spaces.order_by("pk").values_list("pk", flat=True)), span)


def _locked(closure: Closure, now: datetime) -> Closure:
    """The row as it is now, locked; `Refused` when the closure is over."""
    locked = Closure.objects.select_for_update().get(pk=closure.pk)
    if locked.ends_at <= now:
        raise Refused(
            Refusal(
                "closure_is_over",
                _("This closure is over."),
                _("It stays as a record. Make a new closure."),
                status=HTTPStatus.CONFLICT,
            )
        )
    return locked


def _release(closure: Closure) -> None:
    if closure.occupancy_id:
        occupancy.release([closure.occupancy_id])
        closure.occupancy = None


def _taking(
    wants: list[Want], now: datetime, attempt: Callable[[], Closure], besides: int | None = None
) -> Closure:
    """Try; when something is in the way, sweep what has run out and try once more."""
    try:
        return attempt()
    except SpaceTaken:
        if sweep(wants, now):
            try:
                return attempt()
            except SpaceTaken:
                pass
    taken = occupancy.overlapping(wants[0], now).order_by("starts_at", "pk")
    raise Refused(space_in_use(told([one for one in taken if one.pk != besides])))


def told(taken: Sequence[Occupancy]) -> list[str]:
    """Each of these in the words that who works here may read; the day where there are none."""
    named = named_by([one.pk for one in taken])
    return [
        (named[one.pk].what if one.pk in named else "") or formats.day(one.starts_at)
        for one in taken
    ]


def space_in_use(named: Sequence[str]) -> Refusal:
    """How much is in the way, and what."""
    each = list(dict.fromkeys(named))
    shown = "; ".join(each[:NAMED]) + (" …" if len(each) > NAMED else "")
    return Refusal(
        "space_in_use",
        ngettext(
            "%(count)d booking, event or closure is in the way: %(named)s.",
            "%(count)d bookings, events or closures are in the way: %(named)s.",
            len(named),
        )
        % {"count": len(named), "named": shown},
        _("See to these first, or choose another time."),
        status=HTTPStatus.CONFLICT,
    )


def judge(span: Span, now: datetime) -> None:
    """What no closure may be, whoever else is there."""
    if not (on_grid(span.starts_at) and on_grid(span.ends_at)):
        raise Refused(
            Refusal(
                "off_grid",
                _("Times begin and end on a quarter of an hour: 00, 15, 30 or 45 minutes past."),
                _("Correct the time."),
            )
        )
    if span.ends_at < now:
        raise Refused(
            Refusal(
                "in_the_past",
                _("This time is over."),
                _("Choose a time that ends in the future."),
            )
        )
    if span.length > LONGEST:
        raise Refused(
            Refusal(
                "closure_too_long",
                _("A closure lasts at most %(days)d days.") % {"days": LONGEST.days},
                _("Choose an earlier end, or unpublish the facility."),
            )
        )


def _has_begun() -> Refusal:
    return Refusal(
        "closure_has_begun",
        _("This closure has begun. Its beginning cannot be changed any more."),
        _("Leave the beginning as it is and change the end."),
        status=HTTPStatus.CONFLICT,
    )
