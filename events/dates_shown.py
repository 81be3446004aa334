"""The dates of a series before they are made: what each says, and what is in its way."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from events.planning import Date
from events.shown import when_of
from facilities.holders import Holder


@dataclass(frozen=True, slots=True)
class ShownDate:
    """A date with its box to tick."""

    value: str
    when: str
    in_the_way: tuple[Holder, ...]
    is_left_in: bool


def shown_dates(dates: Sequence[Date], left_in: Collection[dt.date] | None) -> list[ShownDate]:
    """`left_in` as it was ticked; at first, all that nothing is in the way of."""
    return [
        ShownDate(
            value=one.day.isoformat(),
            when=when_of(one.wanted.span, is_all_day=one.wanted.is_all_day),
            in_the_way=_named(one.in_the_way),
            is_left_in=not one.in_the_way if left_in is None else one.day in left_in,
        )
        for one in dates
    ]


def _named(there: Sequence[Holder]) -> tuple[Holder, ...]:
    """Each once; a hold of which nobody may know more has words all the same."""
    words = [one if one.what else Holder(_("held for somebody at this moment")) for one in there]
    return tuple(dict.fromkeys(words))
