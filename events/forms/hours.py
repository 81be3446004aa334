"""When an event is: from a day and a time until a day and a time, or whole days."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events import rules
from events.forms.fields import day, time
from lib import clock
from lib.spans import Span

MIDNIGHT = dt.time(0)
DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Hours:
    """The days and times that were meant: what rows of places and programme begin with."""

    first_day: dt.date
    starts: dt.time
    last_day: dt.date
    ends: dt.time  # midnight: that at the end of the last day
    is_all_day: bool

    @property
    def span(self) -> Span | None:
        """None where it ends before it begins."""
        return span_of(self.first_day, self.starts, self.last_day, self.ends)


def last_meant(last: dt.date, ends: dt.time | None) -> dt.date:
    """The last day that was typed; until 00:00 of a day is until the end of the day before."""
    return last - DAY if ends == MIDNIGHT else last


def span_of(first: dt.date, starts: dt.time, last: dt.date, ends: dt.time) -> Span | None:
    """From the one until the other; 00:00 as an end is the midnight at the end of the last day."""
    starts_at = clock.seoul(first, starts)
    ends_at = clock.seoul(last + DAY if ends == MIDNIGHT else last, ends)
    return Span(starts_at, ends_at) if ends_at > starts_at else None


class HoursForm(forms.Form):
    """From when until when. 00:00 as an end, without another day, is the midnight to come."""

    first_day = day(_("First day"))
    starts = time(_("From"), required=False)
    last_day = day(
        _("Last day"), required=False, help_text=_("Only if it goes on for more than one day.")
    )
    ends = time(_("Until"), required=False)
    is_all_day = forms.BooleanField(
        label=_("All day, without times"), required=False, label_suffix=""
    )

    def clean(self) -> dict[str, Any]:
        """With times unless it is all day; the end lies after the start."""
        data: dict[str, Any] = super().clean() or {}
        if not data.get("is_all_day"):
            for name in ("starts", "ends"):
                if name in data and data[name] is None:
                    self.add_error(
                        name,
                        forms.ValidationError(
                            _("Give a time, or choose “all day”."), code="required"
                        ),
                    )
        hours = self.hours()
        if hours and hours.span is None:
            refusal = rules.event_end_before_start()
            words = f"{refusal.message} {refusal.next_step}"
            name = "last_day" if hours.last_day < hours.first_day else "ends"
            self.add_error(name, forms.ValidationError(words, code=refusal.code))
        return data

    def hours(self) -> Hours | None:
        """What can be read of it; None where that is not enough for a span."""
        data = self.cleaned_data
        first = data.get("first_day")
        if not first or "last_day" not in data:
            return None
        if data.get("is_all_day"):
            return Hours(first, MIDNIGHT, data["last_day"] or first, MIDNIGHT, is_all_day=True)
        starts, ends = data.get("starts"), data.get("ends")
        if starts is None or ends is None:
            return None
        last = last_meant(data["last_day"], ends) if data["last_day"] else first
        return Hours(first, starts, last, ends, is_all_day=False)
